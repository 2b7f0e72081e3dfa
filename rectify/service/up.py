"""``rectify up``: everything from the database to the web server, until asked to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from rectify import demo_mark
from rectify.data_folder import DataFolder
from rectify.first_administrator import ADDRESS, NOBODY, first_address
from rectify.platforms import refuse_elsewhere
from rectify.servers import backing_servers, folder_lock, reachability
from rectify.servers.migration import migrate
from rectify.service import orphans, processes
from rectify.service.screen import Screen
from rectify.service.supervisor import Supervisor
from web.security import check_key
from workflow.ops import named_places
from workflow.platform import Settings, db, settings
from workflow.words import Words

Extra = Callable[[], object]


class _Interrupted(BaseException):
    """Asked to stop while still starting."""


def up(screen: Screen, prepare: Extra = lambda: None, greet: Extra = lambda: None) -> None:
    """Start everything and keep everything running; ``prepare`` runs once the database is ready."""
    setup = settings()
    refuse_elsewhere(embedded=not (setup.database_url and setup.redis_url))
    if setup.secret_key:
        check_key(setup.secret_key)
    named_places.demand(setup)
    folder = DataFolder.at(setup.data)
    with owned(folder, screen):
        reachability.free_port(setup.host, setup.port)
        supervisor = Supervisor(folder, screen.tell)
        with stoppable(supervisor) as started:
            _start(supervisor, setup, screen, prepare)
            screen.ready(setup.near_url)
            if setup.demo and setup.listens_everywhere:
                screen.tell(demo_mark.OPEN)
            if setup.misleads:
                screen.tell(reachability.misleading(setup.url))
            greet()
            _tell_if_nobody(screen)
            started()
            supervisor.watch()
        with screen.doing(Words("停止", "Stopping")):
            supervisor.stop()


def _tell_if_nobody(screen: Screen) -> None:
    """Show the one-time address for the first people, in an installation without accounts."""
    if address := first_address(settings().near_url):
        screen.tell(NOBODY)
        screen.first_address(ADDRESS, address)
    db.close()


@contextmanager
def owned(folder: DataFolder, screen: Screen) -> Iterator[None]:
    """Hold the folder; stop the processes left by a killed earlier owner.

    Raises ``NotPossible`` where another process holds the folder.
    """
    with folder_lock.held(folder.lock, "up", wait=10) as mine:
        if not mine:
            raise folder_lock.taken(folder.root, folder.lock)
        folder.refuse_half_restored()
        left = orphans.stop_all(folder)
        if left:
            names = " ".join(left)
            screen.tell(
                Words(
                    f"上次没有正常停止，已停下遗留的进程：{names}",
                    f"The last run was not stopped properly; stopped what it had left: {names}",
                )
            )
        try:
            yield
        finally:
            folder.forget_sockets()


@contextmanager
def stoppable(supervisor: Supervisor) -> Iterator[Callable[[], None]]:
    """Turn Ctrl-C and SIGTERM into an orderly stop, whether starting or running."""
    starting = True

    def asked(_number: int, _frame: FrameType | None) -> None:
        supervisor.stopping.set()
        if starting:
            raise _Interrupted

    def started() -> None:
        nonlocal starting
        starting = False

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked)
    try:
        yield started
    except _Interrupted:
        started()
    except BaseException:
        started()
        supervisor.stop()
        raise


def _start(supervisor: Supervisor, given: Settings, screen: Screen, prepare: Extra) -> None:
    with screen.doing(Words("数据库", "Database")):
        database = backing_servers.start_database(supervisor, given)
    with screen.doing(Words("数据库结构", "Tables")):
        migrate(database.owner, database.database)
    with screen.doing(Words("队列", "Queue")):
        addresses = backing_servers.start_others(supervisor, given, database)
    environment = addresses.environment(supervisor.folder, given)
    backing_servers.adopt(environment)
    if not given.demo:
        demo_mark.refuse_as_service()
        db.close()
    prepare()
    with screen.doing(Words("网页、邮件与定时任务", "Web server, workers and timetable")):
        _serve(supervisor, given, environment)


def _serve(supervisor: Supervisor, given: Settings, environment: Mapping[str, str]) -> None:
    # The pages first: the others are slow to load and nobody waits for them.
    supervisor.start(processes.web_program(given.host, given.port, environment))
    supervisor.start(
        *processes.worker_programs(environment), processes.timetable_program(environment)
    )
