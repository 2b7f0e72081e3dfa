"""The oracle's circulated criticism: who may read it, and whether it asks for a report."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tests.profession.oracle.people import ZONE

if TYPE_CHECKING:
    from tests.profession.oracle.rules import Thing


def circulated(thing: Thing) -> str:
    """Return below which unit it may be read by all; nothing while it is not circulated."""
    told = [act for act in thing.acts if act.trigger in ("publish", "revoke")]
    if thing.kind != "criticisms" or not told or told[-1].trigger == "revoke":
        return ""
    units = thing.published_at.strip("/").split("/")
    kept = {"unit": units, "above": units[:-1] or units, "organisation": units[:1]}
    return "/" + "/".join(kept[_draft(thing)["circle"]]) + "/"


def report_by(thing: Thing) -> date | None:
    """Return when the newest draft asks for a report, if it does."""
    day: date | None = _draft(thing)["rectify_by"]
    return day


def _draft(thing: Thing) -> dict[str, Any]:
    return next(act for act in reversed(thing.acts) if act.trigger == "draft").asked


class Criticisms:
    """What the item has to fulfil for a move of this list."""

    def _criticisms_draft(self, _: Thing, asked: dict[str, Any], now: datetime, __: Any) -> bool:
        by = asked["rectify_by"]
        return by is None or bool(by > now.astimezone(ZONE).date())

    def _criticisms_publish(self, *_: Any) -> bool:
        return True

    def _criticisms_report_back(self, thing: Thing, *_: Any) -> bool:
        return report_by(thing) is not None

    def _follow_up(self, thing: Thing, *_: Any) -> bool:
        return report_by(thing) is None

    def _criticisms_conclude(self, thing: Thing, _: Any, now: datetime, __: Any) -> bool:
        waited_for = thing.state == "published" or report_by(thing) is not None
        late = thing.due is not None and thing.due < now.astimezone(ZONE).date()
        return waited_for and late
