"""The page of an item: all visible facts, and the moves open to the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import Blueprint, render_template, request

from web import diagram, item_history, particulars
from web.auth import actor
from web.forms import form_keys
from web.pages.figures import rows_of
from web.pages.records import links
from workflow import queries
from workflow.declaration import RETURNS, Transition, pack, process_of
from workflow.imports import past
from workflow.imports.past import ImportOrigin
from workflow.inspections import returns
from workflow.inspections.complaints.findings import raised_for
from workflow.inspections.returns import ReturnView
from workflow.queries import ItemView, MoveView, Opening
from workflow.queries.document import signers
from workflow.queries.figures.figures_paper import number as number_of
from workflow.queries.main_move import ON, turn
from workflow.queries.papers.certificate import has_certificate
from workflow.queries.papers.item_papers import forms_of
from workflow.queries.relapses import come_back
from workflow.words import Words

blueprint = Blueprint("items", __name__)
COMMENT = "comment"
Way = TypeVar("Way", MoveView, Opening)


@blueprint.get("/items/<number>")
def item(number: str) -> str:
    """Show an item; 404 where the person may not see the item."""
    view = queries.item(number, actor())
    possible = sorted(_possible(view.moves), key=lambda move: _turn(view, move.transition))
    return render_template(
        "item.html",
        view=view,
        facts=particulars.of(view),
        origin=_origin(view),
        merged_into=process_of(view.item).get("merged_into"),
        records=links(view),
        come_back=come_back(view.item, actor()),
        papers=pack().documents,
        parts_signed=signers(),
        certified=has_certificate,
        forms=forms_of(view),
        name_of=lambda name: particulars.name_of(view, name),
        diagram=diagram.drawn(view.list_type, view.item.state, _taken(view)),
        history=item_history.of(view, request.args.get("history", "")),
        remark=next((m.transition for m in possible if m.transition.trigger == COMMENT), None),
        form_key=form_keys.fresh(),
        returned=_returned(view),
        rows_of=rows_of,
        shown_figure=number_of,
        raised_for=raised_for(actor(), number) if view.list_type.withheld_from else (),
        possible=possible,
        main=bool(possible) and _turn(view, possible[0].transition) == ON,
        raisable=_possible(view.openings),
        refused=_by_reason(view.moves),
        closed=_refused(view.openings),
    )


def _taken(view: ItemView) -> set[tuple[str, str]]:
    """Return the ways between states that the item has gone."""
    return {event.way for event in view.events if event.moved and event.way[0]}


def _by_reason(moves: Sequence[MoveView]) -> list[tuple[Words, list[MoveView]]]:
    """Return the refused moves by their reason, in the order of the moves."""
    groups: dict[Words, list[MoveView]] = {}
    for move in _refused(moves):
        groups.setdefault(move.reason or move.refusal or move.transition.words, []).append(move)
    return [*groups.items()]


def _origin(view: ItemView) -> tuple[ImportOrigin, bool] | None:
    """Return the row of the ledger behind the item, and whether the import may be seen."""
    return past.origin(view.item.id, actor()) if "ledger" in view.item.process else None


def _returned(view: ItemView) -> ReturnView | None:
    """Return the figures of a return; nothing for other items."""
    if view.list_type.key != RETURNS:
        return None
    return returns.shown(actor(), view.item)


def _turn(view: ItemView, transition: Transition) -> int:
    return turn(view.list_type, view.item.state, transition)


def _possible(ways: Sequence[Way]) -> list[Way]:
    return [way for way in ways if way.refusal is None]


def _refused(ways: Sequence[Way]) -> list[Way]:
    return [way for way in ways if way.refusal is not None]
