"""Decisions on a candidate: a problem with tasks and responsibilities, or nothing.

Each is decided once. Nobody decides on a candidate about the own unit, for nobody else either;
where nobody else is in post to decide, as about the topmost unit, it can be taken up all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflow import journal
from workflow.declaration import (
    CHECK,
    DECIDE_CANDIDATES,
    PROBLEMS,
    Actor,
    Field,
    PartialForm,
    fields,
    pack,
)
from workflow.engine import loading
from workflow.engine.commands import Done
from workflow.engine.loading import read_now
from workflow.engine.visibility import gone
from workflow.errors import BadInput, NotPermitted, NotPossible
from workflow.evidence import Piece
from workflow.inspections import findings
from workflow.inspections.candidates.queries import Candidate, seen
from workflow.inspections.three_lists import MatterFound, raise_three_lists
from workflow.platform import Connection, settings, together
from workflow.words import Words

DISMISSAL = PartialForm(
    (Field("reason", Words("不予立项的理由", "Why it is no finding"), "long", limit=1000),),
    comment_required=False,
)
_OWN = Words(
    "这是您任职单位的情况，请由其他人员办理",
    "this is about the unit that you have a post in; somebody else has to decide",
)
_TAKEN = Words("已经立项：{number}", "it has been raised already, as {number}")
_DISMISSED = Words("已经决定不予立项：{reason}", "it has been dismissed already: {reason}")
_DECIDE = """
    UPDATE candidates SET decision = %(decision)s, reason = %(reason)s, number = %(number)s,
           decided_at = %(now)s, decided_by_id = %(by)s, decided_by = %(name)s
     WHERE id = %(id)s"""
_LOCK = " FOR UPDATE OF c"
_SOMEBODY_ELSE = """
    SELECT EXISTS (
        SELECT FROM appointments a JOIN units u ON u.id = a.unit_id
          JOIN people p ON p.id = a.person_id
         WHERE a.role = ANY (%(roles)s) AND starts_with(%(path)s, u.path)
           AND a.valid_from <= %(day)s AND coalesce(a.valid_to, 'infinity') >= %(day)s
           AND coalesce(p.left_on, 'infinity') > %(day)s
           AND EXISTS (SELECT FROM accounts WHERE person_id = p.id AND active)
           AND NOT EXISTS (
               SELECT FROM appointments o
                WHERE o.person_id = p.id AND o.unit_id = %(unit)s AND o.valid_from <= %(day)s
                  AND coalesce(o.valid_to, 'infinity') >= %(day)s))"""


def raise_form(found: Candidate) -> PartialForm:
    """Return the fields of the problem made of a candidate; a line has the unit of the check."""
    if found.line:
        return findings.finding_form()
    return PartialForm(pack().lists[PROBLEMS].raise_fields, False)


def take_up(
    actor: Actor, candidate_id: int, given: Mapping[str, object] | None = None,
    evidence: Sequence[Piece] = (),
) -> list[Done]:  # fmt: skip
    """Raise the three lists for a candidate; return the problem first.

    ``given`` are values in place of the suggested ones. Raises ``NotFound``, ``NotPermitted`` for
    the own unit, ``NotPossible`` once it is decided, ``BadInput`` with every wrong field.
    """
    with together() as connection:
        found = _open(connection, actor, candidate_id, taking_up=True)
        done = _raised(connection, actor, found, given or {}, evidence)
        _decide(connection, actor, found, "taken_up", number=done[0].number)
        return done


def dismiss(actor: Actor, candidate_id: int, given: Mapping[str, object]) -> Candidate:
    """Dismiss a candidate with a reason; return the candidate.

    Raises as ``take_up`` does.
    """
    with together() as connection:
        found = _open(connection, actor, candidate_id)
        values, _ = fields.parse(DISMISSAL, given, "")
        if not fields.is_reason(values["reason"]):
            raise BadInput(CHECK, {"reason": fields.REASON_NEEDED})
        _decide(connection, actor, found, "dismissed", reason=values["reason"])
        return found


def _open(
    connection: Connection, actor: Actor, candidate_id: int, *, taking_up: bool = False
) -> Candidate:
    """Return a candidate for the actor to decide on now, with the row locked."""
    found = seen(connection, actor, candidate_id, _LOCK)
    own = any(post.unit_id == found.unit_id for post in (*actor.posts, *actor.own))
    if own and not (taking_up and _nobody_else(connection, found)):
        raise NotPermitted(_OWN)
    if found.decision:
        said = _TAKEN if found.number else _DISMISSED
        raise NotPossible(said.format(number=found.number, reason=found.reason))
    return found


def _nobody_else(connection: Connection, found: Candidate) -> bool:
    """Say whether everybody in post with the right belongs to the unit of the candidate."""
    day = read_now(connection).astimezone(settings().zone).date()
    asked = {"roles": [*DECIDE_CANDIDATES.roles], "path": found.path, "unit": found.unit_id,
             "day": day}  # fmt: skip
    [(somebody,)] = connection.execute(_SOMEBODY_ELSE, asked).fetchall()
    return not somebody


def _raised(
    connection: Connection, actor: Actor, found: Candidate, given: Mapping[str, object],
    evidence: Sequence[Piece],
) -> list[Done]:  # fmt: skip
    values = {**found.suggested, **given}
    if not found.line:
        return raise_three_lists(MatterFound(fields=values, evidence=evidence), actor)
    findings.hold_answers(connection, found.check_number)
    facts = loading.read(connection, [found.check_number]).get(found.check_number)
    if facts is None:
        raise gone(found.check_number)
    failure = findings.failure_of(connection, facts.item, found.line)
    return findings.raise_failure(actor, failure, values)


def _decide(
    connection: Connection, actor: Actor, found: Candidate, decision: str, **told: Any
) -> None:
    asked = {
        "id": found.id, "decision": decision, "reason": "", "number": "",
        "now": read_now(connection), "by": actor.person_id, "name": actor.name,
    }  # fmt: skip
    connection.execute(_DECIDE, asked | told)
    subject = ("candidate", str(found.id))
    journal.note(connection, "candidate", actor, subject=subject, what=decision, **told)
