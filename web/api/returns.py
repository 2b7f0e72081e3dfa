"""``/returns``: units asked for a return, and its figures as handed in and as reckoned now."""

from __future__ import annotations

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Sent
from web.api.declared import Told, Words
from web.api.figures import FigureTold, figure_told
from web.api.once import once
from web.api.refusals import Malformed
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.declaration import OPEN_RETURNS
from workflow.errors import BadInput
from workflow.inspections import returns
from workflow.inspections.returns import ReturnCell


class ReturnsSent(Sent):
    """The units to be asked: those of some kinds below a unit, for a period, by a day."""

    period: str
    unit: int
    unit_kinds: list[str]
    due_on: str


class ReturnsAsked(Told):
    """The numbers of the returns, one for each unit that had none."""

    numbers: list[str]


class ReturnCellTold(Told):
    """A cell: as handed in (empty before), as proposed now, and the figure with its rows."""

    field: str
    words: Words
    reported: str
    proposed: str
    figure: FigureTold


class ReturnTold(Told):
    """The figures of a return; ``differs`` are the cells reckoned otherwise by now."""

    number: str
    period: str
    cells: list[ReturnCellTold]
    differs: list[str]


@blueprint.post("/returns")
@spec.validate(
    resp=answers(ReturnsAsked, *REFUSED, status=201), tags=["figures"], operation_id="ask_returns"
)
def ask_returns(json: ReturnsSent) -> tuple[ReturnsAsked, int, dict[str, str]]:
    """Ask units for a return of a period; the returns are items of the list ``returns``."""
    OPEN_RETURNS.demand(actor())
    given = json.model_dump()
    return once(
        ReturnsAsked, json, lambda: ReturnsAsked(numbers=returns.ask_for(actor(), given)), 201
    )


@blueprint.get("/items/<number>/figures")
@spec.validate(resp=answers(ReturnTold, 404), tags=["figures"], operation_id="return_figures")
def return_figures(number: str) -> ReturnTold:
    """Return the figures of a return, to be filled in by its move ``submit``."""
    try:
        found = returns.return_of(actor(), number)
    except BadInput as error:
        raise Malformed(error.words, error.fields) from error
    return ReturnTold(
        number=found.number, period=str(found.period),
        cells=[_cell(cell) for cell in found.cells],
        differs=[cell.field.key for cell in found.later],
    )  # fmt: skip


def _cell(cell: ReturnCell) -> ReturnCellTold:
    return ReturnCellTold(
        field=cell.field.key, words=said.words(cell.field.words), reported=cell.reported,
        proposed=cell.proposed, figure=figure_told(cell.figure),
    )  # fmt: skip
