"""``/sheets``: the sheets of checks, their lines, and drafts of their next editions."""

from __future__ import annotations

from datetime import datetime
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
from workflow.declaration import KEEP_SHEETS
from workflow.errors import BadInput
from workflow.inspections import editions
from workflow.inspections.editions import SheetEdition
from workflow.inspections.lines import MOST, SheetLine

_Text = Annotated[str, Field(max_length=4000)]


class LineSent(Sent):
    """A line of a draft; codes by their key or by their name."""

    number: _Text
    above: _Text = ""
    kind: _Text
    zh: _Text
    en: _Text = ""
    optional: bool = False
    points: _Text = ""
    evidence: _Text = ""
    citation: _Text = ""
    aspect: _Text = ""
    severity: _Text = ""
    task: _Text = ""
    level: _Text = ""
    steps: _Text = ""
    papers: _Text = ""
    cadence: _Text = ""


class SheetSent(Sent):
    """The draft of the next edition of a sheet, in place of the present draft."""

    sheet: str
    zh: str
    en: str = ""
    reason: str
    lines: Annotated[list[LineSent], Field(max_length=MOST)]


class LineTold(Told):
    """A line of an edition: the place in the tree, the question, the consequences of a failure."""

    number: str
    above: str
    kind: str
    words: Words
    optional: bool
    points: str
    evidence: str
    citation: str
    aspect: str
    severity: str
    task: str
    level: str
    steps: str
    papers: str
    cadence: str


class SheetTold(Told):
    """An edition of a sheet; without ``published_at`` it is a draft."""

    id: int
    sheet: str
    number: int
    words: Words
    reason: str
    drafted_by: str
    drafted_at: datetime
    published_by: str | None
    published_at: datetime | None


class SheetsPage(Told):
    """Every edition visible to the account."""

    editions: list[SheetTold]


class SheetWithLines(SheetTold):
    """An edition with its lines in order."""

    lines: list[LineTold]


class SheetKept(Told):
    """The saved draft."""

    id: int


@blueprint.get("/sheets")
@spec.validate(resp=answers(SheetsPage, 404), tags=["checks"], operation_id="sheets")
def sheets() -> SheetsPage:
    """Return every edition of the sheets of checks, the newest of each sheet first."""
    return SheetsPage(editions=[SheetTold(**_edition(one)) for one in editions.editions(actor())])


@blueprint.get("/sheets/<int:edition_id>")
@spec.validate(resp=answers(SheetWithLines, 404), tags=["checks"], operation_id="sheet")
def sheet(edition_id: int) -> SheetWithLines:
    """Return an edition with its lines."""
    found, lines = editions.edition(actor(), edition_id)
    return SheetWithLines(**_edition(found), lines=[_line(line) for line in lines])


@blueprint.post("/sheets")
@spec.validate(
    resp=answers(SheetKept, *REFUSED, status=201), tags=["checks"], operation_id="draft_sheet"
)
def draft_sheet(json: SheetSent) -> tuple[SheetKept, int, dict[str, str]]:
    """Keep a draft of a sheet's next edition, in place of the present draft."""
    KEEP_SHEETS.demand(actor())
    head = json.model_dump(exclude={"lines"})

    def act() -> SheetKept:
        try:
            return SheetKept(id=editions.draft(actor(), head, [_row(one) for one in json.lines]))
        except BadInput as error:
            places = {key: _place(key) for key in error.fields}
            raise Misread(error.words, error.fields, places) from error

    return once(SheetKept, json, act, 201)


@blueprint.post("/sheets/<int:edition_id>/publish")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["checks"], operation_id="publish_sheet")
def publish_sheet(edition_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Publish a draft for good."""
    return acted(json, lambda: editions.publish(actor(), edition_id))


@blueprint.post("/sheets/<int:edition_id>/discard")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["checks"], operation_id="discard_sheet")
def discard_sheet(edition_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Throw a draft away."""
    return acted(json, lambda: editions.discard(actor(), edition_id))


def _row(line: LineSent) -> dict[str, str]:
    told = line.model_dump()
    return {key: ("yes" if value else "no") if key == "optional" else value
            for key, value in told.items()}  # fmt: skip


def _place(key: str) -> Place:
    """Return where in the body the fault ``lines_row_column`` is."""
    whole, _, rest = key.partition("_")
    row, _, column = rest.partition("_")
    return ("lines", int(row), column) if whole == "lines" and row.isdecimal() else (key,)


def _edition(found: SheetEdition) -> dict[str, object]:
    return {
        "id": found.id, "sheet": found.sheet, "number": found.number,
        "words": said.words(found.words), "reason": found.reason,
        "drafted_by": found.drafted_by, "drafted_at": found.drafted_at,
        "published_by": found.published_by, "published_at": found.published_at,
    }  # fmt: skip


def _line(line: SheetLine) -> LineTold:
    told = {key: getattr(line, key) for key in LineTold.model_fields if key != "words"}
    return LineTold(words=said.words(line.words), **told)
