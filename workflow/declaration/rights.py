"""Rights beside the items: a declared value with one check and one refusal.

A ``Rule`` asks about an item; a ``Right`` asks about the posts of the actor alone. The same value
gives the check, the sentence of the refusal, the row of the printed matrix and of the API, and
whether a page demands a new proof of identity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from workflow.declaration.rules import Actor, Post
from workflow.errors import NO_PAGE, BadDeclaration, NotFound, NotPermitted
from workflow.words import Words

Reach = Literal["top", "below", "anywhere"]
REACHES: dict[Reach, Words] = {
    "top": Words("在最高一级单位任职", "in the topmost unit"),
    "below": Words("在该单位或其上级任职", "in the unit or in one above it"),
    "anywhere": Words("在任何单位任职", "in any unit"),
}
ANYWHERE = "/"  # the path that every unit lies below
_ONLY = Words("只有{who}可以“{what}”。", "Only {who} may do this: {what}.")


class Entitlement(Protocol):
    """A right, whether declared here or named as one of the pack."""

    @property
    def key(self) -> str:
        """The key of the right."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles with the right."""

    @property
    def reach(self) -> Reach:
        """Where the posts of the roles count."""

    @property
    def step_up(self) -> bool:
        """Whether the right asks for a proof of identity, minutes old."""

    def held_by(self, actor: Actor, path: str | None = None) -> bool:
        """Say whether the actor holds the right, for the unit at ``path`` or for any unit."""

    def paths(self, actor: Actor) -> list[str]:
        """Return the paths of the subtrees where the actor holds the right."""

    def demand(self, actor: Actor, path: str | None = None, doing: Words | None = None) -> None:
        """Refuse an actor without the right, by ``NotFound`` or ``NotPermitted``."""

    def refusal(self, doing: Words | None = None) -> Words:
        """Return the sentence of the refusal, with the holders of the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """An act permitted to the holders of some roles; ``who`` names them in a sentence."""

    key: str
    words: Words  # what it allows: "change the calendar"
    roles: tuple[str, ...]
    who: Words
    reach: Reach = "top"
    hidden: bool = False  # for everybody else there is no such page: 404 instead of 403
    step_up: bool = False  # asks for a proof, minutes old, that it is this person
    machine: bool = False  # the timetable and the command line hold it, too
    postless: bool = False  # whoever holds no post at all has it, too

    def __post_init__(self) -> None:
        if not self.roles or len({*self.roles}) != len(self.roles):
            raise BadDeclaration(f"{self.key}: a right names its roles, each once")

    def held_by(self, actor: Actor, path: str | None = None) -> bool:
        """Say whether the actor holds the right, for the unit at ``path`` or for any unit."""
        if actor.is_system:
            return self.machine
        if self.postless and not actor.posts:
            return True
        return any(self._reaches(post, path) for post in actor.posts)

    def paths(self, actor: Actor) -> list[str]:
        """Return the paths of the subtrees where the actor holds the right."""
        if (actor.is_system and self.machine) or (self.postless and not actor.posts):
            return [ANYWHERE]
        held = [post for post in actor.posts if self._reaches(post, None)]
        return sorted({post.path if self.reach == "below" else ANYWHERE for post in held})

    def demand(self, actor: Actor, path: str | None = None, doing: Words | None = None) -> None:
        """Refuse an actor without the right.

        Raises ``NotFound`` where the right is hidden, else ``NotPermitted``; ``doing`` names the
        act where the right allows several.
        """
        if self.held_by(actor, path):
            return
        raise NotFound(NO_PAGE) if self.hidden else NotPermitted(self.refusal(doing))

    def refusal(self, doing: Words | None = None) -> Words:
        """Return the sentence of the refusal, with the holders of the right."""
        return _ONLY.format(who=self.who, what=doing or self.words)

    def _reaches(self, post: Post, path: str | None) -> bool:
        if post.role not in self.roles or (self.reach == "top" and not post.is_top):
            return False
        return self.reach != "below" or path is None or post.covers(path)
