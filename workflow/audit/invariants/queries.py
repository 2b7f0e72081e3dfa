"""What the administrators of the whole installation may see of its condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow.audit.invariants.check_job import InvariantResult, findings
from workflow.audit.invariants.rules import INVARIANTS
from workflow.declaration.rules import Actor
from workflow.errors import NO_PAGE, NotFound
from workflow.journal.logs.queries import may_audit
from workflow.platform.db import connect
from workflow.words import Words

ROLE = "system_admin"


@dataclass(frozen=True, slots=True)
class Looked:
    """An invariant, and what was found; nothing before it was looked at for the first time."""

    words: Words
    finding: InvariantResult | None


def may_look(actor: Actor) -> bool:
    """Say whether the actor looks after the whole installation, or audits it."""
    return may_audit(actor) or actor.holds_at_top(ROLE)


def invariants(actor: Actor) -> Sequence[Looked]:
    """Return every invariant with what was found; only the auditor reads what it concerns.

    Raises ``NotFound`` for everybody else. A number alone can tell that somebody was interviewed.
    """
    if not may_look(actor):
        raise NotFound(NO_PAGE)
    with connect() as connection:
        known = {finding.key: finding for finding in findings(connection)}
    if not may_audit(actor):
        known = {key: replace(finding, examples=[]) for key, finding in known.items()}
    return [Looked(i.words, known.get(i.key)) for i in INVARIANTS]
