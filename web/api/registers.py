"""``/registers``: the registers and their entries: list, read, add, change, end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from flask import url_for
from pydantic import ConfigDict, Field

from web.api import declared, keys, said, versions
from web.api.blueprint import blueprint
from web.api.bodies import Digits, Limit, OneOf, Plain, Sent
from web.api.declared import Told, Words
from web.api.items import next_page
from web.api.reading import declared_filters
from web.api.refusals import Malformed
from web.api.spec import REFUSED, answers, spec
from web.api.values import check_fields
from web.auth import actor
from web.step_up import demand_proof
from workflow.declaration import Act, Register, RegisterEntry
from workflow.errors import BadInput
from workflow.registers import commands, queries
from workflow.registers.commands import KeptEntry
from workflow.registers.conditions import STATES, RegisterFilter
from workflow.registers.queries import EntryChange

_VISIBLE = "^[^\\x00-\\x1f\\x7f-\\x9f]*$"


class EntriesFilter(Sent):
    """The filter of a register; each filtered field is a parameter, too."""

    model_config = ConfigDict(extra="allow")

    q: Annotated[str, Field(max_length=200, pattern=_VISIBLE)] = ""
    state: Annotated[str, OneOf(tuple(STATES))] = "current"
    unit: Annotated[int, Field(ge=1, lt=2**31), Digits] | None = None


class RegisterQuery(EntriesFilter):
    """The filter of a register, and a page of it."""

    after: Annotated[str, Field(max_length=200)] | None = None
    limit: Limit = 50


class EntryForm(Sent):
    """The fields of an entry; ``GET /registers`` declares the fields of each register."""

    fields: dict[str, Plain] = Field(default_factory=dict)


class DeclaredRegister(Told):
    """A register as declared: fields, rights, and demands on its entries."""

    key: str
    words: Words
    one: Words
    acts: list[str]
    fields: list[declared.Field]
    read: str  # the keys of its rights, which ``GET /rights`` tells
    keep: str
    demands: list[Words]


class RegistersPage(Told):
    """The registers readable by the account."""

    registers: list[DeclaredRegister]


class Entry(Told):
    """An entry of a register; ``fields`` are the declared fields, with the unit and the days."""

    id: str
    register_key: str
    unit_id: int | None
    unit: Words | None
    fields: dict[str, Any]
    valid_from: date
    valid_to: date | None
    version: int
    made_at: datetime
    made_by: str


class EntriesPage(Told):
    """A page of entries, the newest first; ``next`` is the address of the next page."""

    entries: list[Entry]
    next: str | None


class EntryKept(Told):
    """The entry added, changed or ended, and its present version."""

    id: str
    version: int


class FieldChanged(Told):
    """A field's value before and after."""

    field: str
    was: Any
    now: Any


class EntryChanged(Told):
    """A change of an entry: author, time, and changed fields."""

    version: int
    act: str
    at: datetime
    actor: str
    reason: str
    changes: list[FieldChanged]


class EntryHistory(Told):
    """The history of an entry, the newest change first."""

    changes: list[EntryChanged]


@blueprint.get("/registers")
@spec.validate(resp=answers(RegistersPage), tags=["registers"], operation_id="registers")
def registers() -> RegistersPage:
    """Return every register readable by the account, with the fields of its forms."""
    return RegistersPage(registers=[_declared(one) for one in queries.registers(actor())])


@blueprint.get("/registers/<register>")
@spec.validate(resp=answers(EntriesPage, 404), tags=["registers"], operation_id="entries")
def entries(register: str, query: RegisterQuery) -> EntriesPage:
    """Return a page of a register, newest first, limited to entries visible to the account."""
    asked = queries.register_of(actor(), register)
    try:
        page = queries.page(actor(), asked, sought_by(query, asked), query.after, query.limit)
    except BadInput as error:
        raise Malformed(error.words) from error
    after = next_page(after=page.next) if page.next else None
    return EntriesPage(entries=[_entry(asked, one) for one in page.entries], next=after)


@blueprint.post("/registers/<register>")
@spec.validate(
    resp=answers(EntryKept, *REFUSED, status=201), tags=["registers"], operation_id="add_entry"
)
def add_entry(register: str, json: EntryForm) -> tuple[EntryKept, int, dict[str, str]]:
    """Add an entry to a register."""
    asked = _asked(register, "add", json)
    added = commands.add(actor(), asked, json.fields, keys.key_for(json.model_dump()))
    where = url_for("api.entry", register=register, entry=added.id)
    return EntryKept(id=added.id, version=added.version), 201, _told(added) | {"Location": where}


