"""``/items``: read lists, an item and the history; raise an item."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from flask import request, url_for

from web.api import bodies, facts, keys, said, shapes, versions
from web.api.blueprint import blueprint
from web.api.reading import declared_filters
from web.api.refusals import Malformed
from web.api.spec import answers, spec
from web.api.values import check
from web.auth import actor
from workflow import queries
from workflow.declaration import RAISE, ListType, pack
from workflow.engine import commands, event_fold
from workflow.engine.idempotency import Key
from workflow.engine.matters import part_faults
from workflow.errors import BadInput, NotPossible
from workflow.queries.list_address import NAMES, read_address


@blueprint.get("/items")
@spec.validate(resp=answers(shapes.ItemsPage, 404), tags=["items"], operation_id="items")
def items(query: bodies.ItemsQuery) -> shapes.ItemsPage:
    """Return a page of a list, limited to items visible to the account."""
    filters = filters_of(query, query.list)
    try:
        page = queries.items(
            query.list, actor(), filters, query.after, query.limit, count=query.after is None
        )
    except BadInput as error:
        raise Malformed(error.words, error.fields) from error
    return shapes.ItemsPage(
        items=[said.row(line) for line in page.rows],
        next=next_page(after=page.next) if page.next else None,
        count=page.count.rows if page.count else None,
        count_more=bool(page.count and page.count.more),
    )


@blueprint.post("/items")
@spec.validate(
    resp=answers(shapes.Done, 403, 404, 409, 413, 415, 422, status=201),
    tags=["items"],
    operation_id="raise_item",
)
def raise_item(json: bodies.NewItem) -> tuple[shapes.Done, int, dict[str, str]]:
    """Raise an item, with its parts or none of them; the number is the next of list and year."""
    with suppress(NotPossible):  # what the form is closed for is told beside the field
        queries.place_to_raise(json.list, json.parent or "", actor(), datetime.now(UTC))
    check(json.list, RAISE, json.fields, json.comment)
    for place, part in enumerate(json.parts):
        with part_faults(place):
            check(part.list, RAISE, part.fields, part.comment)
    whole = commands.NewItem(
        list_key=json.list, fields=json.fields, comment=json.comment, parent=json.parent
    )
    done, *parts = commands.raise_matter(whole, _parts(json), actor(), _key(json))
    return said.done(done, parts), 201, told_of(done) | {"Location": _address(done.number)}


def _parts(json: bodies.NewItem) -> list[commands.NewItem]:
    return [
        commands.NewItem(list_key=part.list, fields=part.fields, comment=part.comment)
        for part in json.parts
    ]


def _key(json: bodies.NewItem) -> Key | None:
    """Return the key of the request; one without parts hashes as before there were any."""
    sent = json.model_dump()
    return keys.key_for(sent if json.parts else {k: v for k, v in sent.items() if k != "parts"})


@blueprint.get("/items/<number>")
@spec.validate(resp=answers(shapes.Item, 404), tags=["items"], operation_id="item")
def item(number: str) -> tuple[shapes.Item, int, dict[str, str]]:
    """Return an item with evidence and the moves open to the account."""
    view = queries.item(number, actor())
    return _shaped(view), 200, {"ETag": versions.tag(view.item.version)}


@blueprint.get("/items/<number>/events")
@spec.validate(resp=answers(facts.EventsPage, 404), tags=["items"], operation_id="events")
def events(number: str) -> facts.EventsPage:
    """Return the history of an item; each line carries the hash of the chain."""
    view = queries.item(number, actor())
    return facts.EventsPage(events=[_event(event, view.list_type) for event in view.events])


def filters_of(query: bodies.ItemsFilter, list_key: str) -> queries.Filters:
    """Return the filter of a list in the address.

    Raises ``Malformed`` (400) for a parameter that is no filter of the list.
    """
    asked = query.model_dump(include={*NAMES}, exclude_none=True)
    declared = declared_filters(query, pack().lists[list_key].filters)
    try:
        return read_address(pack().lists[list_key], {**_written(asked), **declared})
    except BadInput as error:
        raise Malformed(error.words, error.fields) from error


def _written(asked: Mapping[str, Any]) -> dict[str, str]:
    """Return read parameters as an address has them."""
    return {name: _text(value) for name, value in asked.items() if value not in (False, "")}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, bool):
        return "1"
    return value.isoformat() if isinstance(value, date) else str(value)


def next_page(**after: Any) -> str:
    """Return the address of the next page."""
    assert request.endpoint  # noqa: S101 -- a route is being answered
    return url_for(request.endpoint, **(request.view_args or {}) | request.args.to_dict() | after)


def told_of(done: commands.Done) -> dict[str, str]:
    """Return the headers of a decision: the new version, and whether the answer is a replay."""
    replayed = {keys.REPLAYED: "true"} if done.replayed else {}
    return {"ETag": versions.tag(done.version)} | replayed


def _address(number: str) -> str:
    return url_for("api.item", number=number)


def _shaped(view: queries.ItemView) -> shapes.Item:
    found = view.item
    return shapes.Item(
        number=found.number,
        list=found.list_key,
        title=found.title,
        state=found.state,
        state_words=said.words(view.state.words),
        severity=found.severity,
        unit_id=found.unit_id,
        unit=said.words(view.unit),
        holder_id=found.holder_id,
        holder=said.maybe(view.holder),
        due=said.due(view.due),
        due_provisional=view.due is not None and view.due.provisional,
        due_explained=said.explained(view.explained),
        step_explained=said.explained(view.of_step),
        publicity_explained=said.explained(view.publicity),
        round=found.round,
        fields=facts.fields(view.list_type, found.data),
        facts=facts.of(found),
        evidence=said.pieces(found),
        parent=said.relative(view.parent) if view.parent else None,
        children=[said.relative(child) for child in view.children],
        documents=[said.relative(document) for document in view.documents],
        contents=[said.content(line) for line in view.contents],
        moves=[_move(move) for move in view.moves],
        minutes=[said.minutes(round_) for round_ in view.minutes],
        nobody=[said.words(sentence) for sentence in view.nobody],
        version=found.version,
        created_at=found.created_at,
        updated_at=found.updated_at,
    )


def _move(view: queries.MoveView) -> shapes.OpenMove:
    move = view.transition
    return shapes.OpenMove(
        trigger=move.trigger,
        words=said.words(move.words),
        dest=move.dest,
        refusal=said.maybe(view.refusal),
        fields=said.fields(move),
        comment_required=move.comment_required,
        takes_evidence=move.takes_evidence,
    )


def _event(event: queries.EventView, list_type: ListType) -> facts.Event:
    return facts.Event(
        seq=event.seq,
        at=event.at,
        trigger=event.trigger,
        move=said.words(event.move),
        source=said.maybe(event.source),
        dest=said.maybe(event.dest),
        actor=event.actor_name,
        behind=said.maybe(event.behind),
        comment=event.comment,
        changes=facts.changes(list_type, event_fold.columns(list_type.key, event.changes)),
        corrected=[_corrected(one) for one in event.corrected],
        hash=event.hash,
    )


def _corrected(one: queries.Corrected) -> facts.CorrectedField:
    before, after = said.words(one.before), said.words(one.after)
    return facts.CorrectedField(field=one.key, before=before, after=after)
