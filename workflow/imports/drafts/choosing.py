"""The choices of a person for a draft, checked: sheets, meanings, values, the ending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from workflow.declaration import CHECK, Actor, pack
from workflow.engine.loading import read_now
from workflow.errors import BadInput
from workflow.imports.applying import Decision
from workflow.imports.drafts.records import FINISHED, ColumnShown, ImportDraft
from workflow.imports.drafts.values import KINDS, name_of_unit
from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.columns import KEPT, SEVERAL
from workflow.imports.ledger.directory import Directory, read_directory
from workflow.imports.ledger.meaning_words import MEANING_WORDS
from workflow.imports.ledger.row_kinds import CHOSEN_KINDS
from workflow.imports.reach import ImportReach
from workflow.platform import connect, settings
from workflow.words import Words

Changes = dict[str, Any]
_LONGEST_ROW = 8  # digits
_NO_SHEET = Words("请至少选择一个工作表。", "Choose one sheet at least.")
_NO_MEANING = Words("请从列表中选择含义", "choose a meaning from the list")
_TWICE = Words(
    "“{other}”已经是“{meaning}”，同一张表里只能有一列；请把其中一列改为别的含义",
    '"{other}" is the {meaning} already, and a table has one such column; give one of them another '
    "meaning",
)
_NO_UNIT = Words("没有名为“{value}”的单位", 'there is no unit called "{value}"')
_NO_PERSON = Words("没有名为“{value}”的人员", 'there is nobody called "{value}"')
_NOT_BY_SHEET = Words(
    "表格不能改变这一项，请用系统中的相应步骤", "a sheet cannot change this; use the move for it"
)
_DECISIONS: dict[str, Decision] = {"theirs": "theirs", "ours": "ours"}
_NO_VALUE = Words("请从列表中选择", "choose from the list")


def sheets(draft: ImportDraft, names: Iterable[str]) -> Changes:
    """Return the choice of sheets, in the order of the file; none chosen by hand means all.

    Raises ``BadInput`` where none is left.
    """
    report, wanted = draft.report, set(names)
    known = [sheet["name"] for sheet in report["sheets"]] if report else []
    chosen = [name for name in known if name in wanted]
    if not chosen:
        raise BadInput(_NO_SHEET)
    return {"sheets": [] if chosen == known else chosen}


def columns(draft: ImportDraft, told: Mapping[str, str]) -> Changes:
    """Return the meanings changed by a person, or confirmed after a question.

    Raises ``BadInput`` with the fault of each column.
    """
    shown = {column["name"]: column for column in (draft.report["columns"] if draft.report else ())}
    faults = {name: _NO_MEANING for name, meaning in told.items() if meaning not in MEANING_WORDS}
    meant = {name: told.get(name, column["meaning"]) for name, column in shown.items()}
    chosen = dict(draft.choices["columns"])
    for name, column in shown.items():
        if meant[name] != column["meaning"] or (name in told and not column["certain"]):
            chosen[name] = meant[name]
    faults |= _twice(shown, meant, chosen)
    if faults:
        raise BadInput(CHECK, faults)
    return {"columns": chosen}


def _twice(
    shown: Mapping[str, ColumnShown], meant: Mapping[str, str], chosen: Mapping[str, str]
) -> dict[str, Words]:
    """Return a fault for each column with the meaning of another column of the sheet."""
    faults: dict[str, Words] = {}
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, column in shown.items():
        for sheet in {place[0] for place in column["places"]}:
            if meant[name] not in (KEPT, *SEVERAL):
                places[sheet, meant[name]].append(name)
    for (_, meaning), names in places.items():
        if len(names) > 1 and any(name in chosen for name in names):
            words = MEANING_WORDS.get(meaning, Words("", ""))
            faults[names[-1]] = _TWICE.format(other=names[0], meaning=words)
    return faults


def lines(draft: ImportDraft, told: Mapping[str, tuple[str, str]]) -> Changes:
    """Return the kinds of lines changed by a person: by sheet!row, as shown and as chosen.

    Raises ``BadInput`` for an unknown kind.
    """
    chosen = dict(draft.choices["lines"])
    sheets = {sheet["name"] for sheet in (draft.report["sheets"] if draft.report else ())}
    for place, (shown, kind) in told.items():
        sheet, _, row = place.rpartition("!")
        if kind == shown or sheet not in sheets or not _is_row(row):
            continue
        if kind not in CHOSEN_KINDS:
            raise BadInput(_NO_VALUE)
        chosen[place] = kind
    return {"lines": chosen}


def _is_row(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _LONGEST_ROW


def no_meanings() -> Changes:
    """Return the choices without corrections and remembered meanings."""
    return {"columns": {}, "values": {}}


def values(draft: ImportDraft, told: Iterable[tuple[str, str, str]]) -> Changes:
    """Return the chosen values as kind, word and value; an empty value leaves the word unread.

    Raises ``BadInput`` with the fault of each word.
    """
    directory = read_organisation()
    shown = {
        (one["kind"], one["word"]): one for one in (draft.report["values"] if draft.report else ())
    }
    chosen = {kind: dict(draft.choices["values"].get(kind, {})) for kind in KINDS}
    faults: dict[str, Words] = {}
    for kind, word, value in told:
        one = shown.get((kind, word))
        if one is None or value == one["value"]:
            continue
        if why := _wrong(kind, value, directory):
            faults[f"{kind} {word}"] = why
        elif value:
            chosen[kind][word] = value
        else:
            chosen[kind].pop(word, None)
    if faults:
        raise BadInput(CHECK, faults)
    return {"values": {kind: words for kind, words in chosen.items() if words}}


def _wrong(kind: str, value: str, directory: Directory) -> Words | None:
    if kind == "units" and value and not directory.has_unit(value):
        return _NO_UNIT.format(value=value[:40])
    if kind == "people" and value and not directory.has_person(value):
        return _NO_PERSON.format(value=value[:40])
    if kind in ("severity", "state") and value not in dict(options(kind)):
        return _NO_VALUE
    return None


def options(kind: str) -> list[tuple[str, Words]]:
    """Return the possible values of a severity or a state."""
    if kind == "severity":
        return [(key, found.words) for key, found in pack().severities.items()]
    return list(cell_refusals.STATES.items())


def units_within(actor: Actor, directory: Directory) -> list[str]:
    """Return the names of the units within the actor's reach."""
    reach = ImportReach.of(actor)
    named = (name_of_unit(unit, directory) for unit in directory.units if reach.covers(unit))
    return [name for name in named if name]


