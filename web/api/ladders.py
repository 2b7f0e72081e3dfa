"""``/ladders``: the ladders in force, and drafts of their next editions."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, NoFields, acted
from web.api.once import once
from web.api.refusals import Misread, Place
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from web.step_up import demand_proof
from workflow.declaration import KEEP_LADDERS, Clock, Rung
from workflow.errors import BadInput
from workflow.escalation.ladders import commands, queries
from workflow.escalation.ladders.forms import PUBLISH
from workflow.escalation.ladders.rung_form import RungFormRow, rungs_of
from workflow.escalation.ladders.validation import MOST
from workflow.snapshots.policies import RungRow

EVERY = "all"  # what stands in an address for every severity
_Text = Annotated[str, Field(max_length=200)]


class RungSent(Sent):
    """A rung: days from the due date, level, names, colour, recipients, signer."""

    key: _Text = ""
    offset: Annotated[int, Field(ge=-9999, le=9999)]
    level: Annotated[int, Field(ge=0, le=99)]
    name: _Text
    name_en: _Text = ""
    colour: _Text = ""
    tells: Annotated[list[_Text], Field(max_length=40)] = Field(default_factory=list)
    signer: _Text = ""


class DraftSent(Sent):
    """The draft of an edition, in place of the present draft."""

    valid_from: str
    reason: str
    rungs: Annotated[list[RungSent], Field(max_length=MOST)]


class RungTold(Told):
    """A rung of a ladder."""

    key: str
    offset: int
    level: int
    words: Words
    colour: str
    tells: tuple[str, ...]
    signer: str


class EditionTold(Told):
    """A published edition, or a draft."""

    id: int
    valid_from: date
    reason: str
    drafted_by: str
    published_by: str | None
    rungs: list[RungTold]


Rungs = list[RungTold]  # ``list`` is the name of a field below
Editions = list[EditionTold]


class Ladder(Told):
    """A ladder: list, state, severity (or ``all``), the rungs of today, the editions."""

    list: str
    state: str
    severity: str
    rungs: Rungs
    published: Editions
    draft: EditionTold | None


class LaddersPage(Told):
    """Every adjustable ladder."""

    ladders: list[Ladder]


class DraftKept(Told):
    """The saved draft."""

    id: int


@blueprint.get("/ladders")
@spec.validate(resp=answers(LaddersPage), tags=["ladders"], operation_id="ladders")
def ladders() -> LaddersPage:
    """Return every ladder."""
    return LaddersPage(ladders=[_ladder(view) for view in queries.ladders()])


@blueprint.get("/ladders/<list_key>/<state>/<severity>")
@spec.validate(resp=answers(Ladder, 404), tags=["ladders"], operation_id="ladder")
def ladder(list_key: str, state: str, severity: str) -> Ladder:
    """Return a ladder."""
    return _ladder(queries.ladder(_clock(list_key, state, severity)))


@blueprint.post("/ladders/<list_key>/<state>/<severity>")
@spec.validate(
    resp=answers(DraftKept, *REFUSED, status=201), tags=["ladders"], operation_id="save_draft"
)
def save_draft(
    list_key: str, state: str, severity: str, json: DraftSent
) -> tuple[DraftKept, int, dict[str, str]]:
    """Keep a draft of the next edition, in place of the present draft."""
    clock = _clock(list_key, state, severity)
    KEEP_LADDERS.demand(actor())
    rungs = _rungs(clock, json)
    head = {"valid_from": json.valid_from, "reason": json.reason}

    def act() -> DraftKept:
        return DraftKept(id=commands.save(actor(), clock, head, rungs))

    return once(DraftKept, json, act, 201)


@blueprint.get("/ladder-drafts/<int:edition_id>")
@spec.validate(resp=answers(EditionTold, 403, 404), tags=["ladders"], operation_id="draft")
def draft(edition_id: int) -> EditionTold:
    """Return a draft."""
    return _edition(commands.draft(actor(), edition_id))


@blueprint.post("/ladder-drafts/<int:edition_id>/publish")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["ladders"], operation_id="publish_draft")
def publish_draft(edition_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Put a draft in force from the draft's day on."""
    KEEP_LADDERS.demand(actor())
    demand_proof(PUBLISH)
    return acted(json, lambda: commands.publish(actor(), edition_id))


@blueprint.post("/ladder-drafts/<int:edition_id>/discard")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["ladders"], operation_id="discard_draft")
def discard_draft(edition_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Throw a draft away."""
    return acted(json, lambda: commands.discard(actor(), edition_id))


@blueprint.post("/ladder-editions/<int:edition_id>/take-back")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["ladders"], operation_id="take_back_edition")
def take_back_edition(edition_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Take an edition back before the edition's day."""
    return acted(json, lambda: commands.take_back(actor(), edition_id))


def _clock(list_key: str, state: str, severity: str) -> Clock:
    return commands.clock_of(list_key, state, "" if severity == EVERY else severity)


def _rungs(clock: Clock, json: DraftSent) -> list[RungRow]:
    """Return the rungs as stored.

    Raises ``Misread`` with the place of each fault.
    """
    rows = [
        RungFormRow(
            rung.key, str(rung.offset), str(rung.level), rung.name, rung.name_en, rung.colour,
            tuple(rung.tells), rung.signer,
        )
        for rung in json.rungs
    ]  # fmt: skip
    try:
        return rungs_of(clock[0], rows)
    except BadInput as error:
        raise Misread(error.words, error.fields, {k: _place(k) for k in error.fields}) from error


def _place(key: str) -> Place:
    """Return where in the body the fault ``column_row`` is; others are of the whole ladder."""
    column, _, row = key.rpartition("_")
    return ("rungs", int(row), column) if row.isdecimal() else ("rungs",)


def _ladder(view: queries.LadderView) -> Ladder:
    key, state, severity = view.clock
    return Ladder(
        list=key,
        state=state,
        severity=severity or EVERY,
        rungs=[_rung(rung) for rung in view.rungs],
        published=[_edition(edition) for edition in view.published],
        draft=_edition(view.draft) if view.draft else None,
    )


def _edition(found: commands.EditionRow) -> EditionTold:
    return EditionTold(
        id=found.id,
        valid_from=found.valid_from,
        reason=found.reason,
        drafted_by=found.drafted_by,
        published_by=found.published_by,
        rungs=[_rung(rung) for rung in found.ladder],
    )


def _rung(rung: Rung) -> RungTold:
    return RungTold(
        key=rung.key,
        offset=rung.offset,
        level=rung.level,
        words=said.words(rung.words),
        colour=rung.colour,
        tells=rung.tells,
        signer=rung.signer,
    )