@blueprint.get("/registers/<register>/<entry>")
@spec.validate(resp=answers(Entry, 404), tags=["registers"], operation_id="entry")
def entry(register: str, entry: str) -> tuple[Entry, int, dict[str, str]]:
    """Return an entry of a register."""
    asked = queries.register_of(actor(), register)
    row, _ = queries.entry(actor(), asked, entry)
    return _entry(asked, row), 200, {"ETag": versions.tag(row.version)}


@blueprint.get("/registers/<register>/<entry>/changes")
@spec.validate(resp=answers(EntryHistory, 404), tags=["registers"], operation_id="entry_changes")
def entry_changes(register: str, entry: str) -> EntryHistory:
    """Return the changes of an entry, with author and time."""
    _, changes = queries.entry(actor(), queries.register_of(actor(), register), entry)
    return EntryHistory(changes=[_change(one) for one in changes])


@blueprint.post("/registers/<register>/<entry>/change")
@spec.validate(
    resp=answers(EntryKept, *REFUSED, 412), tags=["registers"], operation_id="change_entry"
)
def change_entry(
    register: str, entry: str, json: EntryForm
) -> tuple[EntryKept, int, dict[str, str]]:
    """Change an entry; with If-Match only if the entry is unchanged since the reading."""
    asked = _asked(register, "change", json)
    key = keys.key_for(json.model_dump())
    changed = commands.change(actor(), asked, entry, json.fields, versions.demanded(), key)
    return EntryKept(id=changed.id, version=changed.version), 200, _told(changed)


@blueprint.post("/registers/<register>/<entry>/end")
@spec.validate(resp=answers(EntryKept, *REFUSED, 412), tags=["registers"], operation_id="end_entry")
def end_entry(register: str, entry: str, json: EntryForm) -> tuple[EntryKept, int, dict[str, str]]:
    """End an entry with a last day, by default today; the entry stays in the register."""
    asked = _asked(register, "end", json)
    key = keys.key_for(json.model_dump())
    ended = commands.end(actor(), asked, entry, json.fields, versions.demanded(), key)
    return EntryKept(id=ended.id, version=ended.version), 200, _told(ended)


def sought_by(query: EntriesFilter, register: Register) -> RegisterFilter:
    """Return the filter of a register in the address.

    Raises ``Malformed`` (400) for a parameter that is no filter of the register.
    """
    fields = declared_filters(query, register.filters)
    return RegisterFilter(q=query.q, state=query.state, unit_id=query.unit, fields=fields)


def _asked(key: str, act: Act, json: EntryForm) -> Register:
    """Return the register to be written, after checks of right, scope and JSON types.

    Raises ``NotFound``, ``NotPermitted``, ``NotProved`` or ``BadInput``.
    """
    register = queries.register_of(actor(), key)
    register.keep.demand(actor())
    demand_proof(register.keep)
    check_fields(register.form(act).fields, json.fields)
    return register


def _told(kept: KeptEntry) -> dict[str, str]:
    replayed = {keys.REPLAYED: "true"} if kept.replayed else {}
    return {"ETag": versions.tag(kept.version)} | replayed


def _declared(register: Register) -> DeclaredRegister:
    return DeclaredRegister(
        key=register.key,
        words=said.words(register.words),
        one=said.words(register.one),
        acts=list(register.acts),
        fields=said.fields(register.form("add")),
        read=register.read.key,
        keep=register.keep.key,
        demands=[said.words(words) for words in register.demands()],
    )


def _entry(register: Register, found: RegisterEntry) -> Entry:
    return Entry(
        id=found.id,
        register_key=register.key,
        unit_id=found.unit_id,
        unit=said.maybe(found.unit),
        fields=dict(found.values),
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        version=found.version,
        made_at=found.made_at,
        made_by=found.made_by,
    )


def _change(change: EntryChange) -> EntryChanged:
    changed = (
        FieldChanged(field=key, was=pair[0], now=pair[1]) for key, pair in change.changes.items()
    )
    return EntryChanged(
        version=change.version,
        act=change.act,
        at=change.at,
        actor=change.actor_name,
        reason=change.reason,
        changes=list(changed),
    )
