"""The oracle on votes and on what nobody may judge: counted by hand from the whole history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from tests.profession.oracle.moves import find
from tests.profession.oracle.rules import FORGETTING, LEVELS, WORK, Act, Human, Thing, may

# Judgement -> (lists, state) in which an item cannot go on without it, in the order of the work.
JUDGED = {
    "approve_plan": (("problems",), "assigned"),
    "approve": (("extensions",), "raised"),
    "sign": (("supervisions", "criticisms"), "drafted"),
    "verify": (WORK, "rectified"),
    "answer_objection": (("problems",), "verified"),
    "vote": (("problems",), "verified"),
    "close": (WORK, "verified"),
}


class Count(NamedTuple):
    """A vote: how many are entitled, how many can vote still, and what was cast."""

    entitled: int
    able: int
    cast: list[str]
    least: int

    @property
    def outcome(self) -> str:
        """More than half have to vote, and more than half have to be in favour."""
        needed = max(self.least, self.entitled // 2 + 1)
        half, favour = self.entitled / 2, self.cast.count("for")
        if len(self.cast) + self.able < needed:
            return "too_few"
        if len(self.cast) < needed:
            return "open"
        if favour > half:
            return "carried"
        return "open" if favour + self.able > half else "lost"


@dataclass
class Votes:
    """What depends on everybody who is in post."""

    people: dict[int, Human]
    crowd: dict[int, Human] = field(default_factory=dict)  # of them, who is in post by then

    def in_post_now(self) -> Iterable[Human]:
        """Return everybody in post, or the few who are left of them."""
        return (self.crowd or self.people).values()

    def around(self, thing: Thing, role: str) -> list[Human]:
        """Return who holds a role in the item's unit or above it."""
        return [human for human in self.in_post_now() if human.holds(role, thing.unit)]

    def count(self, thing: Thing) -> Count:
        """Count the votes of this round."""
        move = find("problems", "vote", "verified")
        assert move
        acts = [act for act in thing.since(*FORGETTING) if act.trigger == "vote"]
        whose = {act.behind if act.behind is not None else act.by for act in acts}
        ever = move._replace(barred=tuple(tie for tie in move.barred if tie != "voted"))
        members = self.around(thing, "committee_member")
        entitled = {human.id for human in members if may(thing, ever, human)} | whose
        able = sum(may(thing, move, human) for human in members)
        cast = [act.asked["vote"] for act in acts]
        return Count(len(entitled), able, cast, thing.demands.quorum)

    def votes(self, thing: Thing) -> bool:
        """Say whether a committee has to vote on it."""
        return thing.demands.quorum > 0 and "vote" not in thing.referred

    def stuck(self, thing: Thing, judgement: str) -> bool:
        """Say whether it waits for a judgement that nobody in post may give."""
        lists, state = JUDGED[judgement]
        if thing.kind not in lists or thing.state != state or not self._awaited(thing, judgement):
            return False
        if judgement == "vote":
            return self.count(thing).outcome == "too_few"
        move = find(thing.kind, judgement, state)
        assert move
        return not any(may(thing, move, human) for human in self._in_post(thing))

    def _in_post(self, thing: Thing) -> Iterable[Human]:
        return (human for human in self.in_post_now()
                if any(thing.unit.startswith(path) for _, path in human.posts))  # fmt: skip

    def _awaited(self, thing: Thing, judgement: str) -> bool:
        if judgement == "approve_plan":
            return thing.plan == "submit_plan"
        if judgement == "answer_objection":
            return thing.open_objection
        return judgement != "vote" or self.votes(thing)

    def _refer(self, thing: Thing, *_: Any) -> bool:
        return bool(self.referral(thing))

    def _recover(self, thing: Thing, *_: Any) -> bool:
        return bool(self.recovery(thing))

    def referral(self, thing: Thing) -> dict[str, str]:
        """Return which judgements go up now, and to which level."""
        found: dict[str, str] = {}
        for judgement, (lists, state) in JUDGED.items():
            if thing.state != state or thing.kind not in lists:
                continue
            so_far = _with(thing, {**thing.referred, **found})
            if not self.stuck(so_far, judgement):
                continue
            levels = [r for r in _levels(so_far, judgement) if self.around(thing, r)]
            able = (role for role in levels
                    if not self.stuck(_with(so_far, {**so_far.referred, judgement: role}),
                                      judgement))  # fmt: skip
            role = next(able, levels[0] if levels else "")
            if role and thing.referred.get(judgement) != role:
                found[judgement] = role
        return found

    def recovery(self, thing: Thing) -> set[str]:
        """Return which judgements come back down, because somebody there may give them again."""
        found = set()
        for judgement in thing.referred:
            if thing.state != JUDGED[judgement][1]:
                continue
            lent = judgement == "verify" or (judgement, thing.kind) == ("sign", "criticisms")
            if not lent and not self.stuck(thing, judgement):
                continue
            without = {k: role for k, role in thing.referred.items() if k != judgement}
            if not self.stuck(_with(thing, without), judgement):
                found.add(judgement)
        return found


def _levels(thing: Thing, judgement: str) -> tuple[str, ...]:
    """Return the levels above whoever gives it now, the nearest first."""
    if (judgement, thing.kind) == ("sign", "criticisms"):
        return ("discipline_officer",)
    if judgement == "verify":
        return ("party_work_director", *LEVELS)
    roles = {
        "approve_plan": thing.approvers,
        "sign": (thing.referred.get("sign", thing.signer),),
        "approve": (thing.referred.get("approve", "leader_in_charge"),),
        "answer_objection": (thing.referred.get("answer_objection", ""),),
    }.get(judgement, thing.deciders)
    above = LEVELS[1 + max((LEVELS.index(r) for r in roles if r in LEVELS), default=-1) :]
    return above or (LEVELS[-1:] if judgement == "vote" else ())


def _with(thing: Thing, referred: dict[str, str]) -> Thing:
    """Return the item as if this had been referred."""
    at = thing.acts[-1].at
    forgotten = Act("recover", None, thing.state, thing.state, at, {"back": {*JUDGED}}, 0)
    told = Act("refer", None, thing.state, thing.state, at, {"referred": referred}, 0)
    return replace(thing, acts=[*thing.acts, forgotten, told])


def looked(book: Votes, thing: Thing) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what the machine does of itself after a move: up, or down again."""
    if up := book.referral(thing):
        yield "refer", {"referred": up}
    if down := book.recovery(thing):
        yield "recover", {"back": down}
