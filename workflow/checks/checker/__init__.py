"""The model checker: proves properties of a list type beyond the reach of a reader.

Two searches at each severity. The first proves that every state is reached and left and every move
can be made; its situations differ by all past events, but not by their actors. The second proves
that no person can both do and approve; its situations differ by the suspect's own acts, without
mere obstacles (an objection, a suspension, a vote against): the shortest way to a situation has
none of them.

Breadth first over every sequence of moves by a small cast: one suspect, who makes any permitted
move, and helpers, who make all others. Everybody holds every role, so only history can stop
anybody, and a needed helper is always a new person, who is barred least: everything that a cast of
any size can do to let one person do and approve, the small cast can do. The first finding is the
shortest offending sequence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow.checks.checker.judged_duties import JUDGES, JUDGES_IN, RELEVANT
from workflow.checks.checker.search import QUIET, explore, open_to_strangers
from workflow.checks.checker.situation_keys import part, situation
from workflow.declaration.facts import Item
from workflow.declaration.list_type import ListType, Transition
from workflow.declaration.rules import Actor
from workflow.profession.severity_classes import HANDLING

__all__ = ["JUDGES", "JUDGES_IN", "RELEVANT", "CheckFinding", "Proof", "check"]


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """A fault of a list type, with the shortest sequence of moves as its proof."""

    list_key: str
    sentence: str
    steps: tuple[str, ...] = ()


@dataclass(slots=True)
class Proof:
    """The explored situations of a list type, and its faults (empty: proven)."""

    list_key: str
    explored: int = 0
    findings: list[CheckFinding] = field(default_factory=list)


def check(list_type: ListType) -> Proof:
    """Explore a list type at every severity and return the proof with the faults."""
    proof = Proof(list_type.key)
    made: set[str] = set()
    for severity in HANDLING:
        _complete(list_type, severity, proof, made)
        _separate(list_type, severity, proof)
    for t in list_type.transitions:
        if t.trigger not in made and t.trigger not in QUIET:
            proof.findings.append(CheckFinding(list_type.key, f"nobody can ever {t.trigger!r}"))
        if open_to_strangers(t):
            proof.findings.append(CheckFinding(list_type.key, f"anybody at all may {t.trigger!r}"))
    return proof


def _complete(list_type: ListType, severity: str, proof: Proof, made: set[str]) -> None:
    """Note the states reached and left, and the moves made."""
    reached, left = {""}, set[str]()
    seen = set[str]()
    for step in explore(list_type, severity, situation, seen):
        made.add(step.transition.trigger)
        reached.add(step.after.state)
        left |= {step.before.state} if step.after.state != step.before.state else set()
    proof.explored += len(seen)
    _states(list_type, severity, proof, reached, left)


def _separate(list_type: ListType, severity: str, proof: Proof) -> None:
    """Find the shortest sequence in which a person judges their own work."""
    seen = set[str]()
    for step in explore(list_type, severity, part, seen):
        if wrong := _self_judged(list_type, step.transition, step.before, step.actor):
            proof.findings.append(CheckFinding(list_type.key, f"{wrong} ({severity})", step.steps))
            return
    proof.explored += len(seen)


def _states(
    list_type: ListType, severity: str, proof: Proof, reached: set[str], left: set[str]
) -> None:
    for state in list_type.states:
        where = f"state {state.key!r} ({severity})"
        if state.key not in reached:
            proof.findings.append(CheckFinding(list_type.key, f"{where} can never be reached"))
        elif not state.final and state.key not in left:
            proof.findings.append(CheckFinding(list_type.key, f"{where} is a dead end"))


def _self_judged(
    list_type: ListType, transition: Transition, before: Item, actor: Actor
) -> str | None:
    judged = JUDGES_IN.get((list_type.key, transition.trigger), JUDGES.get(transition.trigger))
    for duty in sorted(judged or ()):
        if any(person in before.duties.get(duty, ()) for person in actor.people):
            return f"one person can be {duty} and then {transition.trigger!r}"
    return None
