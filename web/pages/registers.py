"""Every register: the list with filters, an entry with history, and the forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import drafts, step_up
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, form_keys, listed_faults
from web.forms.register_forms import filter_inputs, register_inputs, stands_in, typed
from web.languages import language, say
from web.sheets import asked_form, asked_layout, sent
from workflow.declaration import ACTS, Act, Register, RegisterEntry, pack
from workflow.errors import NO_PAGE, BadInput, KeyReused, NotFound, StaleItem, WorkflowError
from workflow.queries.exports.own_layouts import layouts
from workflow.registers import commands, every_register, queries
from workflow.registers.commands import KeptEntry
from workflow.registers.conditions import STATES, RegisterFilter
from workflow.registers.export import RegisterWish, printed
from workflow.registers.export import export as exported
from workflow.registers.history import act_of, field_changes, mentioned
from workflow.registers.names import EntryNames, names, shown, title
from workflow.words import Words

blueprint = Blueprint("registers", __name__, url_prefix="/registers/<key>")
ROWS = 50
_BESIDE = ("after", "form", "layout")  # what an address has beside filters
Work = Callable[[Filled], KeptEntry]


@blueprint.get("")
def show(key: str) -> str:
    """Show a page of a register."""
    register = queries.register_of(actor(), key)
    given = _given()
    here: dict[str, Any] = {**given, "key": key}
    found = queries.page(
        actor(), register, _filter(register, given), request.args.get("after"), ROWS
    )
    named = names(actor(), register, [one.all_values for one in found.entries])
    return render_template(
        "register.html",
        register=register,
        rows=[_row(register, one, named) for one in found.entries],
        given=given,
        inputs=filter_inputs(register, given),
        states=STATES,
        today=found.today,
        layouts=[layout.name for layout in layouts()],
        may_add="add" in register.acts and register.keep.held_by(actor()),
        next=url_for(".show", **here, after=found.next) if found.next else None,
        first=url_for(".show", **here) if request.args.get("after") else None,
    )


@blueprint.get("/export")
def export(key: str) -> Response:
    """Send a register as filtered as a file."""
    register = queries.register_of(actor(), key)
    return sent(lambda: exported(actor(), register, _wish(register)))


@blueprint.get("/print")
def paper(key: str) -> str:
    """Show a register as filtered as one table, to be printed."""
    register = queries.register_of(actor(), key)
    table = printed(actor(), register, _wish(register))
    here: dict[str, Any] = {**_given(), "key": key}
    return render_template("printed.html", table=table, back=url_for(".show", **here))


@blueprint.get("/add")
def add_form(key: str) -> AnyResponse | str:
    """Show the form of a new entry; the address may hold initial values."""
    register = _kept(key, "add")
    if away := form_keys.named():
        return away
    asked = {field.key for field in register.columns}
    begun = {"valid_from": queries.today().isoformat()}
    begun |= {name: value for name, value in request.args.items() if name in asked}
    return _form(register, "add", Filled(begun, key=form_keys.key()))


@blueprint.post("/add")
def add(key: str) -> AnyResponse:
    """Add an entry, or show the form again with the reason and the entered values."""
    register = _kept(key, "add")

    def work(filled: Filled) -> KeptEntry:
        given = typed(register, filled.values)
        return commands.add(actor(), register, given, filled.idempotency_key())

    return _carried_out(register, "add", None, work)


@blueprint.get("/<entry_id>")
def entry(key: str, entry_id: str) -> str:
    """Show an entry with its history."""
    register = queries.register_of(actor(), key)
    found, changes = queries.entry(actor(), register, entry_id)
    values = [found.all_values, *mentioned(register, changes)]
    named = names(actor(), register, values, (change.actor_id for change in changes))
    return render_template(
        "register_entry.html",
        register=register,
        entry=found,
        title=title(register, found.values, named),
        facts=list(shown(register, found.all_values, named)),
        changes=[(one, act_of(one), [*field_changes(register, one, named)]) for one in changes],
        links=_links(register, found),
        who=named,
        today=queries.today(),
        acts=_open_acts(register, found),
    )


@blueprint.get("/<entry_id>/<act>")
def form(key: str, entry_id: str, act: Act) -> str:
    """Show the form to change or end an entry."""
    register = _kept(key, act)
    found, _ = queries.entry(actor(), register, entry_id)
    register.keep.demand(actor(), found.path)
    begun = stands_in(found.all_values) if act == "change" else {}
    return _form(register, act, Filled(begun, version=found.version), found)


@blueprint.post("/<entry_id>/<act>")
def keep(key: str, entry_id: str, act: Act) -> AnyResponse:
    """Change or end an entry, or show the form again with the reason."""
    register = _kept(key, act)
    found, _ = queries.entry(actor(), register, entry_id)
    work = commands.end if act == "end" else commands.change

    def kept(filled: Filled) -> KeptEntry:
        version = filled.demand_version()
        given = typed(register, filled.values)
        return work(actor(), register, entry_id, given, version, filled.idempotency_key())

    return _carried_out(register, act, found, kept)


def _kept(key: str, act: str) -> Register:
    """Return a register kept by the person, for a declared act.

    Raises ``NotFound`` for an undeclared act, and as the rights of the register demand.
    """
    register = queries.register_of(actor(), key)
    if act not in register.acts:
        raise NotFound(NO_PAGE)
    register.keep.demand(actor())
    return register


def _carried_out(
    register: Register, act: Act, found: RegisterEntry | None, work: Work
) -> AnyResponse:
    filled = Filled.sent()
    try:
        step_up.prove(register.keep)
        kept = work(filled)
    except NotFound:
        raise
    except WorkflowError as error:
        return _again(register, act, filled, found, error)
    drafts.done(_told(act, kept))
    return redirect(url_for(".entry", key=register.key, entry_id=kept.id), 303)


def _again(
    register: Register, act: Act, filled: Filled, found: RegisterEntry | None, error: WorkflowError
) -> AnyResponse:
    """Show the form with the reason, under a new key where the key was used, and up to date."""
    if isinstance(error, KeyReused):
        filled.key, error = form_keys.fresh(), form_keys.sent_before(error)
    filled.note(error)
    if isinstance(error, StaleItem) and found:
        filled.version = found.version
    return make_response(_form(register, act, filled, found, error), status_of(error))


def _told(act: Act, kept: KeptEntry) -> str:
    if kept.replayed:
        return str(gettext("You sent this form before: it was carried out then, and only once."))
    return str(gettext("Done: %(what)s.", what=say(ACTS[act])))


def _form(
    register: Register, act: Act, filled: Filled, found: RegisterEntry | None = None,
    error: WorkflowError | None = None,
) -> str:  # fmt: skip
    named = names(actor(), register, [found.all_values] if found else [])
    return render_template(
        "register_form.html",
        register=register,
        act=ACTS[act],
        entry=found,
        title=title(register, found.values, named) if found else register.one,
        inputs=register_inputs(register, act, filled),
        filled=filled,
        key=filled.key or form_keys.fresh(),
        unproved=step_up.needed(register.keep),
        error=error,
        faults=listed_faults(register.form(act), filled),
    )


def _given() -> dict[str, str]:
    """Return the filters in the address."""
    return {name: value for name, value in request.args.items() if value and name not in _BESIDE}


def _wish(register: Register) -> RegisterWish:
    return RegisterWish(
        sought=_filter(register, _given()),
        form=asked_form(),
        language=language(),
        layout=asked_layout(),
    )


def _filter(register: Register, given: dict[str, str]) -> RegisterFilter:
    """Return the filter in the address; its values are checked by the domain."""
    try:
        values = typed(register, given)
    except BadInput as refusal:
        raise BadInput(next(iter(refusal.fields.values()))) from None
    unit = values.get("unit", "")
    return RegisterFilter(
        q=given.get("q", "").strip(),
        state=given.get("state", "current"),
        unit_id=int(unit) if unit.isdecimal() and len(unit) < 10 else None,
        fields={one.key: values[one.key] for one in register.filters if values.get(one.key)},
    )


def _row(register: Register, one: RegisterEntry, named: EntryNames) -> dict[str, Any]:
    reads = {field.key: words for field, words in shown(register, one.all_values, named)}
    return {"entry": one, "title": title(register, one.values, named), "reads": reads}


def _links(register: Register, found: RegisterEntry) -> dict[str, str]:
    """Return the addresses of the entries and items that an entry refers to, by field."""
    links = {}
    for field in register.fields:
        value = found.values.get(field.key)
        if value is not None and field.of in every_register():
            links[field.key] = url_for(".entry", key=field.of, entry_id=value)
        elif value is not None and field.of in pack().lists:
            links[field.key] = url_for("items.item", number=value)
    return links


def _open_acts(register: Register, found: RegisterEntry) -> list[tuple[Act, Words]]:
    acts = [act for act in register.acts if act != "add"]
    if not register.keep.held_by(actor(), found.path):
        return []
    store, today = queries.store_of(register), queries.today()
    return [
        (act, ACTS[act])
        for act in acts
        if (act != "end" or found.is_open(today)) and store.allows(actor(), found, act)
    ]
