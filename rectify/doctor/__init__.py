"""``rectify doctor``: the condition of the machine: in order, faulty, and the remedies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rectify.doctor import backups, evidence, machine, servers
from rectify.doctor.finding import Finding
from workflow.errors import WorkflowError
from workflow.platform import Settings, settings

CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    machine.python,
    machine.wheels,
    machine.folder,
    machine.places,
    machine.disk,
    servers.database,
    servers.redis,
    servers.mail,
    servers.messages,
    backups.backups,
    evidence.evidence,
    evidence.scanner,
    servers.jobs,
    machine.timezone,
    machine.calendar,
    machine.address,
    machine.mailed_address,
)


def examine() -> Iterator[Finding]:
    """Run every check, one after the other; a refused check counts as failed."""
    setup = settings()
    for check in CHECKS:
        try:
            yield from check(setup)
        except WorkflowError as refused:
            yield Finding(check.__name__, "fail", refused.words)
