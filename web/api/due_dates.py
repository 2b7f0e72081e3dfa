"""``/calendar/due-dates``: the effect of a changed calendar on due dates, and the passes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Before, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, NoFields, acted
from web.api.items import next_page
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from web.step_up import demand_proof
from workflow.declaration import APPLY_CALENDAR
from workflow.escalation.calendar_changes import recalculation_job
from workflow.escalation.calendar_changes.recalculation_preview import DueDateChange, preview


class CalendarApplied(Sent):
    """The reason to move due dates, and the edition of the calendar in the preview."""

    reason: str
    edition: Annotated[str, Field(max_length=200)]


class DueDatesQuery(Sent):
    """A page of the due dates to be moved, after a number from ``next``."""

    after: Before | None = None


class DueDateMoved(Told):
    """A due date to be moved by the calendar in force."""

    number: str
    list: str
    unit: Words
    before: date
    after: date
    why: tuple[Words, ...]


class Recalculation(Told):
    """A pass over the items to apply the calendar."""

    edition: str
    reason: str
    by: str
    began_at: datetime
    items: int
    seen: int
    moved: int
    refused: int
    ended_at: datetime | None
    outcome: str


class DueDatesPage(Told):
    """The due dates to be moved, and the newest pass."""

    edition: str
    earlier: int
    later: int
    items: list[DueDateMoved]
    newest: Recalculation | None
    next: str | None


@blueprint.get("/calendar/due-dates")
@spec.validate(resp=answers(DueDatesPage, 403, 404), tags=["calendar"], operation_id="due_dates")
def due_dates(query: DueDatesQuery) -> DueDatesPage:
    """Return the due dates to be moved by applying the calendar."""
    APPLY_CALENDAR.demand(actor())
    found, newest = preview(actor(), query.after or 0), recalculation_job.newest()
    return DueDatesPage(
        edition=found.edition,
        earlier=found.earlier,
        later=found.later,
        items=[_moved(change) for change in found.page],
        newest=_pass(newest) if newest else None,
        next=next_page(after=found.following) if found.following else None,
    )


@blueprint.post("/calendar/due-dates")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["calendar"], operation_id="apply_calendar")
def apply_calendar(json: CalendarApplied) -> tuple[Acted, int, dict[str, str]]:
    """Begin to apply the calendar of an edition to existing due dates."""
    APPLY_CALENDAR.demand(actor())
    demand_proof(APPLY_CALENDAR)
    return acted(json, lambda: recalculation_job.begin(actor(), json.reason, json.edition))


@blueprint.post("/calendar/due-dates/stop")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["calendar"], operation_id="stop_applying")
def stop_applying(json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Stop the running pass; moved due dates stay moved."""
    APPLY_CALENDAR.demand(actor())
    return acted(json, lambda: recalculation_job.stop(actor()))


def _moved(change: DueDateChange) -> DueDateMoved:
    return DueDateMoved(
        number=change.number,
        list=change.list_key,
        unit=said.words(change.unit),
        before=change.before,
        after=change.after,
        why=tuple(said.words(words) for words in change.why),
    )


def _pass(found: recalculation_job.Pass) -> Recalculation:
    return Recalculation(
        edition=found.edition,
        reason=found.reason,
        by=found.by_name,
        began_at=found.began_at,
        items=found.items,
        seen=found.seen,
        moved=found.moved,
        refused=found.refused,
        ended_at=found.ended_at,
        outcome=found.outcome,
    )
