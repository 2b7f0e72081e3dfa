"""Plan the items of a ledger, and the values that a person has to settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.declaration import (
    ASPECT,
    PROBLEMS,
    LedgerOrigin,
    NamedPerson,
    RectificationProcess,
    pack,
)
from workflow.declaration.fields import parse
from workflow.engine.raising import NewItem
from workflow.errors import BadInput
from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.directory import Directory, DirectoryUnit
from workflow.imports.ledger.packed_blocks import PackedBlocks
from workflow.imports.ledger.parties import UnitText
from workflow.imports.ledger.result_types import ProblemEntry, Refused, RefusedPart, TaskEntry
from workflow.words import Words

# What the responsibility of a unit is called, and the level of those who answer for it.
_PARTS = {
    "responsible": (Words("责任单位", "Responsible unit"), "specific"),
    "lead": (Words("牵头单位", "Lead unit"), "direct"),
    "assisting": (Words("配合单位", "Assisting unit"), ""),
}
_RANK = tuple(_PARTS)
_KEPT_ELSEWHERE = ("problem", "source", "target", "measures")  # in fields of their own
_SHOWN = 80
_Units = dict[UnitText, DirectoryUnit | None]
PlannedFamily = tuple[ProblemEntry, list[NewItem]]


@dataclass(slots=True)
class Plan:
    """The items to be raised: for each problem the problem, the tasks and the responsibilities."""

    families: PackedBlocks[PlannedFamily] = field(default_factory=PackedBlocks)
    refused: list[Refused] = field(default_factory=list)


class Planner:
    """Plans problem by problem; ``default`` is the unit for unknown units."""

    def __init__(self, directory: Directory, default: DirectoryUnit, file: str) -> None:
        self.directory, self.default, self.file = directory, default, file
        self.plan = Plan()

    def trial(self, problem: ProblemEntry) -> NewItem:
        """Return the problem as raised, without a plan."""
        planner = Planner(self.directory, self.default, self.file)
        return planner.add(problem)[0]

    def doubt(self, problem: ProblemEntry, column: str, why: Words) -> None:
        """Note a value of a problem to be settled by a person, with the reason."""
        value = problem.text.get(column) or problem.title
        self._refuse(problem, column, value[:_SHOWN], why, "kept as text")

    def has_unit(self, problem: ProblemEntry) -> bool:
        """Say whether a known unit is named that may answer for a problem."""
        return any(self.directory.unit(unit.text) for unit in problem.units)

    def leave_out(self, problem: ProblemEntry, column: str, why: Words) -> None:
        """Note a problem that is not raised, with the reason."""
        value = problem.text.get(column) or problem.title
        self._refuse(problem, column, value[:_SHOWN], why, "left out")

    def keep_out(self, problem: ProblemEntry, why: Words | None) -> None:
        """Refuse the row of a problem for a reason, if any."""
        if why:
            units = problem.units
            column = units[0].field if units else "problem"
            value = units[0].text if units else problem.title[:_SHOWN]
            self._refuse(problem, column or "problem", value, why)

    def drop_bad(self) -> None:
        """Keep only the problems without a refusal."""
        bad = {(one.sheet, one.row) for one in self.plan.refused if one.effect == "row"}
        self.plan.families = PackedBlocks(
            family for family in self.plan.families if (family[0].sheet, family[0].row) not in bad
        )

    def add(self, problem: ProblemEntry) -> list[NewItem]:
        """Return the items of a problem and of all that hangs on it; note the refused values."""
        units = {unit: self._unit(problem, unit) for unit in problem.units}
        if not units:
            why = cell_refusals.NO_UNIT.format(default=self._default)
            self._refuse(problem, "problem", problem.title[:_SHOWN], why, "kept as text")
        main = _main(units)
        unit = (main and units[main]) or self.default
        people = self._people(problem, unit)
        family = [self._problem(problem, unit, people)]
        family += [_task(problem, task, _of(task, units) or unit) for task in problem.tasks]
        family += _responsibilities(problem, units, unit, people)
        for new in family:
            self._check(problem, new)
        return family

    def keep(self, problem: ProblemEntry, family: list[NewItem]) -> None:
        """Take the items of a problem into the plan."""
        self.plan.families.append((problem, family))

    def _check(self, problem: ProblemEntry, new: NewItem) -> None:
        """Refuse values here, with row and column, that an item's form would refuse later."""
        raising = pack().lists[new.list_key].find("raise", "")
        assert raising  # noqa: S101 -- every list type has it, its declaration is checked
        try:
            parse(raising, new.fields, "")
        except BadInput as wrong:
            title = "problem" if new.list_key == "problems" else "measures"
            for key, words in wrong.fields.items():
                value = str(new.fields.get(key, ""))[:_SHOWN]
                self._refuse(problem, title if key == "title" else key, value, words)

    def _refuse(
        self,
        problem: ProblemEntry,
        column: str,
        value: str,
        why: Words,
        effect: RefusedPart = "row",
    ) -> None:
        self.plan.refused.append(problem.refuse(column, value, why, effect))

    def _unit(self, problem: ProblemEntry, unit: UnitText) -> DirectoryUnit | None:
        found = self.directory.unit(unit.text)
        if found is None:
            why = _unknown_unit(unit.text, self.directory, self._default)
            self._refuse(problem, unit.field, unit.text, why, "kept as text")
        return found

    @property
    def _default(self) -> Words:
        """The name of the unit for problems without a known unit."""
        return Words(self.default.name, self.default.name_en or self.default.name)

    def _people(self, problem: ProblemEntry, unit: DirectoryUnit) -> list[NamedPerson]:
        people: list[NamedPerson] = []
        for person in problem.people:
            found = self.directory.person(person, unit)
            if found.why_not:
                field = person.field or person.level
                self._refuse(problem, field, person.text, found.why_not, "kept as text")
            people.append({"level": person.level, "text": person.text, "person": found.person_id})
        return people

    def _problem(
        self, problem: ProblemEntry, unit: DirectoryUnit, people: list[NamedPerson]
    ) -> NewItem:
        text = problem.text
        aspect = _aspects().get(text.get("aspect", ""))
        if text.get("aspect") and aspect is None:
            why = cell_refusals.UNKNOWN_ASPECT
            self._refuse(problem, "aspect", text["aspect"], why, "kept as text")
        fields = {
            "title": problem.title,
            "unit": unit.id,
            "severity": problem.severity,
            "aspect": aspect,
            "source": text.get("source"),
            "found_on": problem.found_on.isoformat() if problem.found_on else None,
            "target": text.get("target"),
            "measures": text.get("measures"),
        }
        process: RectificationProcess = {
            **_due(problem.deadline.due), "people": people, "ledger": self._origin(problem),
        }  # fmt: skip
        return NewItem(list_key="problems", fields=fields, source_key=problem.key, process=process)

    def _origin(self, problem: ProblemEntry) -> LedgerOrigin:
        """Return the origin of a problem and all other texts of its row, word for word."""
        reading = problem.deadline
        return {
            "file": self.file,
            "sheet": problem.sheet,
            "row": problem.row,
            "section": problem.section,
            "text": _kept(problem),
            "extras": problem.extras,
            "deadline": {"kind": reading.kind, "long_term": reading.long_term}
            | reading.note._asdict(),
        }