def read_organisation() -> Directory:
    """Return the units and people of today."""
    with connect() as connection:
        today = read_now(connection).astimezone(settings().zone).date()
        return read_directory(connection, today)


def decisions(draft: ImportDraft, told: Mapping[str, str]) -> Changes:
    """Return the decisions on changed cells: theirs, ours, or undecided where empty.

    Raises ``BadInput`` where a sheet cannot change a cell, with the fault of each.
    """
    shown = {change["id"]: change for change in (draft.report["changes"] if draft.report else ())}
    chosen: dict[str, Decision] = dict(draft.choices["decisions"])
    faults: dict[str, Words] = {}
    for id_, told_of in told.items():
        change, decision = shown.get(id_), _DECISIONS.get(told_of)
        if change is None:
            continue
        if decision == "theirs" and not change["can_apply"]:
            faults[id_] = _NOT_BY_SHEET
        elif decision:
            chosen[id_] = decision
        else:
            chosen.pop(id_, None)
    if faults:
        raise BadInput(CHECK, faults)
    return {"decisions": chosen}


def ending(finished: str, only_good: bool) -> Changes:
    """Return the fate of finished rows, and whether the good rows go in alone.

    Raises ``BadInput`` for an unknown choice.
    """
    if finished not in FINISHED:
        raise BadInput(_NO_VALUE)
    return {"finished": finished, "only_good": only_good}
