"""Where the demonstration's history is played: the people, the clock and the photos."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from rectify.demo import pictures
from rectify.demo.organisation import Cast
from workflow.calendar import add_working_days
from workflow.declaration import Actor
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.errors import WorkflowError
from workflow.escalation import demo_clock
from workflow.evidence import Piece
from workflow.platform import connect, settings

Story = Generator[datetime, None, None]  # the moment of each next step


@dataclass(slots=True)
class Stage:
    """Fires triggers in the name of people, at moments of the past."""

    cast: Cast
    now: datetime
    _photos: dict[str, tuple[Piece, Piece]] = field(default_factory=dict)

    def one(self, role: str) -> Actor:
        """Return the first holder of a role, in any unit."""
        return self.cast.holding(role)[0]

    @property
    def office(self) -> int:
        """The id of the office's unit."""
        return self.one("office_party_secretary").posts[0].unit_id

    def photo(self, scene: str, *, done: bool) -> Piece:
        """Return a photo of a scene, drawn and stored at the first use."""
        if scene not in self._photos:
            self._photos[scene] = pictures.photos(scene)
        return self._photos[scene][done]

    def set_clock(self, at: datetime) -> None:
        """Set the clock to a moment of the past, for acts that take their time from it."""
        with connect() as connection:
            demo_clock.set_clock(connection, at)

    def fire(
        self,
        at: datetime,
        actor: Actor,
        number: str,
        trigger: str,
        fields: Mapping[str, object] | None = None,
        comment: str = "",
        evidence: Sequence[Piece] = (),
    ) -> None:
        """Fire a trigger; a refusal is a fault of the story and stops the story."""
        commands.fire(
            number, trigger, actor, fields=fields, comment=comment, evidence=evidence, now=at
        )

    def decide(self, at: datetime, actor: Actor, requests: Sequence[Request]) -> None:
        """Fire several triggers of a person in one statement.

        Raises the first refusal.
        """
        for result in commands.decide(requests, actor, now=at):
            if isinstance(result, WorkflowError):
                raise result


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant of a day where the organisation works."""
    return datetime.combine(day, time(hour, minute), settings().zone)


def later(at: datetime, working_days: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return an instant some working days on."""
    return moment(add_working_days(at.date(), working_days), hour, minute)
