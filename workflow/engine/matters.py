"""A matter: an item with parts, raised together; a fault names the faulty part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from workflow.declaration import CHECK, INHERITED, RAISE, Facts, PartForm, pack
from workflow.engine.raising import NewItem
from workflow.errors import BadInput, CodedWords
from workflow.words import Words

_NO_PART = CodedWords("不能随它一起提出", "it cannot be raised together with this", "not_fitting")
PART = "parts"


def of(whole: NewItem, parts: Sequence[NewItem]) -> list[NewItem]:
    """Return the item and its parts, each with the unit and the severity of the item."""
    return [whole, *(_below(whole, part, place) for place, part in enumerate(parts))]


def forms(list_key: str) -> tuple[PartForm, ...]:
    """Return the parts that can be raised together with an item of the list."""
    move = pack().lists[list_key].find(RAISE, "") if list_key in pack().lists else None
    return move.parts if move else ()


def proposed(new: NewItem, whole: NewItem, facts: Facts) -> NewItem:
    """Return the part with the text proposed at the place, for a part without a text.

    Raises ``BadInput`` where there is nothing to propose.
    """
    form = _form(whole, new)
    if new.fields.get("title") or form is None or form.proposes is None:
        return new
    text = form.proposes(facts, new.fields)
    if isinstance(text, Words):
        raise BadInput(CHECK, {"title": text})
    return replace(new, fields={**new.fields, "title": text})


@contextmanager
def part_faults(place: int | None) -> Iterator[None]:
    """Let the faults of a part name the part by its place; without a place they stay as they are.

    Raises ``BadInput`` with the names "parts.0.title" and the like.
    """
    try:
        yield
    except BadInput as refused:
        if place is None:
            raise
        named = {f"{PART}.{place}.{key}": words for key, words in refused.fields.items()}
        raise type(refused)(refused.words, named) from None


def _below(whole: NewItem, part: NewItem, place: int) -> NewItem:
    if _form(whole, part) is None:
        raise BadInput(CHECK, {f"{PART}.{place}.list": _NO_PART})
    taken: Mapping[str, object] = {
        key: whole.fields[key] for key in INHERITED if key in whole.fields
    }
    return replace(part, fields={**taken, **part.fields}, under=0, part=place)


def _form(whole: NewItem, part: NewItem) -> PartForm | None:
    return next((form for form in forms(whole.list_key) if form.list == part.list_key), None)
