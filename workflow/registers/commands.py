"""Add, change and end entries: the single path to write a register.

The keeper's right is checked for the unit, the form is read by its declaration, the guards look at
the entry and at the entries for comparison, and the change is noted in the history and in the
journal: all in one transaction, one after the other for each register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from workflow import journal
from workflow.declaration import (
    CHECK,
    LAST,
    UNIT,
    Act,
    Actor,
    Case,
    Guard,
    Register,
    RegisterChange,
    RegisterEntry,
    fields,
)
from workflow.engine import idempotency
from workflow.engine.idempotency import Key
from workflow.engine.loading import read_now
from workflow.engine.results import Answer
from workflow.engine.unit_of_work import STALE
from workflow.errors import NO_PAGE, BadInput, CodedWords, NotFound, NotPossible, StaleItem
from workflow.journal.register_history import differences, record_change
from workflow.platform import connect, settings
from workflow.registers.queries import alike, find, store_of
from workflow.registers.references import UnitPlace, check_references, place_of
from workflow.words import Words

_ENDED = Words("这一条已于{day}结束。", "This entry ended on {day} already.")
_TOO_EARLY = CodedWords(
    "不能早于生效日期{day}", "it cannot end before it begins, on {day}", "too_early"
)
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('register'), hashtext(%s))"


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """The result of a change; ``replayed`` where an earlier request with the same key made it."""

    id: str
    version: int
    replayed: bool = False


class _MadeBefore(Exception):
    """An equal request was quicker; the rows written by the present one are rolled back."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def add(
    actor: Actor, register: Register, given: Mapping[str, object], key: Key | None = None,
    now: datetime | None = None,
) -> KeptEntry:  # fmt: skip
    """Add an entry.

    Raises ``NotFound`` or ``NotPermitted`` without the right, ``BadInput`` with every wrong field.
    """
    _offered(actor, register, "add")
    return _once(actor, register, key, lambda made: _add(made, register, given), now)


def change(
    actor: Actor, register: Register, entry_id: str, given: Mapping[str, object],
    version: int | None = None, key: Key | None = None, now: datetime | None = None,
) -> KeptEntry:  # fmt: skip
    """Change an entry.

    Raises as ``add`` does, and ``StaleItem`` where the entry has another ``version``.
    """
    _offered(actor, register, "change")

    def changed(made: RegisterChange) -> KeptEntry:
        before = _present(made, register, entry_id, version, "change")
        return _change(made, register, before, given)

    return _once(actor, register, key, changed, now)


def end(
    actor: Actor, register: Register, entry_id: str, given: Mapping[str, object],
    version: int | None = None, key: Key | None = None, now: datetime | None = None,
) -> KeptEntry:  # fmt: skip
    """End an entry with a last day, by default today; the entry stays in the register.

    Raises as ``change`` does.
    """
    _offered(actor, register, "end")

    def ended(made: RegisterChange) -> KeptEntry:
        before = _present(made, register, entry_id, version, "end")
        return _end(made, register, before, given)

    return _once(actor, register, key, ended, now)


def _offered(actor: Actor, register: Register, act: Act) -> None:
    if not register.read.held_by(actor) or act not in register.acts:
        raise NotFound(NO_PAGE)
    register.keep.demand(actor)


def _once(
    actor: Actor, register: Register, key: Key | None, work: Callable[[RegisterChange], KeptEntry],
    moment: datetime | None,
) -> KeptEntry:  # fmt: skip
    """Carry out a change in a transaction; a repeated request returns the first result."""
    with connect() as connection:
        try:
            with connection.transaction():
                connection.execute(_LOCK, [register.key])
                now = moment or read_now(connection)
                if key and (earlier := idempotency.earlier(connection, key)):
                    raise _MadeBefore(earlier)
                today = now.astimezone(settings().zone).date()
                made = RegisterChange(connection=connection, actor=actor, now=now, today=today)
                kept = work(made)
                answer: Answer = {"id": kept.id, "version": kept.version}
                twin = idempotency.claim(connection, key, answer, now) if key else None
                if twin:
                    raise _MadeBefore(twin)
                return kept
        except _MadeBefore as before:
            return KeptEntry(before.answer["id"], before.answer["version"], replayed=True)


def _add(made: RegisterChange, register: Register, given: Mapping[str, object]) -> KeptEntry:
    values, _ = fields.parse(register.form("add"), given, "", made.today)
    values |= store_of(register).gives(made)
    _demand(made, register, values, None)
    entry_id = store_of(register).add(made, register, values)
    return _record(made, register, entry_id, "add", differences({}, values))


