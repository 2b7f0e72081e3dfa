"""``rectify doctor``: what is in order on this machine, what is not, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rectify.doctor import machine, servers
from rectify.doctor.finding import Finding
from workflow.errors import WorkflowError
from workflow.platform.config import Settings, settings

CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    machine.python,
    machine.wheels,
    machine.folder,
    machine.disk,
    servers.database,
    servers.redis,
    servers.mail,
    servers.messages,
    machine.timezone,
    machine.calendar,
    machine.address,
)


def examine() -> Iterator[Finding]:
    """Look at everything, one after the other; a check that is refused is a failed one."""
    given = settings()
    for check in CHECKS:
        try:
            yield from check(given)
        except WorkflowError as refused:
            yield Finding(check.__name__, "fail", refused.words)
