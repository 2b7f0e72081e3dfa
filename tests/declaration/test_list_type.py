"""A list type that is declared wrongly stops the import, with a sentence that says where."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workflow.declaration import (
    ESCALATE,
    RAISE,
    Choice,
    Email,
    Field,
    ListType,
    Rung,
    State,
    StepClock,
    Transition,
    holder,
    raiser,
    system,
)
from workflow.errors import BadDeclaration
from workflow.profession import lists
from workflow.profession.limits import RECEIPT
from workflow.words import Words

W = Words("词", "word")
RUNGS = (
    Rung("remind", 0, W, -1, (Email(("holder",)),)),
    Rung("overdue", 1, W, 1, (Email(("holder",)),)),
)
STATES = (
    State("raised", W, "raiser"),
    State("assigned", W, "holder", ladder=RUNGS),
    State("closed", W, final=True),
)


def _move(trigger: str, source: tuple[str, ...], dest: str, **more: Any) -> Transition:
    return Transition(trigger, W, source, dest, more.pop("permission", raiser), **more)


MOVES = (
    _move(RAISE, (), "raised"),
    _move("assign", ("raised",), "assigned", fields=(Field("holder", W, "person"),)),
    _move("close", ("assigned",), "closed", permission=holder),
    _move(ESCALATE, ("assigned",), "", permission=system),
)


def _declare(**more: Any) -> ListType:
    return ListType(**({"key": "chores", "prefix": "C", "words": W, "states": STATES,
                        "transitions": MOVES} | more))  # fmt: skip


def _without(trigger: str) -> tuple[Transition, ...]:
    return tuple(t for t in MOVES if t.trigger != trigger)


def _with(*more: Transition) -> tuple[Transition, ...]:
    return (*MOVES, *more)


def _step(ladder: tuple[Rung, ...]) -> StepClock:
    return StepClock("receipt", W, RECEIPT, lambda _: True, ladder)


def _asking(*fields: Field) -> tuple[Transition, ...]:
    return _with(_move("tell", ("raised",), "", fields=fields))


def _state(key: str, **more: Any) -> tuple[State, ...]:
    return tuple(replace(state, **more) if state.key == key else state for state in STATES)


def test_a_right_declaration_is_taken_and_answers_for_itself() -> None:
    declared = _declare()
    assert declared.initial == "raised"
    assert declared.find("close", "assigned") is MOVES[2]
    assert declared.find("close", "raised") is None
    assert declared.named("close") is MOVES[2]
    assert declared.state("closed").final


WRONG: dict[str, tuple[Callable[[], ListType], str]] = {
    "no state": (lambda: _declare(states=()), "chores: no state is declared"),
    "a state twice": (
        lambda: _declare(states=(*STATES, State("closed", W))),
        "chores: a state is declared twice",
    ),
    "a first state that is final": (
        lambda: _declare(states=_state("raised", final=True)),
        "chores: the initial state cannot be final",
    ),
    "a state without a name": (
        lambda: _declare(states=(*STATES, State("", W))),
        "chores: '' is no name for a state",
    ),
    "a state with a space": (
        lambda: _declare(states=(*STATES, State("half done", W))),
        "chores: 'half done' is no name for a state",
    ),
    "a move to nowhere": (
        lambda: _declare(transitions=_with(_move("lose", ("raised",), "lost"))),
        "chores.lose: unknown state ['lost']",
    ),
    "a move from nowhere": (
        lambda: _declare(transitions=_with(_move("find", ("lost",), "raised"))),
        "chores.find: unknown state ['lost']",
    ),
    "a move with two meanings": (
        lambda: _declare(transitions=_with(_move("close", ("raised", "assigned"), "closed"))),
        "chores.close: declared twice from 'assigned'",
    ),
    "a move that looks like an address": (
        lambda: _declare(transitions=_with(_move("go/away", ("raised",), "closed"))),
        "chores: 'go/away' is no name for a move",
    ),
    "nobody who raises": (
        lambda: _declare(transitions=_without(RAISE)),
        "chores: nobody can raise an item, declare 'raise'",
    ),
    "raising into the middle": (
        lambda: _declare(transitions=(_move(RAISE, (), "assigned"), *_without(RAISE))),
        "chores: 'raise' has to lead to 'raised'",
    ),
    "raising into no state": (
        lambda: _declare(transitions=(_move(RAISE, (), ""), *_without(RAISE))),
        "chores: 'raise' has to lead to 'raised'",
    ),
    "raising what is there already": (
        lambda: _declare(transitions=_with(_move(RAISE, ("raised",), "raised"))),
        "chores.raise: only 'raise' has no source",
    ),
    "another way in than raising": (
        lambda: _declare(transitions=_with(_move("smuggle", (), "closed"))),
        "chores.smuggle: only 'raise' has no source",
    ),
    "a ladder that nobody climbs": (
        lambda: _declare(transitions=_without(ESCALATE)),
        "chores.assigned: a ladder and a system move 'escalate' go together",
    ),
    "a ladder that a person climbs": (
        lambda: _declare(
            transitions=(*_without(ESCALATE), _move(ESCALATE, ("assigned",), ""))
        ),
        "chores.assigned: a ladder and a system move 'escalate' go together",
    ),
    "climbing without a ladder": (
        lambda: _declare(states=_state("assigned", ladder=())),
        "chores.assigned: a ladder and a system move 'escalate' go together",
    ),
    "rungs out of order": (
        lambda: _declare(states=_state("assigned", ladder=RUNGS[::-1])),
        "chores.assigned: the rungs are not in order",
    ),
    "a rung twice": (
        lambda: _declare(states=_state("assigned", ladder=(RUNGS[0], RUNGS[0]))),
        "chores.assigned: a rung is declared twice",
    ),
    "a step that nobody hears of": (
        lambda: _declare(states=_state("assigned", clocks=(_step(RUNGS[:1]),))),
        "chores.assigned: the step 'receipt' needs a ladder that ends with more than a message",
    ),
    "a step in a state without a ladder": (
        lambda: _declare(states=_state("raised", clocks=(_step(RUNGS),))),
        "chores.raised: the step 'receipt' needs a ladder that ends with more than a message",
    ),
    "a step whose rungs are those of its state": (
        lambda: _declare(states=_state("assigned", clocks=(_step(RUNGS),))),
        "chores.assigned: two ladders have a rung of one key",
    ),
    "a field twice": (
        lambda: _declare(transitions=_asking(Field("why", W), Field("why", W))),
        "chores.tell: a field is declared twice",
    ),
    "a field that every form has": (
        lambda: _declare(transitions=_asking(Field("comment", W))),
        "chores.tell: every form has 'comment' already",
    ),
    "a field without a name": (
        lambda: _declare(transitions=_asking(Field("", W))),
        "chores: '' is no name for a field",
    ),
    "a choice without choices": (
        lambda: _declare(transitions=_asking(Field("way", W, "choice"))),
        "chores.tell: 'way' and its choices do not fit",
    ),
    "the same choice twice": (
        lambda: _declare(
            transitions=_asking(Field("way", W, "choice", choices=(Choice("a", W),) * 2))
        ),
        "chores.tell: 'way' and its choices do not fit",
    ),
    "choices where text is asked for": (
        lambda: _declare(transitions=_asking(Field("way", W, choices=(Choice("a", W),)))),
        "chores.tell: 'way' and its choices do not fit",
    ),
    "a column of another kind": (
        lambda: _declare(transitions=_asking(Field("unit", W))),
        "chores.tell: 'unit' fills in the column of this name, of kind unit; "
        "call it something else",
    ),
    "a due date that is no date": (
        lambda: _declare(transitions=_asking(Field("by_when", W, use="due"))),
        "chores.tell: 'by_when' is a text, which cannot be used as 'due'",
    ),
    "one key of two kinds": (
        lambda: _declare(
            transitions=(*_asking(Field("a", W)), _move("ask", ("raised",), "",
                                                        fields=(Field("a", W, "date"),)))
        ),
        "chores: its moves mean different fields by 'a'",
    ),
    "a parent demanded of no list": (
        lambda: _declare(needs_parent=True),
        "chores: it needs a parent and names no list to hang on",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("declare", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_declaration_is_refused_with_a_sentence(
    declare: Callable[[], ListType], sentence: str
) -> None:
    with pytest.raises(BadDeclaration) as refused:
        declare()
    assert str(refused.value) == sentence
    assert refused.value.words.zh


_FILES = {
    "chores_again": (
        "from workflow.profession.lists.tasks import LIST_TYPE",
        "tasks: its key or prefix is taken",
    ),
    "forgotten": ("LIST = 1", "lists/forgotten.py: it has to declare LIST_TYPE"),
}


@pytest.mark.parametrize("name", _FILES)
def test_a_file_that_is_no_list_of_its_own_stops_the_start(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, sentence = _FILES[name]
    (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.setattr(lists, "__path__", [*lists.__path__, str(tmp_path)])
    with pytest.raises(BadDeclaration) as refused:
        lists._discover()
    assert str(refused.value) == sentence
    sys.modules.pop(f"workflow.profession.lists.{name}")
