"""The rights that the rooms ask for, by name; the registered pack declares whose they are.

A right that the pack does not declare is nobody's, and its pages are not there.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration.packs import pack
from workflow.declaration.rights import Reach, Right
from workflow.declaration.rules import Actor
from workflow.errors import NO_PAGE, NotFound
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class NamedRight:
    """A right of the registered pack, by its key; it answers as ``Right`` does."""

    key: str

    @property
    def declared(self) -> Right | None:
        """The declaration in the pack, or ``None`` where the right is nobody's."""
        return pack().rights.get(self.key)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles with the right."""
        return self.declared.roles if self.declared else ()

    @property
    def reach(self) -> Reach:
        """Where the posts of the roles count."""
        return self.declared.reach if self.declared else "top"

    @property
    def step_up(self) -> bool:
        """Whether the right asks for a proof of identity, minutes old."""
        return self.declared is not None and self.declared.step_up

    def held_by(self, actor: Actor, path: str | None = None) -> bool:
        """Say whether the actor holds the right, for the unit at ``path`` or for any unit."""
        return self.declared is not None and self.declared.held_by(actor, path)

    def paths(self, actor: Actor) -> list[str]:
        """Return the paths of the subtrees where the actor holds the right."""
        return self.declared.paths(actor) if self.declared else []

    def demand(self, actor: Actor, path: str | None = None, doing: Words | None = None) -> None:
        """Refuse an actor without the right.

        Raises ``NotFound`` where the right is hidden or nobody's, else ``NotPermitted``.
        """
        if self.declared is None:
            raise NotFound(NO_PAGE)
        self.declared.demand(actor, path, doing)

    def refusal(self, doing: Words | None = None) -> Words:
        """Return the sentence of the refusal, with the holders of the right."""
        return self.declared.refusal(doing) if self.declared else NO_PAGE


KEEP_UNITS = NamedRight("units.keep")
APPOINT = NamedRight("posts.appoint")
END_POSTS = NamedRight("posts.end")
HAND_OVER = NamedRight("items.hand_over")
READ_PEOPLE = NamedRight("people.read")
KEEP_PEOPLE = NamedRight("people.keep")
SECURE_PEOPLE = NamedRight("people.secure")
APPROVE = NamedRight("approvals.decide")
DELEGATE = NamedRight("delegations.make")
READ_DELEGATIONS = NamedRight("delegations.read")
KEEP_CALENDAR = NamedRight("calendar.keep")
APPLY_CALENDAR = NamedRight("calendar.apply")
KEEP_LADDERS = NamedRight("ladders.keep")
PUBLISH_LADDERS = NamedRight("ladders.publish")
READ_LOGS = NamedRight("logs.read")
READ_CONDITION = NamedRight("condition.read")
RELEASE_BREAKER = NamedRight("breaker.release")
READ_MAILS = NamedRight("mails.read")
KEEP_CHANNELS = NamedRight("channels.keep")
RUN_CHANNELS = NamedRight("channels.run")
DRAW_LOOK_BACKS = NamedRight("look_backs.draw")
READ_LOOK_BACKS = NamedRight("look_backs.read")
FORESEE = NamedRight("forecast.read")
TAKE_OVER_ROWS = NamedRight("ledgers.take_over")
IMPORT_LEDGERS = NamedRight("ledgers.import")
KEEP_SHEETS = NamedRight("sheets.keep")
READ_FIGURES = NamedRight("figures.read")
READ_REPORTS = NamedRight("reports.read")
KEEP_REPORTS = NamedRight("reports.keep")
OVERSEE_REPORTS = NamedRight("reports.oversee")
READ_SHEETS = NamedRight("sheets.read")
PLAN_ROUNDS = NamedRight("rounds.plan")
PLAN_SELF_CHECKS = NamedRight("rounds.self_check")
KEEP_TEMPLATES = NamedRight("templates.keep")
OPEN_RETURNS = NamedRight("returns.open")
ENTER_COMPLAINTS = NamedRight("complaints.enter")
DECIDE_CANDIDATES = NamedRight("candidates.decide")
KEEP_CODES = NamedRight("codes.keep")
READ_CODES = NamedRight("codes.read")
