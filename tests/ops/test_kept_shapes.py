"""Every structured value that the database keeps has a shape that is written down, and keeps to it.

The rows are those that an earlier version kept, upgraded, with work by this version on top.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import psycopg
import pytest
from sqlalchemy.dialects.postgresql import JSONB

from tests.cast import Persona, actor
from tests.engine.stage import Stage
from tests.ops.test_kept_databases import kept, owner
from workflow.accounts.approvals import ApprovalDetails
from workflow.declaration import Basis, EvidenceRecord, RectificationProcess
from workflow.declaration.facts import Duties
from workflow.engine import event_fold
from workflow.engine.earlier_documents import KeptContent
from workflow.engine.results import Answer
from workflow.imports.drafts import commands as drafts
from workflow.imports.drafts.records import KeptChoices, KeptImporter, LineShown, Report
from workflow.imports.opening import Source
from workflow.imports.records import ImportChoices
from workflow.organisation import roster_drafts
from workflow.organisation.founding.answers import FoundingAnswers
from workflow.organisation.roster_drafts import KeptRosterChoices, RosterReport
from workflow.platform.models import Base
from workflow.snapshots.policies import RungRow
from workflow.words import Words

__all__ = ["kept", "owner"]

Plain = str | int | float | bool | None
# What a declaration or a journal entry names by key: texts and numbers, or lists and pairs of them.
Named = dict[str, Plain | list[Plain] | list[list[Plain]] | dict[str, Plain]]
SHAPES: dict[tuple[str, str], Any] = {
    ("items", "due_basis"): Basis,
    ("items", "duties"): Duties,
    ("items", "evidence"): list[EvidenceRecord],
    ("items", "data"): Named,
    ("items", "process"): RectificationProcess,
    ("item_spans", "data"): Named,
    ("item_spans", "process"): RectificationProcess,
    ("events", "changes"): dict[str, Any],  # column by column the shapes of ``items``, as below
    ("idempotency_keys", "answer"): Answer,
    ("earlier_documents", "content"): KeptContent,
    ("ladders", "rungs"): list[RungRow],
    ("approvals", "details"): ApprovalDetails,
    ("row_changes", "digests"): dict[str, str],
    ("imports", "choices"): ImportChoices,
    ("roster_drafts", "choices"): KeptRosterChoices,
    ("roster_drafts", "report"): RosterReport,
    ("imports", "counts"): dict[str, int],
    ("import_rows", "cells"): dict[str, str],
    ("import_rows", "brought"): dict[str, str],
    ("journal", "details"): Named,
    ("unit_changes", "details"): Named,
    ("register_entries", "data"): Named,
    ("import_drafts", "importer"): KeptImporter,
    ("import_drafts", "choices"): KeptChoices,
    ("import_drafts", "report"): Report,
    ("import_lines", "line"): LineShown,
    ("import_layouts", "columns"): dict[str, str],
    ("import_layouts", "values"): dict[str, dict[str, str]],
    ("first_runs", "answers"): FoundingAnswers,
    ("register_changes", "changes"): dict[str, list[Any]],  # what it was and what it is
}
COLUMNS = {column: shape for (table, column), shape in SHAPES.items() if table == "items"}


def test_every_structured_column_has_a_shape() -> None:
    columns = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, JSONB)
    }
    assert columns == SHAPES.keys()


@pytest.mark.usefixtures("cast")
def test_whatever_is_kept_keeps_to_its_shape(
    owner: psycopg.Connection[dict[str, Any]], cast: dict[str, Persona]
) -> None:
    Stage().one("problems", "closed")
    bring_in_a_ledger()
    wrong, seen = list[str](), set[tuple[str, str]]()
    for (table, column), shape in SHAPES.items():
        for value in values(owner, table, column):
            seen.add((table, column))
            wrong += faults(f"{table}.{column}", shape, value)
    for event in owner.execute("SELECT list_key, changes FROM events").fetchall():
        changes = event_fold.columns(event["list_key"], event["changes"])
        for column in changes.keys() & COLUMNS.keys():
            wrong += faults(f"events.changes.{column}", COLUMNS[column], changes[column])
    assert not wrong, "\n".join(sorted({*wrong})[:40])
    assert {("items", "process"), ("items", "due_basis"), ("journal", "details")} <= seen


def bring_in_a_ledger() -> None:
    """Have a ledger read and written by a draft, with its layout remembered."""
    source = Source("具体问题,甲,责任单位\n记录不全,补全,后勤处\n".encode(), "台账.csv")
    draft = drafts.upload(actor("coordinator"), source)
    chosen = {"columns": {"甲": "measures"}, "values": {"units": {"后勤处": "第一党支部"}}}
    drafts.write(actor("coordinator"), drafts.choose(actor("coordinator"), draft, chosen))
    roster = Source("姓名,单位,邮箱\n赵新,第一党支部,not a mail\n".encode(), "花名册.csv")
    kept = roster_drafts.upload(actor("system-admin"), roster)
    roster_drafts.choose(actor("system-admin"), kept.id, "", {"邮箱": "text"})


def values(owner: psycopg.Connection[dict[str, Any]], table: str, column: str) -> Iterator[Any]:
    query = f"SELECT DISTINCT {column} AS value FROM {table} WHERE {column} IS NOT NULL"
    for row in owner.execute(query.encode()):
        yield row["value"]


def faults(where: str, shape: Any, value: Any) -> Iterator[str]:
    """Yield what of a value is not as its shape, names that the shape does not know included."""
    if is_typeddict(shape):
        yield from of_record(where, shape, value)
    elif (origin := get_origin(shape)) in (Union, UnionType):
        if all(list(faults(where, one, value)) for one in get_args(shape)):
            yield f"{where}: {value!r} is none of {shape}"
    elif origin is Literal:
        if value not in get_args(shape):
            yield f"{where}: {value!r} is none of {get_args(shape)}"
    elif origin in (list, dict):
        yield from of_collection(where, shape, value)
    elif shape is Words:
        yield from faults(where, list[str], value)
    elif shape is not Any and type(value) is not (shape or NoneType):
        yield f"{where}: {value!r} is no {shape}"


def of_record(where: str, shape: Any, value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: {value!r} is no {shape.__name__}"
        return
    hints, told = get_type_hints(shape), get_type_hints(shape, include_extras=True)
    left_out = {key for key, hint in told.items() if get_origin(hint) is NotRequired}
    for key in shape.__required_keys__ - left_out - value.keys():
        yield f"{where}: without {key}"
    for key, inner in value.items():
        yield from (
            faults(f"{where}.{key}", hints[key], inner)
            if key in hints
            else [f"{where}: {key} is not in {shape.__name__}"]
        )


def of_collection(where: str, shape: Any, value: Any) -> Iterator[str]:
    if not isinstance(value, get_origin(shape)):
        yield f"{where}: {value!r} is no {shape}"
        return
    inside = get_args(shape)[-1]
    for one in value.values() if isinstance(value, dict) else value:
        yield from faults(where, inside, one)


def test_a_value_of_another_shape_is_found() -> None:
    piece = {"sha256": "x", "name": "x", "media_type": "x", "size": 1, "kind": "photo", "by": None,
             "at": "", "round": 1}  # fmt: skip
    assert not list(faults("", list[EvidenceRecord], [piece]))
    for other in (piece | {"size": "1"}, piece | {"kind": "film"}, piece | {"more": 1}, {}, None):
        assert list(faults("", list[EvidenceRecord], [other]))
