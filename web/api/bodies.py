"""The bodies and queries of requests: nothing is cast, and undeclared names are refused."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from workflow import queries
from workflow.declaration import pack
from workflow.platform.sheets.table import SHEET_FORMATS, SheetFormat
from workflow.queries.list_columns import GROUPS
from workflow.queries.listing import MOST

MOST_DECISIONS = 1000
LONGEST_NUMBER = MOST_STATES = 40
MOST_COLUMNS = 60


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, bool):
        return value
    if type(value) is list and all(type(one) is str for one in value):
        return value
    raise PydanticCustomError(
        "plain_type", "must be a text, a whole number, an array of texts, true or null"
    )


def _digits(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    raise PydanticCustomError("int_type", "must be a whole number")


def _flag(value: Any) -> bool:
    if value in ("true", "false", "1", "0"):
        return bool(value in ("true", "1"))
    raise PydanticCustomError("flag", "must be true or false")


def _day(value: Any) -> date:
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise PydanticCustomError("day", "must be a day such as 2026-12-31")


def _moment(value: Any) -> datetime:
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}T[^T ]+", value):
        with suppress(ValueError):
            moment = datetime.fromisoformat(value)
            if moment.tzinfo and 1900 <= moment.year <= 2199:
                return moment
    raise PydanticCustomError("moment", "must be an instant with its zone")


def several(value: Any) -> Any:
    """Return the values of a query, given with commas between them or each by itself."""
    return value.split(",") if isinstance(value, str) else value


@dataclass(frozen=True)
class OneOf:
    """A key out of fixed keys, or of the pack's keys of a kind, known once the pack is."""

    of: tuple[str, ...] | str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, *_: Any) -> dict[str, Any]:
        keys = {KEYS_OF: self.of} if isinstance(self.of, str) else {"enum": list(self.of)}
        return {"type": "string", **keys}

    def _check(self, value: str) -> str:
        keys = keys_of(self.of) if isinstance(self.of, str) else self.of
        if value not in keys:
            choices = {"keys": ", ".join(keys)}
            raise PydanticCustomError("one_of", "must be one of {keys}", choices)
        return value


KEYS_OF = "x-keys-of"  # stands for the keys in the models, and is replaced in the document


def keys_of(kind: str) -> tuple[str, ...]:
    """Return the keys of the pack: lists, states with "open", relations, or severities."""
    if kind == "states":
        states = dict.fromkeys(state.key for t in pack().lists.values() for state in t.states)
        return ("open", *states)
    kinds = {"lists": pack().lists, "relations": pack().relations, "severities": pack().severities}
    return tuple(kinds[kind])


Plain = Annotated[
    Any,
    BeforeValidator(_plain),
    WithJsonSchema(
        {"type": ["string", "integer", "boolean", "array", "null"], "items": {"type": "string"}}
    ),
]