def _change(
    made: RegisterChange, register: Register, before: RegisterEntry, given: Mapping[str, object]
) -> KeptEntry:
    values, _ = fields.parse(register.form("change"), given, "")
    changed = differences(before.all_values, values)
    if not changed:
        return KeptEntry(before.id, before.version)
    _demand(made, register, values, before)
    store_of(register).change(made, register, before, values)
    return _record(made, register, before.id, "change", changed)


def _end(
    made: RegisterChange, register: Register, before: RegisterEntry, given: Mapping[str, object]
) -> KeptEntry:
    values, _ = fields.parse(register.form("end"), given, "")
    last, reason = _last_day(made, register, before, values), values.get("reason", "")
    store_of(register).end(made, register, before, last, reason)
    changed = differences({LAST: before.valid_to}, {LAST: last})
    return _record(made, register, before.id, "end", changed, reason)


def _last_day(
    made: RegisterChange, register: Register, before: RegisterEntry, values: Mapping[str, Any]
) -> date:
    """Return the last day of an entry's end; an end at once means yesterday.

    Raises ``BadInput`` without a reason, ``NotPossible`` where the entry has ended before.
    """
    if register.ends_at_once:
        return made.today - timedelta(days=1)
    last: date = values.get(LAST, made.today)
    if not fields.is_reason(values["reason"]):
        raise BadInput(CHECK, {"reason": fields.REASON_NEEDED})
    if before.valid_to is not None and before.valid_to <= last:
        raise NotPossible(_ENDED.format(day=before.valid_to))
    if last < before.valid_from:
        raise BadInput(CHECK, {LAST: _TOO_EARLY.format(day=before.valid_from)})
    _demand(made, register, before.all_values | {LAST: last}, before)
    return last


def _present(
    made: RegisterChange, register: Register, entry_id: str, version: int | None, act: Act
) -> RegisterEntry:
    """Return the present entry; the keeper's right is checked for its present unit.

    Raises ``NotFound``, ``NotPermitted``, or ``StaleItem`` where the version differs.
    """
    found = find(made.connection, made.actor, register, entry_id)
    register.keep.demand(made.actor, found.path)
    if not store_of(register).allows(made.actor, found, act):
        raise NotFound(NO_PAGE)
    if version is not None and version != found.version:
        raise StaleItem(STALE)
    return found


def _demand(
    made: RegisterChange, register: Register, values: Mapping[str, Any],
    before: RegisterEntry | None,
) -> None:  # fmt: skip
    """Refuse a foreign unit, unknown references, and violations of guards.

    Raises ``BadInput``.
    """
    place = place_of(made, register, values) if register.of_units else UnitPlace("", "/")
    check_references(made, register, values, before)
    faults: dict[str, Words] = {}
    for guard in register.guards:
        others = _alike(made, register, guard, values, before)
        case = Case(
            values=values, actor=made.actor, today=made.today, named=register.named,
            kind=place.kind, path=place.path, alike=others,
            before=before.all_values if before else None,
        )  # fmt: skip
        if fault := guard.fault(case):
            faults.setdefault(*fault)
    if faults:
        raise BadInput(CHECK, faults)


def _alike(
    made: RegisterChange, register: Register, guard: Guard, values: Mapping[str, Any],
    before: RegisterEntry | None,
) -> Sequence[Mapping[str, Any]]:  # fmt: skip
    """Return the entries for a guard's comparison; most guards look at no other entry."""
    if guard.per is None:
        return ()
    return alike(made.connection, register, values, guard.per, before.id if before else "")


def _record(
    made: RegisterChange, register: Register, entry_id: str, act: Act,
    changed: dict[str, list[Any]], reason: str = "",
) -> KeptEntry:  # fmt: skip
    """Write the change into the history and the journal; neither is ever changed again."""
    version = record_change(
        made.connection, made.actor, register.key, entry_id, act, made.now, changed, reason
    )
    if not register.notes_itself:
        subject = ("register", f"{register.key} {entry_id}")
        journal.note(
            made.connection, "register", made.actor, subject=subject,
            what=_NOTED[act], changed=[key for key in changed if key != UNIT], version=version,
        )  # fmt: skip
    return KeptEntry(entry_id, version)


_NOTED = {"add": "added", "change": "changed", "end": "ended"}
