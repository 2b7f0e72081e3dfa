"""The oracle's conditions for looking back, and for what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.profession.oracle.clock import Asked
    from tests.profession.oracle.rules import Thing


class Relapses:
    """What depends on what was closed before."""

    things: list[Thing]

    def _mark_relapse(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        found = [t for t in self.things if t.number == asked.get("earlier")]
        return any(
            t.kind == "problems" and t.state == "closed" and t.unit == thing.unit and t != thing
            for t in found
        )

    _dismiss_hint = _mark_relapse

    def _call_look_back(self, thing: Thing, *_: Any) -> bool:
        return not self.looked_back_at(thing)

    def _pass_look_back(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        return self.looked_back_at(thing) and bool(asked["pieces"])

    _fail_look_back = _pass_look_back

    @staticmethod
    def looked_back_at(thing: Thing) -> bool:
        ended = ("pass_look_back", "fail_look_back", "reopen")
        return thing.last(thing.acts, "call_look_back", *ended) == "call_look_back"