def _kept(problem: ProblemEntry) -> dict[str, str]:
    """Return the texts without a field of their own, and a problem longer than its title."""
    kept = {k: v for k, v in problem.text.items() if v and k not in _KEPT_ELSEWHERE}
    whole = problem.text.get("problem", "")
    return kept if whole in ("", problem.title) else {**kept, "problem": whole}


def _unknown_unit(text: str, directory: Directory, default: Words) -> Words:
    """Return the sentence for an unknown unit, with similar units."""
    likely = directory.likely(text)
    names = Words("、".join(u.name for u in likely), ", ".join(u.name_en or u.name for u in likely))
    told = cell_refusals.LIKELY.format(names=names) if likely else Words("", "")
    return cell_refusals.UNKNOWN_UNIT.format(default=default, likely=told)


def doubts_of(problems: Iterable[ProblemEntry], directory: Directory) -> Iterator[Refused]:
    """Yield a refusal for each unknown or ambiguous unit and person of the problems."""
    planner = Planner(directory, directory.units[0], "")
    for problem in problems:
        planner.add(problem)
    yield from planner.plan.refused


def _main(units: _Units) -> UnitText | None:
    """Return the rectifying unit: the first known responsible or leading unit, or ``None``."""
    known = [text for text, unit in units.items() if unit]
    return min(known, key=lambda text: _RANK.index(text.role), default=None)


def _of(task: TaskEntry, units: _Units) -> DirectoryUnit | None:
    text = _main({unit: units.get(unit) for unit in task.units})
    return units[text] if text else None


def _task(problem: ProblemEntry, task: TaskEntry, unit: DirectoryUnit) -> NewItem:
    acceptance = {"acceptance": problem.text.get("target")}
    return _new("tasks", problem, task.text, unit, acceptance, _due(task.deadline.due))


def _responsibilities(
    problem: ProblemEntry, units: _Units, main: DirectoryUnit, people: list[NamedPerson]
) -> Iterator[NewItem]:
    """Yield a responsibility for each unit, with the people of its level."""
    named = units or ({UnitText(main.name, "responsible"): main} if people else {})
    for text, unit in named.items():
        part, level = _PARTS[text.role]
        answering = [person for person in people if person["level"] == level]
        names = "、".join(person["text"] for person in answering)
        title = f"{part.zh}：{text.text}" + (f"；{names}" if names else "")
        process: RectificationProcess = {**_due(problem.deadline.due), "people": answering}
        fields = {"level": level or None}
        yield _new("responsibilities", problem, title, _within(unit, main), fields, process)


def _within(unit: DirectoryUnit | None, main: DirectoryUnit) -> DirectoryUnit:
    """Return the unit of a responsibility: a unit above answers in the rectifying unit.

    In the unit above, nobody could verify and close the responsibility: all with the right belong
    to the unit.
    """
    return main if unit is None or main.path.startswith(unit.path) else unit


def _new(
    list_key: str,
    problem: ProblemEntry,
    title: str,
    unit: DirectoryUnit,
    fields: Mapping[str, object],
    process: RectificationProcess,
) -> NewItem:
    filled = {"title": title, "unit": unit.id, "severity": problem.severity, **fields}
    return NewItem(list_key=list_key, fields=filled, process=process)


def _due(day: date | None) -> RectificationProcess:
    """Return the day read from the ledger as the proposal for the assigner."""
    return {"due_on": day.isoformat()} if day else {}


def _aspects() -> dict[str, str]:
    """Return the keys of the aspects in use, by key and by every name."""
    field = next(f for t in pack().lists[PROBLEMS].transitions for f in t.fields if f.key == ASPECT)
    codes = (code for code in (field.table.values if field.table else ()) if not code.valid_to)
    return {name: code.key for code in codes for name in (code.key, *code.words, *code.also)}
