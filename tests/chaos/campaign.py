"""A sweep over thousands of late items while everything that can die dies; then the counting."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from rectify.servers.database_roles import APP, OWNER, prepare
from tests import cast
from tests.chaos.machinery import Crew, Servers, keep_time, serving, work
from tests.escalation.late_items import assigned, set_clock
from tests.worker import mailserver
from tests.worker.mailserver import MailServer
from worker.letters import message_id
from workflow.ops.schema import upgrade
from workflow.platform import db, settings

DATABASE = "campaign"
JOBS: dict[str, Callable[[], None]] = {
    "timetable-1": keep_time, "timetable-2": keep_time,
    "mail-1": partial(work, "mail"), "mail-2": partial(work, "mail"),
    "escalation-1": partial(work, "escalation"), "escalation-2": partial(work, "escalation"),
    "upkeep": partial(work, "upkeep"),
}  # fmt: skip
LATE = "2026-03-23 10:00+08"  # a Monday morning; the due date was the Friday before


@dataclass(frozen=True)
class Campaign:
    """How many items fall due, and what happens to the servers meanwhile."""

    items: int = 20_000
    kills: int = 200
    flushes: int = 20
    restarts: int = 10
    pause: float = 0.4  # seconds between two blows, on average
    seed: int = 1


@dataclass
class Found:
    """What the counting found; everything in ``wrong`` is a broken promise."""

    blows: Counter[str] = field(default_factory=Counter)
    busy: int = 0  # blows that fell while there was work left
    rungs: int = 0
    mails: int = 0
    doubled: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def run(plan: Campaign, folder: Path, sockets: Path, tell: Callable[[str], object]) -> Found:
    """Carry it out in these folders and return what was found."""
    random, found = Random(plan.seed), Found()
    with (
        serving(folder, sockets) as servers,
        mailserver.serving() as mail,
        _settings(servers, mail, folder),
    ):
        tell(f"{plan.items:,} items are raised and assigned")
        _fill(servers, plan.items)
        began = time.monotonic()
        with Crew(JOBS, folder) as crew:
            _strike(plan, random, servers, crew, found, tell)
            _settle(servers, tell)
        found.seconds = time.monotonic() - began
        _count(servers, mail, plan, found)
    return found


@contextmanager
def _settings(servers: Servers, mail: MailServer, folder: Path) -> Iterator[None]:
    before = dict(os.environ)
    os.environ |= {
        "DATABASE_URL": servers.postgres.url(APP, DATABASE),
        "REDIS_URL": servers.valkey.url(),
        "SMTP_URL": mail.url,
        "RECTIFY_DATA": str(folder / "data"),
    }
    db.close()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before
        db.close()


@contextmanager
def _owner(servers: Servers) -> Iterator[psycopg.Connection[Any]]:
    url = servers.postgres.url(OWNER, DATABASE)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _fill(servers: Servers, items: int) -> None:
    """Let so many items be late on the same morning, and as many mails wait: of each assignment."""
    settings.cache_clear()
    prepare(servers.postgres, DATABASE)
    upgrade(servers.postgres.url(OWNER, DATABASE))
    with psycopg.connect(servers.postgres.url(OWNER, DATABASE)) as connection:
        cast.enact(connection)
    for _ in range(items):
        assigned(1)  # one by one: many at once are a single decision, told by a single mail
    with _owner(servers) as owner:
        set_clock(owner, LATE)
        owner.execute("ANALYZE")


def _strike(
    plan: Campaign, random: Random, servers: Servers, crew: Crew, found: Found,
    tell: Callable[[str], object],
) -> None:  # fmt: skip
    """Let the blows fall in a random order, at random moments."""
    blows = ["kill"] * plan.kills + ["flush"] * plan.flushes + ["restart"] * plan.restarts
    random.shuffle(blows)
    for number, blow in enumerate(blows, 1):
        time.sleep(random.uniform(0, 2 * plan.pause))
        found.busy += _left(servers) > 0
        found.blows[blow] += 1
        if blow == "kill":
            crew.kill(random.choice([*JOBS]))
        elif blow == "flush":
            servers.flush_valkey()
        else:
            servers.restart_postgres(crash=random.random() < 0.5)
        tell(f"{number} of {len(blows)} blows, {_left(servers):,} things left to do")


def _left(servers: Servers) -> int:
    """Count the rungs that are due and the mails that are not out."""
    with _owner(servers) as owner:
        row = owner.execute(_LEFT, [LATE]).fetchone()
    assert row
    return int(row[0])


_OPEN = "delivered_at IS NULL AND failed_at IS NULL"
_LEFT = f"""SELECT (SELECT count(*) FROM items WHERE rung_at <= %s)
                 + (SELECT count(*) FROM outbox WHERE {_OPEN})"""
# What a killed worker held is leased anew after minutes; they are over at once where nobody
# works on anything any more.
_HASTEN = f"UPDATE outbox SET available_at = now() WHERE {_OPEN}"


def _settle(servers: Servers, tell: Callable[[str], object], quiet: float = 8.0) -> None:
    """Let the service finish undisturbed; the leases of the dead run out once all is quiet."""
    left, since = _left(servers), time.monotonic()
    while left:
        time.sleep(1.0)
        before, left = left, _left(servers)
        if left != before:
            since = time.monotonic()
            tell(f"{left:,} things left to do")
        elif time.monotonic() - since > quiet:
            with _owner(servers) as owner:
                owner.execute(_HASTEN)
            since = time.monotonic()


_RUNGS = """
    SELECT (SELECT count(*) FROM escalations),
           (SELECT count(*) FROM events WHERE trigger = 'escalate'),
           (SELECT count(DISTINCT item_id) FROM events WHERE trigger = 'escalate')"""
# Whoever holds the item and the head of the department are told of each rung in the inbox; the
# holder got a mail of the assignment.
_TOLD = """
    SELECT e.item_id FROM events e
      LEFT JOIN {table} t ON t.item_id = e.item_id AND t.seq = e.seq
     WHERE e.trigger = %s GROUP BY e.item_id
    HAVING array_agg(t.person_id ORDER BY t.person_id) IS DISTINCT FROM %s::int[]"""
_MAILS = "SELECT id, attempts, delivered_at IS NOT NULL FROM outbox"  # digests among them


def _count(servers: Servers, mail: MailServer, plan: Campaign, found: Found) -> None:
    """Compare what there is with what was promised."""
    holder, director = (cast.PERSONAS[login].id for login in ("branch-head", "director"))
    promised = (("inbox", "escalate", sorted([holder, director])), ("outbox", "assign", [holder]))
    with _owner(servers) as owner:
        (counts,) = owner.execute(_RUNGS).fetchall()
        if counts != (plan.items,) * 3:
            found.wrong.append(f"rungs, their events, items: {counts}, not {plan.items} each")
        for table, trigger, people in promised:
            told = _TOLD.format(table=table).encode()
            if wrong := owner.execute(told, [trigger, people]).fetchall():
                found.wrong.append(f"{table}: {len(wrong)} items not told to {people} once each")
        mails = owner.execute(_MAILS).fetchall()
    found.rungs, found.mails = counts[0], len(mails)
    _compare(mails, Counter(str(m["Message-ID"]) for m in mail.mails), mail, found)


def _compare(
    mails: list[tuple[Any, ...]], came: Counter[str], mail: MailServer, found: Found
) -> None:
    """A mail comes twice only where the server had taken it and we died before we knew."""
    taken = Counter(mail.taken)
    for outbox_id, attempts, delivered in mails:
        times = came.pop(message_id(outbox_id), 0)
        if not times or not delivered or not taken[message_id(outbox_id)]:
            found.wrong.append(f"mail {outbox_id} is missing (came {times} times)")
        if times > attempts:
            found.wrong.append(f"mail {outbox_id} came {times} times in {attempts} tries")
        found.doubled += times > 1
    if came:
        found.wrong.append(f"{len(came)} mails came that nobody promised")
