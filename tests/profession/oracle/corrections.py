"""The oracle's corrections: what they ask for, and what a merge leaves where."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.profession.oracle.clock import again
from tests.profession.oracle.moves import CLASSES
from tests.profession.oracle.people import ZONE
from tests.profession.oracle.ties import FORGETTING, REOPENING
from workflow.calendar import add_working_days

if TYPE_CHECKING:
    from tests.profession.oracle.clock import Asked
    from tests.profession.oracle.rules import Thing

_RANKS = [*CLASSES]
_CORRECTED = ("title", "found_on", "aspect")


class Corrections:
    """What depends on what was filled in before."""

    things: list[Thing]

    def in_post(self, person: int, *units: str) -> bool:
        """Say whether somebody holds a working post around all of these units."""
        raise NotImplementedError

    @staticmethod
    def parent_open(thing: Thing) -> bool:
        """Say whether what it hangs on is open."""
        return thing.parent is None or thing.parent.state not in ("closed", "withdrawn")

    @staticmethod
    def _calm(thing: Thing) -> bool:
        asked = any(c.state in ("raised", "returned") for c in thing.of("extensions"))
        return not asked and not thing.suspended

    def _correct(self, thing: Thing, asked: Asked, now: datetime, _: Any) -> bool:
        voted = any(a.trigger == "vote" for a in thing.since(*FORGETTING))
        keys = _CORRECTED if thing.kind == "problems" else _CORRECTED[:1]
        changed = any(key in asked and asked[key] != thing.filled(key) for key in keys)
        found = asked.get("found_on")
        past = found is None or found <= now.astimezone(ZONE).date()
        if thing.kind == "problems":
            return changed and past and not voted
        return changed and self.parent_open(thing)

    def _raise_severity(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        higher = _RANKS.index(asked["severity"]) > _RANKS.index(thing.severity)
        return higher and self.parent_open(thing)

    def _lower_severity(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        lower = _RANKS.index(asked["severity"]) < _RANKS.index(thing.severity)
        return lower and self.parent_open(thing)

    def _move_unit(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        changed = asked["unit"] != thing.unit or asked["holder"] != thing.holder
        there = self.in_post(asked["holder"], asked["unit"])
        return changed and there and self._calm(thing) and self.parent_open(thing)

    def _retract(self, thing: Thing, *_: Any) -> bool:
        touching = ("correct", "raise_severity", "lower_severity")
        others = thing.did(*touching) - thing.did("raise")
        fresh = not thing.absorbed and not thing.did_once("send_back")
        return fresh and not others and not thing.children

    def _merge(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        into = self.named(asked)
        if into is None or into is thing or into.kind != "problems" or into.unit != thing.unit:
            return False
        if into.state not in ("raised", "assigned") or not self._calm(thing):
            return False
        if _RANKS.index(into.severity) < _RANKS.index(thing.severity):
            return False
        if thing.state == "raised" or thing.due is None:
            return True
        return into.state == "assigned" and into.due is not None and into.due <= thing.due

    def named(self, asked: Asked) -> Thing | None:
        """Return the problem that stays."""
        return next((t for t in self.things if t.number == asked.get("into")), None)

    def _absorb(self, *_: Any) -> bool:
        return False  # only as a part of a merge

    _rehang = _absorb

    @staticmethod
    def _take_back(thing: Thing, *_: Any) -> bool:
        """Say whether it came by an import; the histories have none."""
        return any(act.trigger.startswith("take_over") for act in thing.acts)

    def _continue(self, thing: Thing, asked: Asked, now: datetime, _: Any) -> bool:
        given = sum(e.state == "approved" for e in thing.of("extensions"))
        late = any(a.asked.get("late") for a in thing.since(*REOPENING) if a.trigger == "rectify")
        base = again(thing, now.astimezone(ZONE).date())
        in_time = base < asked["checkpoint"] <= add_working_days(base, 20)
        return given < 2 and not late and in_time

    @staticmethod
    def complete(thing: Thing) -> bool:
        """Say whether it has the parts that its class demands."""
        parts = thing.of("tasks") and thing.of("responsibilities")
        return bool(parts and thing.filled("aspect")) or not thing.demands.complete
