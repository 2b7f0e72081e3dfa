"""The oracle's documents: one for a person and a matter, or for a person, while others may join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.profession.oracle.rules import Thing

JOINED_WHILE = {
    "supervisions": ("raised", "drafted", "signed", "served", "acknowledged", "answered"),
    "interviews": ("raised", "approved", "noticed"),
    "criticisms": ("raised", "drafted"),
    "accountabilities": ("raised", "drafted", "reviewed", "submitted", "accepted"),
}
OF_A_MATTER = ("supervisions", "accountabilities")


def running(things: Sequence[Thing], kind: str, late: Thing) -> Thing | None:
    """Return the document that a late item joins, the oldest first."""
    for thing in things:
        if (
            (thing.kind, thing.holder) == (kind, late.holder)
            and thing.state in JOINED_WHILE[kind]
            and (kind not in OF_A_MATTER or _top(thing) is _top(late))
        ):
            return thing
    return None


def _top(thing: Thing) -> Thing:
    while thing.parent:
        thing = thing.parent
    return thing


class Sharing:
    """What a document with several items in it has to fulfil."""

    def _supervisions_accept(self, thing: Thing, *_: Any) -> bool:
        answers = thing.acts_of("answer")
        return not answers or len(thing.contents) <= answers[-1].asked["about"]
