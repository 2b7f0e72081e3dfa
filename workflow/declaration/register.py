"""A register: fields, rights and guards, the source of page, form, list, API and history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from workflow.declaration.field import Field
from workflow.declaration.guards import FIRST, LAST, UNIT, Guard, named_of
from workflow.declaration.rights import Entitlement, Right
from workflow.declaration.rules import Actor
from workflow.errors import BadDeclaration
from workflow.platform import Connection
from workflow.words import Words

Act = Literal["add", "change", "end"]
ACTS: dict[Act, Words] = {
    "add": Words("登记", "Add"), "change": Words("修改", "Change"), "end": Words("结束", "End"),
}  # fmt: skip
REASON = Field("reason", Words("理由", "Reason"), "long", limit=500)
_UNIT = Field(UNIT, Words("单位", "Unit"), "unit", filtered=True)
_FIRST = Field(
    FIRST, Words("自", "From"), "date", listed=True, help=Words("含当日", "this day is included")
)
_LAST = Field(
    LAST, Words("至", "To"), "date", listed=True, help=Words("含当日", "this day is included")
)
_UNTIL_NOTICE = Words("含当日；不填为长期有效", "included; empty: until further notice")
_OPEN = replace(_LAST, required=False, help=_UNTIL_NOTICE)
_ENDS = Field(LAST, Words("最后一日（不填为今天）", "Last day (today if empty)"), "date", False)
# What a form or a filter has beside its fields.
_RESERVED = frozenset({"comment", "version", "key", "csrf_token", "proof", "after", "q", "state"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """An entry of a register as stored."""

    id: str
    unit_id: int | None
    path: str
    unit: Words | None
    values: Mapping[str, Any]  # of the declared fields, typed
    valid_from: date
    valid_to: date | None
    version: int
    made_at: datetime
    made_by: str

    def is_current(self, day: date) -> bool:
        """Say whether the entry holds on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def is_over(self, day: date) -> bool:
        """Say whether the entry has ended before ``day``."""
        return self.valid_to is not None and self.valid_to < day

    def is_open(self, day: date) -> bool:
        """Say whether the entry has not ended by ``day``, and can be ended."""
        return self.valid_to is None or self.valid_to > day

    @property
    def all_values(self) -> dict[str, Any]:
        """The fields with the unit and the days, as guards and forms know them."""
        beside = {UNIT: self.unit_id, FIRST: self.valid_from, LAST: self.valid_to}
        return {**self.values, **{key: value for key, value in beside.items() if value is not None}}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChange:
    """The context of a change: the transaction, the actor, and the present time."""

    connection: Connection
    actor: Actor
    now: datetime
    today: date


class Store:
    """The storage of a register's entries: the common table, or a table of its own.

    ``rows`` is the relation of all entries visible to an actor, with the columns of
    ``RegisterEntry``; listing, filters, pages and history are the same for every store.
    """

    def rows(self, register: Register, actor: Actor | None) -> tuple[str, dict[str, Any]]:
        """Return a SELECT of the entries readable by the actor (all for ``None``), with values."""
        raise NotImplementedError

    def allows(self, _actor: Actor, _entry: RegisterEntry, _act: Act, /) -> bool:
        """Say whether the actor, with the right, may do the act to the given entry."""
        return True

    def gives(self, _made: RegisterChange, /) -> dict[str, Any]:
        """Return the values of a new entry besides the form's values."""
        return {}

    def add(self, made: RegisterChange, register: Register, values: Mapping[str, Any], /) -> str:
        """Write a new entry; return its id."""
        raise NotImplementedError

    def change(
        self, made: RegisterChange, register: Register, entry: RegisterEntry,
        values: Mapping[str, Any], /,
    ) -> None:  # fmt: skip
        """Write an entry anew."""
        raise NotImplementedError

    def end(
        self, made: RegisterChange, register: Register, entry: RegisterEntry, last: date,
        reason: str, /,
    ) -> None:  # fmt: skip
        """End an entry with a last day."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """The form of an act."""

    fields: tuple[Field, ...]
    comment_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register: a single file of declarations. The first field names an entry."""

    key: str
    words: Words
    one: Words  # what an entry is called
    fields: tuple[Field, ...]
    read: Entitlement
    keep: Entitlement
    guards: tuple[Guard, ...] = ()
    given: tuple[Field, ...] = ()  # what its store adds to what is filled in
    acts: tuple[Act, ...] = ("add", "change", "end")
    note: Words | None = None  # what it is for, above the list
    of_units: bool = True  # each entry belongs to a unit
    open_ended: bool = True  # an entry may have no last day
    ends_at_once: bool = False  # nothing is asked, and from today on it holds no more
    notes_itself: bool = False  # its store writes into the journal what happened
    in_menu: bool = True
    english: str = ""  # key of the field with the name in English, where the first has the Chinese
    store: Store | None = None  # none: the common table

    def __post_init__(self) -> None:
        self._check_names()
        for field in (*self.fields, *self.given):
            field.check(self.key)
        known = {field.key for field in self.columns} | {UNIT}
        for guard in self.guards:
            if unknown := {*(guard.per or ())} - known:
                raise BadDeclaration(f"{self.key}: a guard names no field: {sorted(unknown)}")
            guard.words(self.named)

    @property
    def rights(self) -> tuple[Entitlement, Entitlement]:
        """The rights to read and to keep the register."""
        return self.read, self.keep

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns of the register's sheet: all fields of an entry, in order."""
        last = _OPEN if self.open_ended else _LAST
        unit = (_UNIT,) if self.of_units else ()
        return (*unit, *self.fields, *self.given, _FIRST, last)

    @property
    def filters(self) -> tuple[Field, ...]:
        """The fields with filters of the register's list."""
        return tuple(field for field in self.columns if field.filtered and field.key != UNIT)

    @property
    def listed(self) -> tuple[Field, ...]:
        """The columns of the register's list."""
        return tuple(field for field in self.columns if field.listed)

    def form(self, act: Act) -> RegisterForm:
        """Return the form of an act."""
        if act == "end":
            return RegisterForm(() if self.ends_at_once else (_ENDS, REASON))
        return RegisterForm(tuple(field for field in self.columns if field not in self.given))

    def named(self, key: str) -> Words:
        """Return the name of a field for a sentence."""
        return named_of((*self.fields, *self.given))(key)

    def demands(self) -> Iterator[Words]:
        """Yield the demands of the guards as sentences."""
        return (guard.words(self.named) for guard in self.guards)

    def _reaches(self) -> set[str]:
        """Return the reaches of the rights declared here; a pack answers for those named."""
        return {right.reach for right in self.rights if isinstance(right, Right)}

    def _check_names(self) -> None:
        keys = [field.key for field in (*self.fields, *self.given)]
        for name in (self.key, *keys):
            if not (name.isascii() and name.isidentifier()):
                raise BadDeclaration(f"{self.key}: {name!r} is no name")
        if not keys or len({*keys}) != len(keys):
            raise BadDeclaration(f"{self.key}: it needs fields, each declared once")
        if taken := {*keys} & (_RESERVED | {UNIT, FIRST, LAST}):
            raise BadDeclaration(f"{self.key}: every form has {sorted(taken)[0]!r} already")
        if not self.of_units and "below" in self._reaches():
            raise BadDeclaration(f"{self.key}: without units no right reaches below one")
        if {*self.acts} - {*ACTS}:
            raise BadDeclaration(f"{self.key}: there is no such act")
