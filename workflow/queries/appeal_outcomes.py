"""The outcomes of appeals against decisions on accountability."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select

from workflow.declaration import APPEALS, OUTCOME, Actor, RectificationProcess, pack
from workflow.engine.visibility import clause
from workflow.platform.models import ItemRow
from workflow.words import Words

_LODGED = Words("已提出申诉：{state}", "an appeal was lodged: {state}")
_ANSWERED = Words("申诉已有处理决定：{outcome}", "an appeal was decided: {outcome}")
AppealOutcome = Literal["upheld", "changed", "revoked", ""]  # empty where none was decided


@dataclass(frozen=True, slots=True)
class Appealed:
    """An appeal against a decision: the state, or once decided the outcome and the day."""

    number: str
    outcome: AppealOutcome
    words: Words
    on: date | None

    @property
    def falls(self) -> bool:
        """Say whether the decision appealed against was changed or revoked."""
        return self.outcome in ("changed", "revoked")


def decided(process: RectificationProcess) -> Appealed | None:
    """Return the outcome of a decided appeal, as kept with the appealed decision."""
    told = process.get("appeal")
    if told is None:
        return None
    outcome: AppealOutcome = told["outcome"]
    on = date.fromisoformat(told["decided_on"])
    words = {choice.key: choice.words for choice in pack().lists[APPEALS].choices[OUTCOME]}
    return Appealed(told["number"], outcome, _ANSWERED.format(outcome=words[outcome]), on)


def lodged(connection: Connection, actor: Actor, ids: list[int]) -> dict[int, Appealed]:
    """Return the newest visible appeal, not withdrawn, by the id of the decision."""
    query = (
        select(ItemRow.parent_id, ItemRow.number, ItemRow.state)
        .where(clause(actor, APPEALS), ItemRow.parent_id.in_(ids), ItemRow.state != "withdrawn")
        .order_by(ItemRow.id)
    )
    if not ids or APPEALS not in pack().lists:
        return {}
    states = {state.key: state.words for state in pack().lists[APPEALS].states}
    return {
        row.parent_id: Appealed(row.number, "", _LODGED.format(state=states[row.state]), None)
        for row in connection.execute(query)
    }
