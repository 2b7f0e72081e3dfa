"""The oracle on delegates: what the absent may, unless either of the two is barred."""

from __future__ import annotations

from typing import NamedTuple

from tests.profession.oracle.moves import TIES, Move
from tests.profession.oracle.people import ADMINISTRATORS, Human
from tests.profession.oracle.rules import TIED, Thing, opening_roles


class Pair(NamedTuple):
    """Who acts, and for whom; the absent one is nobody where people act for themselves."""

    acts: Human
    absent: Human | None = None

    @property
    def both(self) -> list[Human]:
        """Return everybody whose act it is."""
        return [human for human in self if human is not None]

    @property
    def mandate(self) -> Human:
        """Return whose posts open doors; an administrator's are lent to nobody."""
        if self.absent is None:
            return self.acts
        posts = tuple(post for post in self.absent.posts if post[0] not in ADMINISTRATORS)
        return Human(self.absent.id, posts)


def may_of_pair(thing: Thing, move: Move, pair: Pair) -> bool:
    """Say whether this move may be made by the one, for the other."""
    if any(human.posts and all(role in ADMINISTRATORS for role, _ in human.posts)
           for human in (pair.acts, pair.mandate)):  # fmt: skip
        return False
    if "delegate" in move.barred and pair.absent is not None:
        return False
    if any(TIED[tie](thing, human) for tie in move.barred for human in pair.both):
        return False
    return any(_opens(thing, who, pair) for who in move.who)


def _opens(thing: Thing, who: str, pair: Pair) -> bool:
    if who in ("involved", "short_director", "told_above"):
        return TIED[who](thing, pair.mandate)
    if who in TIES:
        return any(TIED[who](thing, human) for human in pair.both)
    if who == "secretary_not_raiser":
        raised = any(TIED["raiser"](thing, human) for human in pair.both)
        return pair.mandate.holds("branch_secretary", thing.unit) and not raised
    return any(pair.mandate.holds(role, thing.unit) for role in opening_roles(thing, who))
