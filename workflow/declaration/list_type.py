"""The vocabulary for the declaration of list types; a wrong declaration stops the import."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workflow.declaration.effects import AT_ONCE, Email
from workflow.declaration.field import Choice, Field
from workflow.declaration.rules import Rule, system, took_part
from workflow.declaration.rungs import Rung
from workflow.declaration.sharing import Sharing
from workflow.declaration.state import State as State
from workflow.declaration.state import StepClock as StepClock
from workflow.declaration.transition import Transition as Transition
from workflow.errors import BadDeclaration
from workflow.words import Words

RAISE = "raise"
# What the machine opens for the row of a ledger, in place of raising it: by its state there.
TAKE_OVER = {
    "closed": "take_over",
    "rectified": "take_over_rectified",
    "assigned": "take_over_assigned",
}
OPENINGS = (RAISE, *TAKE_OVER.values())
TAKE_BACK = "take_back"  # what the machine does with the items of an import that is taken back
ESCALATE = "escalate"
RESCOPE = "rescope"
REPLAN = "replan"
RECKON = "reckon"
SKIP = "skip_rung"
REFER = "refer"
RECOVER = "recover"
ABSORB = "absorb"  # what the machine does with an item into which another one is merged
REHANG = "rehang"  # and with the open children of the other one
NOTE_ANSWER = "note_answer"  # of what came of a line that somebody answers once more
LAPSE = "lapse"  # what the machine does when the time of a state is over
_CHOSEN = ("choice", "many", "code")  # the kinds of fields that every list is filtered by
# What every form has beside its fields.
RESERVED = ("comment", "evidence", "version", "parent", "kept", "csrf_token", "proof")


@dataclass(frozen=True, kw_only=True)
class ListType:
    """A list: states, moves and numbering. The first state is initial."""

    key: str
    prefix: str
    words: Words
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    parents: tuple[str, ...] = ()  # list types it may hang on
    needs_parent: bool = False
    readers: tuple[str, ...] = ()  # roles that may read; empty: everybody in post above
    # Roles that may not read an item of the very unit that they hold them in: it may be about them.
    withheld_from: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()  # who may sign what a rung opens; the first usually does
    shared: Sharing | None = None  # what a rung opens is for several late items of a person
    circulates: bool = False  # read by others too, once it is circulated among units
    # What sentences call whoever did a duty, where that is more than the name of the move.
    duties: Mapping[str, Rule] = dataclasses.field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        called = {**self._given(), **self.duties}
        named = tuple(t.calling(called) for t in self.transitions)
        object.__setattr__(self, "transitions", named)
        self._check_states()
        self._check_transitions()
        self._check_deadlines()

    @property
    def initial(self) -> str:
        """The state of a newly raised item."""
        return self.states[0].key

    def state(self, key: str) -> State:
        """Return the declared state; an unknown key is a programming error."""
        return self._states[key]

    def find(self, trigger: str, source: str) -> Transition | None:
        """Return the transition of ``trigger`` from ``source``, or ``None``."""
        return self._moves.get((trigger, source))

    def leaving(self, source: str) -> tuple[Transition, ...]:
        """Return the transitions from a state, in the order of their declaration."""
        return self._leaving.get(source, ())

    def judged(self, source: str) -> tuple[Transition, ...]:
        """Return the transitions from a state that are judgements."""
        return self._judged.get(source, ())

    def taking_on(self, source: str) -> tuple[Transition, ...]:
        """Return the transitions from a state by which a person takes the item on."""
        return self._taking_on.get(source, ())

    def named(self, trigger: str) -> Transition | None:
        """Return the first transition with the trigger, from any state, or ``None``."""
        return self._named.get(trigger)

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields with columns of their own in the list, unless others are chosen."""
        return tuple(field for field in self.kept_fields if field.listed)

    @cached_property
    def raise_fields(self) -> tuple[Field, ...]:
        """The fields of the form for raising an item."""
        raised = self.find(RAISE, "")
        return raised.fields if raised else ()

    @cached_property
    def filters(self) -> tuple[Field, ...]:
        """The fields with filters of the list: declared fields, and all choices."""
        return tuple(f for f in self.kept_fields if f.filtered or f.kind in _CHOSEN)

    @cached_property
    def choices(self) -> dict[str, tuple[Choice, ...]]:
        """The choices and codes, valid or not, of the fields of its moves, by the fields' keys."""
        return {f.key: f.every_choice for t in reversed(self.transitions) for f in t.fields}

    @cached_property
    def work_states(self) -> frozenset[str]:
        """The states with the due date of the work: a move leading there asks for the date."""
        return frozenset(
            t.dest for t in self.transitions if any(field.use == "due" for field in t.fields)
        )

    def rung_words(self, note: Mapping[str, Any]) -> Words:
        """Return the name of the rung in an event's note; a configured rung has its name there."""
        if "name" in note:
            return Words(*note["name"])
        return next((r.words for r in self._rungs(note)), Words(note["rung"], note["rung"]))

    def opened_by(self, note: Mapping[str, Any]) -> set[str]:
        """Return the lists in which the rung of an event's note opened an entry."""
        return {*note.get("opens", (key for rung in self._rungs(note) for key in rung.opens))}

    def _rungs(self, note: Mapping[str, Any]) -> list[Rung]:
        ladders = [s.ladder for s in self.states]
        ladders += [clock.ladder for s in self.states for clock in s.clocks]
        return [rung for ladder in ladders for rung in ladder if rung.key == note.get("rung")]

    @cached_property
    def kept_fields(self) -> tuple[Field, ...]:
        """Every field of the moves stored beside the columns of an item, once."""
        asked = {field.key: field for t in reversed(self.transitions) for field in t.fields}
        return tuple(field for field in asked.values() if field.is_kept)

    def _given(self) -> dict[str, Rule]:
        """Return a rule for each duty of a move, with the name of the first such move."""
        did = Words("办理过“{move}”的人", "somebody who did this: {move}")
        giving = (t for t in reversed(self.transitions) if t.duty)
        return {t.duty: took_part(t.duty, did.format(move=t.words)) for t in giving}

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.key: state for state in self.states}

    @cached_property
    def _leaving(self) -> dict[str, tuple[Transition, ...]]:
        keys = ("", *self._states)
        return {key: tuple(t for t in self.transitions if key in t.source) for key in keys}

    @cached_property
    def _judged(self) -> dict[str, tuple[Transition, ...]]:
        return {key: tuple(t for t in all_ if t.judgement) for key, all_ in self._leaving.items()}

    @cached_property
    def _taking_on(self) -> dict[str, tuple[Transition, ...]]:
        return {key: tuple(filter(_takes_on, all_)) for key, all_ in self._leaving.items()}

    @cached_property
    def _named(self) -> dict[str, Transition]:
        return {t.trigger: t for t in reversed(self.transitions)}

    @cached_property
    def _moves(self) -> dict[tuple[str, str], Transition]:
        """Map (trigger, source state) to the move; the first declared counts."""
        return {(t.trigger, source): t for t in reversed(self.transitions) for source in t.sources}

    def _check_states(self) -> None:
        keys = [state.key for state in self.states]
        if not keys:
            raise BadDeclaration(f"{self.key}: no state is declared")
        self._check_names("state", keys)
        if len(set(keys)) != len(keys):
            raise BadDeclaration(f"{self.key}: a state is declared twice")
        if self.shared and {*self.shared.joins} - {s.key for s in self.states if not s.final}:
            raise BadDeclaration(f"{self.key}: others can join it in its open states only")
        if self.states[0].final:
            raise BadDeclaration(f"{self.key}: the initial state cannot be final")
        if self.needs_parent and not self.parents:
            raise BadDeclaration(f"{self.key}: it needs a parent and names no list to hang on")

    def _check_names(self, what: str, keys: list[str]) -> None:
        # They become addresses, JSON keys and column values.
        if wrong := [key for key in keys if not (key.isascii() and key.isidentifier())]:
            raise BadDeclaration(f"{self.key}: {wrong[0]!r} is no name for a {what}")

    def _check_transitions(self) -> None:
        known = {state.key for state in self.states}
        seen: set[tuple[str, str]] = set()
        self._check_names("move", [t.trigger for t in self.transitions])
        for t in self.transitions:
            if unknown := {*t.sources, t.dest} - known - {""}:
                raise BadDeclaration(f"{self.key}.{t.trigger}: unknown state {sorted(unknown)}")
            for source in t.sources:
                if (t.trigger, source) in seen:
                    raise BadDeclaration(f"{self.key}.{t.trigger}: declared twice from {source!r}")
                seen.add((t.trigger, source))
                if (t.trigger in OPENINGS) != (source == ""):
                    raise BadDeclaration(f"{self.key}.{t.trigger}: only {RAISE!r} has no source")
                if t.trigger in TAKE_OVER.values() and t.permission is not system:
                    raise BadDeclaration(f"{self.key}.{t.trigger}: it is for the machine only")
            self._check_fields(t)
        asked = {(f.key, f.kind, f.use) for t in self.transitions for f in t.fields}
        if twice := [key for key, n in Counter(key for key, *_ in asked).items() if n > 1]:
            raise BadDeclaration(f"{self.key}: its moves mean different fields by {twice[0]!r}")
        raising = self.find(RAISE, "")
        if raising is None:
            raise BadDeclaration(f"{self.key}: nobody can raise an item, declare {RAISE!r}")
        if raising.dest != self.initial:
            raise BadDeclaration(f"{self.key}: {RAISE!r} has to lead to {self.initial!r}")

    def _check_fields(self, t: Transition) -> None:
        where = f"{self.key}.{t.trigger}"
        self._check_names("field", [f.key for f in t.fields])
        if len({f.key for f in t.fields}) != len(t.fields):
            raise BadDeclaration(f"{where}: a field is declared twice")
        for act in t.at_once:
            act.check(where, t.fields)
        for field in t.fields:
            if field.key in RESERVED:
                raise BadDeclaration(f"{where}: every form has {field.key!r} already")
            field.check(where)
            field.check_use(where)
        kinds = {effect.kind for effect in t.effects if isinstance(effect, Email)}
        if unknown := kinds - {*AT_ONCE}:
            raise BadDeclaration(f"{where}: no kind of mail is called {sorted(unknown)}")

    def _check_deadlines(self) -> None:
        for state in self.states:
            move = self.find(ESCALATE, state.key)
            if bool(state.ladder) != (move is not None and move.permission is system):
                raise BadDeclaration(
                    f"{self.key}.{state.key}: a ladder and a system move {ESCALATE!r} go together"
                )
            if [r.offset for r in state.ladder] != sorted(r.offset for r in state.ladder):
                raise BadDeclaration(f"{self.key}.{state.key}: the rungs are not in order")
            if len({r.key for r in state.ladder}) != len(state.ladder):
                raise BadDeclaration(f"{self.key}.{state.key}: a rung is declared twice")
            self._check_clocks(state)

    def _check_clocks(self, state: State) -> None:
        self._check_names("step", [clock.key for clock in state.clocks])
        keys = [rung.key for rung in state.ladder]
        for clock in state.clocks:
            where = f"{self.key}.{state.key}: the step {clock.key!r}"
            if not state.ladder or not clock.ladder or clock.ladder[-1].is_message:
                raise BadDeclaration(f"{where} needs a ladder that ends with more than a message")
            keys += [rung.key for rung in clock.ladder]
        if len({*keys}) != len(keys):
            raise BadDeclaration(f"{self.key}.{state.key}: two ladders have a rung of one key")


def _takes_on(t: Transition) -> bool:
    return not (t.beside or t.corrects) and t.permission is not system
