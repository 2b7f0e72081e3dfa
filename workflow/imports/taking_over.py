"""Take over the rows of a ledger called finished or under way, with tasks and responsibilities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from workflow.declaration import (
    PROBLEMS,
    TAKE_OVER,
    TAKE_OVER_ROWS,
    Actor,
    Field,
    LedgerState,
    NamedPerson,
    pack,
    typed,
)
from workflow.engine import raising
from workflow.engine.loading import Place
from workflow.engine.raising import NewItem
from workflow.engine.references import References
from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.result_types import ProblemEntry
from workflow.imports.ledger.states import is_going_on
from workflow.words import Words

Family = list[NewItem]
_LEVELS = ("specific", "direct", "first")  # who works on it, the nearest first
_SIGN = re.compile(r"[1-9]\d{0,2}(?:\.\d+)?\s*[%％]")


def is_under_way(problem: ProblemEntry) -> bool:
    """Say whether a row tells that the work on its problem has begun."""
    if problem.state != "open":
        return False
    told = (problem.text.get(field, "") for field in ("status", "progress"))
    return bool(problem.assigned_on) or any(is_going_on(t) or _SIGN.match(t) for t in told)


@dataclass(slots=True)
class Takeover:
    """Turns planned families into items taken over by the machine, on one day, from one file."""

    named: References
    today: date
    file: str
    actor: Actor

    def finished(
        self, problem: ProblemEntry, family: Family, chosen: Literal["waiting", "closed"]
    ) -> Family | Words:
        """Return the family as closed before or as rectified, or the reason against it."""
        for new in family:
            if not TAKE_OVER_ROWS.held_by(self.actor, self._place(new).path):
                return TAKE_OVER_ROWS.refusal()
        if chosen == "closed":
            return self._closed(problem, family)
        return self._held(problem, family, "rectified", self._able_heads(family[0]))

    def _closed(self, problem: ProblemEntry, family: Family) -> Family:
        return [_opened(new, "closed", self._row(problem), {}) for new in family]

    def under_way(self, problem: ProblemEntry, family: Family, has_unit: bool) -> Family | Words:
        """Return the family as assigned, or the reason why somebody has to assign it."""
        due = problem.deadline.due
        if not has_unit:
            return cell_refusals.UNDER_WAY_NO_UNIT
        if due is None:
            return cell_refusals.UNDER_WAY_NO_DUE
        if due < self.today:
            return cell_refusals.UNDER_WAY_LATE.format(due=due)
        return self._held(problem, family, "assigned", ())

    def _held(
        self, problem: ProblemEntry, family: Family, state: LedgerState, heads: tuple[int, ...]
    ) -> Family | Words:
        holder = self._first_able(family[0], (*_named(family[0]), *heads))
        if holder is None:
            done = state == "rectified"
            return cell_refusals.DONE_BY_NOBODY if done else cell_refusals.UNDER_WAY_NOBODY
        taken: Family = []
        for new in family:
            answering = (*_named(new), holder, *self._able_heads(new))
            own = self._first_able(new, answering)
            if own is None:
                return cell_refusals.PART_OF_NOBODY.format(title=str(new.fields["title"])[:40])
            told: dict[str, object] = {"holder": own}
            if state == "assigned":
                told["due_on"] = self._due(new, problem)
            taken.append(_opened(new, state, self._row(problem), told))
        return taken

    def _due(self, new: NewItem, problem: ProblemEntry) -> str:
        """Return the task's own day, or the problem's day where the own day is over."""
        own, day = new.process.get("due_on", ""), problem.deadline.due
        assert day  # noqa: S101 -- what has no day is not under way
        return own if own >= self.today.isoformat() else day.isoformat()

    def _first_able(self, new: NewItem, people: tuple[int, ...]) -> int | None:
        return next((person for person in people if self._is_able(new, person)), None)

    def _is_able(self, new: NewItem, person: int) -> bool:
        """Say whether a person is in post at the unit or above, and can sign in."""
        return any(
            post.person_id == person and post.signs_in and post.role not in pack().administrators
            for post in self._place(new).standing
        )

    def _able_heads(self, new: NewItem) -> tuple[int, ...]:
        return suggested(self._place(new), new.list_key)

    def _place(self, new: NewItem) -> Place:
        unit: Any = new.fields["unit"]
        return self.named.place(unit)

    def _row(self, problem: ProblemEntry) -> dict[str, object]:
        return {"file": self.file, "sheet": problem.sheet, "row": problem.row}


def suggested(place: Place, list_key: str) -> tuple[int, ...]:
    """Return whom the declared form of the assignment suggests in a unit."""
    item = raising.blank(list_key, place.unit_id, place.path)
    found = [f.suggests(place.facts(item, None)) for f in _holders() if f.suggests]
    return tuple(int(one) for one in found if one)


def _holders() -> Iterator[Field]:
    """Yield the field with the assignee in the form of the assignment of a problem."""
    move = pack().lists[PROBLEMS].named("assign")
    yield from (field for field in (move.fields if move else ()) if field.key == "holder")


def _named(new: NewItem) -> tuple[int, ...]:
    """Return the known people that a row names for an item, the nearest to the work first."""
    people: list[NamedPerson] = typed(new.process).get("people", [])
    ranked = sorted(
        people, key=lambda one: _LEVELS.index(one["level"]) if one["level"] in _LEVELS else 9
    )
    return tuple(one["person"] for one in ranked if one["person"])


def _opened(
    new: NewItem, state: LedgerState, row: Mapping[str, object], told: Mapping[str, object]
) -> NewItem:
    process: Any = {**new.process, "taken_over": {**row}}
    return replace(new, trigger=TAKE_OVER[state], fields={**new.fields, **told}, process=process)
