"""The condition of the installation, for its administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow.audit.invariants.check_job import InvariantResult, findings
from workflow.audit.invariants.rules import INVARIANTS
from workflow.declaration import READ_CONDITION, READ_LOGS, Actor
from workflow.platform import connect
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Looked:
    """An invariant and its newest result, ``None`` before the first check."""

    words: Words
    finding: InvariantResult | None


def invariants(actor: Actor) -> Sequence[Looked]:
    """Return every invariant with its result; only the auditor sees the examples.

    Raises ``NotFound`` for everybody else. A number alone can reveal an interview.
    """
    READ_CONDITION.demand(actor)
    with connect() as connection:
        known = {finding.key: finding for finding in findings(connection)}
    if not READ_LOGS.held_by(actor):
        known = {key: replace(finding, examples=[]) for key, finding in known.items()}
    return [Looked(i.words, known.get(i.key)) for i in INVARIANTS]