ListKey = Annotated[str, OneOf("lists")]
State = Annotated[str, OneOf("states")]
States = Annotated[
    list[State], Field(min_length=1, max_length=MOST_STATES), BeforeValidator(several)
]
Severity = Annotated[str, OneOf("severities")]
Colour = Annotated[str, OneOf(tuple(queries.COLOURS))]
Sort = Annotated[str, Field(max_length=60, pattern="^-?[A-Za-z_][A-Za-z0-9_]*$")]
Group = Annotated[str, OneOf(tuple(GROUPS))]
Relation = Annotated[str, OneOf("relations")]
Key = Annotated[str, Field(max_length=60, pattern="^[A-Za-z_][A-Za-z0-9_]*$")]
Keys = Annotated[list[Key], Field(min_length=1, max_length=MOST_COLUMNS), BeforeValidator(several)]
SheetForm = Annotated[SheetFormat, OneOf(SHEET_FORMATS)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Digits = BeforeValidator(_digits)  # behind the limits, which the document would lose otherwise
HandedIn = Literal["any", "in_time", "late"]
Flag = Annotated[bool, BeforeValidator(_flag)]
VISIBLE = "^[^\\x00-\\x1f\\x7f-\\x9f]*$"
_TWO_LETTERS = VISIBLE.replace("*$", "*[0-9A-Za-z\\u4e00-\\u9fff]{2}") + VISIBLE[1:]


Id = Annotated[int, Field(ge=1, lt=2**31), Digits]
Limit = Annotated[int, Field(ge=1, le=MOST), Digits]
Before = Annotated[int, Field(ge=1, lt=2**63), Digits]


class Sent(BaseModel):
    """The base of every request."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    with_files: ClassVar[bool] = False  # whether it may also come as a part beside files


class Move(Sent):
    """The fields and the comment of a move; ``GET /lists`` declares the fields of each move."""

    with_files = True

    fields: dict[str, Plain] = {}
    comment: str = ""


MOST_PARTS = 20  # of a new item


class Part(Sent):
    """An item of another list, raised together with the item it hangs on."""

    list: ListKey
    fields: dict[str, Plain] = {}
    comment: str = ""


Parts = Annotated[list[Part], Field(max_length=MOST_PARTS)]


class NewItem(Sent):
    """An item to be raised, with or without a parent item, with or without its own parts."""

    list: ListKey
    fields: dict[str, Plain] = {}
    comment: str = ""
    parent: Annotated[str, Field(max_length=LONGEST_NUMBER)] | None = None
    parts: Parts = []


class Decision(Sent):
    """A move of many; ``version`` demands that the item is unchanged since the reading."""

    number: Annotated[str, Field(max_length=LONGEST_NUMBER)]
    trigger: Annotated[str, Field(max_length=LONGEST_NUMBER)]
    fields: dict[str, Plain] = {}
    comment: str = ""
    version: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class DecisionsBatch(Sent):
    """Many moves; each is carried out or refused alone."""

    decisions: Annotated[list[Decision], Field(min_length=1, max_length=MOST_DECISIONS)]


class ItemsFilter(Sent):
    """How a list is narrowed down and ordered; each field with a filter of the list is one, too.

    Both ends of a period are included, and ``updated_since``; ``due_before`` is not. ``sort`` is
    newest, oldest, due, updated, unit, title, severity, holder, state, waits_for, closed or the key
    of a field, and with a hyphen before it the other way round; orders but the first five are for
    10,000 items at most, as is ``group``. ``columns`` name the fields of each line.
    """

    model_config = ConfigDict(extra="allow")

    q: Annotated[str, Field(max_length=200, pattern=VISIBLE)] = ""
    state: States | None = None
    severity: Severity | None = None
    unit: Id | None = None
    holder: Id | None = None
    raised_by: Id | None = None
    waits_for: Relation | None = None
    step: Key | None = None
    found_from: Day | None = None
    found_to: Day | None = None
    due_from: Day | None = None
    due_to: Day | None = None
    due_before: Day | None = None
    closed_from: Day | None = None
    closed_to: Day | None = None
    moved: Key | None = None
    left: Key | None = None
    moved_from: Day | None = None
    moved_to: Day | None = None
    left_late: Flag = False
    handed_in: HandedIn | None = None
    again: Flag = False
    as_of: Day | Moment | None = None
    updated_since: Moment | None = None
    overdue: Flag = False
    continuing: Flag = False
    mine: Flag = False
    colour: Colour | None = None
    sort: Sort = "newest"
    group: Group | None = None
    columns: Keys | None = None


class ItemsQuery(ItemsFilter):
    """How a list is narrowed down; ``after`` comes from the ``next`` link of a page."""

    list: ListKey = "problems"
    after: Annotated[str, Field(max_length=200)] | None = None
    limit: Limit = 50


class SheetQuery(Sent):
    """The form of a sheet, and the organisation's own layout for a workbook."""

    form: SheetForm = "xlsx"
    layout: Annotated[str, Field(max_length=100, pattern=VISIBLE)] = ""


class ItemsSheet(ItemsFilter, SheetQuery):
    """The filter of a list and the form of the sheet."""

    list: ListKey = "problems"
    photos: Flag = False


class LedgerSheet(ItemsFilter, SheetQuery):
    """The filter of the special ledger and the form of the sheet."""

    photos: Flag = False


class SearchQuery(Sent):
    """The words, each of which has to be there; one at least of two characters."""

    q: Annotated[str, Field(max_length=200, pattern=_TWO_LETTERS)]


class InboxQuery(Sent):
    """The page of notices: older than ``before``, a number from the ``next`` link of a page."""

    before: Before | None = None
    limit: Limit = 50


class RecordQuery(Sent):
    """The page of entries: older than ``before``, a number from the ``next`` link of a page."""

    before: Before | None = None


class Evidence(Sent):
    """The parts of a form with evidence; ``shows`` is a kind for all files, or one for each."""

    file: list[Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})]]
    shows: list[str] = Field(default_factory=list)
    comment: str = ""
