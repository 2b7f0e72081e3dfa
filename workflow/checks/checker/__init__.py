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

from collections.abc import Iterable
from dataclasses import dataclass, field

from workflow.checks.checker.search import QUIET, Boundless, SearchStep, explore, open_to_strangers
from workflow.checks.checker.situation_keys import SituationKeys
from workflow.declaration import ABSORB, ListType, pack
from workflow.declaration.judging import faults, gaps


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

    def add(self, sentence: str, steps: tuple[str, ...] = ()) -> None:
        """Add a finding once, with the first, so the shortest, sequence of moves."""
        if all(finding.sentence != sentence for finding in self.findings):
            self.findings.append(CheckFinding(self.list_key, sentence, steps))


def check(list_type: ListType) -> Proof:
    """Explore a list type at every severity and return the proof with the faults."""
    proof = Proof(list_type.key)
    made: set[str] = set()
    for sentence in faults(list_type):
        proof.add(sentence)
    try:
        _complete(list_type, proof, made)
        _separate(list_type, proof)
    except Boundless as boundless:
        proof.add("its moves always lead to something new: there is no end to it", boundless.steps)
        return proof
    for t in list_type.transitions:
        if t.trigger not in made and t.trigger not in QUIET:
            proof.add(f"nobody can ever {t.trigger!r}")
        if open_to_strangers(t):
            proof.add(f"anybody at all may {t.trigger!r}")
    return proof


def _complete(list_type: ListType, proof: Proof, made: set[str]) -> None:
    """Note the states reached and left in each class, and the moves made."""
    reached, left = {("", key) for key in pack().severities}, set[tuple[str, str]]()
    seen = set[str]()
    situation = SituationKeys.of(list_type).situation
    for step in explore(list_type, pack().severities, situation, seen, suspect_first=False):
        if step.failure:
            proof.add(f"{step.transition.trigger!r} fails: {step.failure}", step.steps)
            continue
        _hold_corrections(step, proof)
        made.add(step.transition.trigger)
        reached.add((step.after.state, step.after.severity))
        if step.after.state != step.before.state:
            left.add((step.before.state, step.before.severity))
    proof.explored += len(seen)
    for severity in pack().severities:
        _states(list_type, severity, proof, reached, left)


def _hold_corrections(step: SearchStep, proof: Proof) -> None:
    """Demand of corrections and merges: no duty is lost, no clock moves, no round begins."""
    move, before, after = step.transition, step.before, step.after
    if lost := sorted(d for d, who in before.duties.items() if {*who} - {*after.duties.get(d, ())}):
        proof.add(f"{move.trigger!r} forgets who was {lost[0]}", step.steps)
    if not move.corrects and move.trigger != ABSORB:
        return
    for what in ("state", "round", "due_at", "due_version", "evidence"):
        if getattr(before, what) != getattr(after, what):
            proof.add(
                f"{move.trigger!r} changes the {what}, which a correction may not", step.steps
            )


def _separate(list_type: ListType, proof: Proof) -> None:
    """Find the shortest sequences in which people judge their own work, in each class."""
    seen, open_, found = set[str](), gaps(list_type), set[str]()
    for step in explore(list_type, pack().severities, SituationKeys.of(list_type).part, seen):
        if step.failure:
            continue  # it is told already: whoever did the work, the move fails
        if (wrong := _self_judged(step)) and step.before.severity not in found:
            found.add(step.before.severity)
            proof.add(f"{wrong} ({step.before.severity})", step.steps)
        if found == {*pack().severities}:
            return
        for gap in [gap for gap in open_ if gap.transition is step.transition]:
            if done := _work_of(step, gap.duties or step.before.duties):
                open_.remove(gap)
                way = f"one person can be {done} and then {step.transition.trigger!r}"
                proof.add(f"{way}: {gap.sentence}", step.steps)
    proof.explored += len(seen)
    for gap in open_:
        proof.add(gap.sentence)


def _states(
    list_type: ListType,
    severity: str,
    proof: Proof,
    reached: set[tuple[str, str]],
    left: set[tuple[str, str]],
) -> None:
    for state in list_type.states:
        where = f"state {state.key!r} ({severity})"
        if (state.key, severity) not in reached:
            proof.add(f"{where} can never be reached")
        elif not state.final and (state.key, severity) not in left:
            proof.add(f"{where} is a dead end")


def _self_judged(step: SearchStep) -> str:
    duty = _work_of(step, step.transition.judges or ())
    return f"one person can be {duty} and then {step.transition.trigger!r}" if duty else ""


def _work_of(step: SearchStep, duties: Iterable[str]) -> str:
    """Return the first of the duties done by the actor of the step; empty: none of them."""
    done = step.before.duties
    return next((d for d in sorted(duties) if {*done.get(d, ())} & {*step.actor.people}), "")
