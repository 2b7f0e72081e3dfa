"""The declaration of a move: permission, conditions and judgement, form, changes and effects."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass

from workflow.declaration.cascade import Cascade
from workflow.declaration.due_dates import Reckoned
from workflow.declaration.effects import Effect
from workflow.declaration.facts import Facts, Item
from workflow.declaration.field import AtOnce, Field
from workflow.declaration.fields import Asking, PartialForm
from workflow.declaration.parts import PartForm
from workflow.declaration.rules import Actor, Rule, took_part
from workflow.words import Words

REMARK, EVIDENCE = "comment", "evidence"  # inputs of a form beside its fields
DueRule = Callable[[Facts], "Reckoned | None"]
Records = Callable[[Item, Facts, Actor], None]


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule about the item; ``unmet`` is the sentence of the refusal."""

    unmet: Words
    met: Callable[[Facts], bool]
    of_form: bool = False  # about what the form asks for, so unknown before it is filled in
    says: Callable[[Facts], Words] | None = None  # the sentence with names, where it has some
    about: tuple[str, ...] = ()  # the inputs of the form it looks at; the first bears the fault

    def sentence(self, facts: Facts) -> Words:
        """Return the reason why the facts do not meet the condition."""
        return self.says(facts) if self.says else self.unmet


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement needed by an item, and the levels above for when nobody in post may judge."""

    levels: Callable[[Item], tuple[str, ...]]  # the roles above, the nearest first
    awaited: Callable[[Facts], bool] = lambda _: True  # whether the item waits for it now
    goes_up: bool = True  # the level above gives it; otherwise it sees to who shall
    lacking: Condition | None = None  # met where it can be given; else somebody in post may


@dataclass(frozen=True, slots=True)
class Transition:
    """A declared move: permission, conditions, fields, changes and effects."""

    trigger: str
    words: Words
    source: tuple[str, ...]
    dest: str  # empty: the item stays where it is (a step inside a state)
    permission: Rule
    _: KW_ONLY
    conditions: tuple[Condition, ...] = ()
    fields: tuple[Field, ...] = ()
    parts: tuple[PartForm, ...] = ()  # raised together with the item, by its form
    at_once: tuple[AtOnce, ...] = ()  # acts on the form that fill in several of its choices
    comment_required: bool = False
    takes_evidence: bool = False
    duty: str = ""  # what the actor becomes by making this move
    due: DueRule | None = None  # the due date that this move sets, on the local calendar
    clears_due: bool = False  # or where ``due`` gives none
    records: Records | None = None  # particular changes
    cascades: tuple[Cascade, ...] = ()  # made on the children first
    effects: tuple[Effect, ...] = ()
    # The duties whose work it judges: whoever did one of them may not make it. Nobody's: (), which
    # has to be said aloud where `judging` asks for it; None says nothing.
    judges: tuple[str, ...] | None = None
    spares: tuple[str, ...] = ()  # of those who filled in what it decides on: not judged, aloud
    note: Words | None = None  # what happens next, shown beside the button
    document: str = ""  # key in `document_kinds` of the official document that it issues
    judgement: Judgement | None = None
    corrects: bool = False  # changes what was filled in: only what is sent, today's values shown
    beside: bool = False  # the way of the item: who can make only such moves cannot take it on
    step_up: bool = False  # asks for a proof, minutes old, that it is this person who makes it
    may: Rule = dataclasses.field(init=False, repr=False, compare=False)  # without the judged

    def __post_init__(self) -> None:
        self._bar({})

    def calling(self, duties: Mapping[str, Rule]) -> Transition:
        """Return the move with the words of the rules for the people of judged work."""
        if not self.judges:
            return self
        named = dataclasses.replace(self)
        named._bar(duties)
        return named

    def _bar(self, duties: Mapping[str, Rule]) -> None:
        bars = (duties.get(key) or took_part(key, Words(key, key)) for key in self.judges or ())
        object.__setattr__(self, "may", self.permission.barring(bars))

    def asks(self, raw: Mapping[str, object]) -> Asking:
        """Return the form to be read: of a correction, the fields that are sent."""
        if not self.corrects:
            return self
        sent = tuple(f for f in self.fields if f.key in raw)
        return PartialForm(sent, self.comment_required)

    @property
    def sources(self) -> tuple[str, ...]:
        """The source states; raising an item starts from the empty state."""
        return self.source or ("",)
