"""What came of the lines of a check learns of each later answer, in the transaction of the answer.

Whoever answers counts as a raiser of the finding, of its tasks and of its responsibilities, and
judges none of them. Whoever has judged one of them answers the line no more.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration import (
    NOTE_ANSWER,
    SYSTEM,
    Actor,
    Facts,
    Item,
    ListType,
    TellOutcome,
    lines_named,
    pack,
)
from workflow.engine import machine
from workflow.engine.batch import Batch
from workflow.engine.cascades import MoveAlong
from workflow.engine.loading import read
from workflow.errors import NotPermitted
from workflow.platform import Connection
from workflow.words import Words

# A merged finding goes on in another one.
_CAME = b"""
    WITH RECURSIVE came AS (
      SELECT number, process FROM items
       WHERE list_key = 'problems' AND process ? 'finding'
         AND process -> 'finding' ->> 'check' = %s AND process -> 'finding' ->> 'line' = ANY (%s)
       UNION
      SELECT i.number, i.process FROM came c JOIN items i ON i.number = c.process ->> 'merged_into')
    SELECT number FROM came ORDER BY number"""
_JUDGED = Words(
    "您已核查或审定过由这一条产生的{number}，请由检查组的其他人填写",
    "you have judged {number}, which came of this line; somebody else of the team has to answer",
)


def tell(connection: Connection, batch: Batch, answered: machine.Attempt, move: MoveAlong) -> None:
    """Let everything that came of the answered lines learn who answered them.

    Raises ``NotPermitted`` for an answer of somebody who has judged what came of a line.
    """
    lines = [
        line
        for effect in answered.transition.effects
        if isinstance(effect, TellOutcome)
        for line in lines_named(str(answered.facts.fields[effect.field]))
    ]
    check = answered.facts.item
    found = connection.execute(_CAME, [check.number, lines]).fetchall() if lines else []
    for facts in read(connection, [row[0] for row in found]).values() if found else ():
        family = replace(batch.family(facts, ""), earlier=check)
        for one in (family, *(family.below(child) for child in family.children)):
            _tell(batch, answered.actor, one, move)


def _tell(batch: Batch, actor: Actor, facts: Facts, move: MoveAlong) -> None:
    item = facts.item
    list_type = pack().lists[item.list_key]
    if list_type.find(NOTE_ANSWER, item.state) is None:
        return
    if any({*item.duties.get(duty, ())} & {*actor.people} for duty in _judges(list_type)):
        raise NotPermitted(_JUDGED.format(number=item.number))
    if {*actor.people} <= {*item.duties.get("raiser", ())}:
        return
    attempt = machine.permit(list_type, NOTE_ANSWER, SYSTEM, facts)
    attempt.actor = actor
    move(batch, attempt, None)


def _judges(list_type: ListType) -> set[str]:
    """Return the duties of those who judged what a raiser may not judge."""
    judging = (t for t in list_type.transitions if "raiser" in (t.judges or ()) and not t.corrects)
    return {t.duty for t in judging if t.duty}


def found_by(list_type: ListType, parent: Item | None) -> list[int]:
    """Return who found the problem of a check that a later part of it hangs on."""
    if parent is None or "finding" not in parent.process or not list_type.named(NOTE_ANSWER):
        return []
    return [*parent.duties.get("raiser", ())]
