"""The form of a list's filter: inputs drawn from declared fields, and the address read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask import request

from web.auth import actor
from web.forms import Filled, Input, input_of
from web.forms.register_forms import declared_filters
from web.languages import language
from workflow import queries
from workflow.declaration import Choice, Field, ListType, pack
from workflow.errors import BadInput
from workflow.queries import Filters
from workflow.queries.list_address import NAMES, Finding, address_of, read_address
from workflow.queries.list_filters import moves_of, steps_of
from workflow.queries.list_moves import HANDED_IN
from workflow.queries.list_periods import PERIODS
from workflow.queries.list_words import FILTER_WORDS, bad_filter
from workflow.queries.people_sought import person_label, person_sought
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """The inputs of a list's filter: always shown, unfolded on demand, and periods."""

    main: list[Input]
    more: list[Input]
    periods: list[tuple[Input, Input]]
    unfolded: bool  # something in the folded part is set

    @property
    def holds_all(self) -> bool:
        """Whether there is nothing to unfold."""
        return not self.more and not self.periods


def asked(list_type: ListType) -> Filters:
    """Return the query of a list in the address.

    Raises ``BadInput`` for a value that cannot be read, and for no or several units or people.
    """
    return read_address(list_type, given(list_type), Finding(_unit, _person))


def given(list_type: ListType) -> dict[str, str]:
    """Return the words of the address about a list; several values of a name with commas."""
    names = {*NAMES, *(field.key for field in list_type.filters)}
    return {
        name: ",".join(filter(None, values))
        for name, values in request.args.lists()
        if name in names
    }


def filter_form(list_type: ListType, filters: Filters) -> FilterForm:
    """Return the form of a list's filter with the values of a query."""
    people = {"holder": _label(filters.holder_id), "raised_by": _label(filters.raised_by)}
    values = address_of(filters) | people
    shown = [field for field in list_type.filters if field.filtered]
    folded = [field for field in list_type.filters if not field.filtered]
    more = [*_people(values, "raised_by"), *_inputs(_waiting(list_type), values)]
    more += declared_filters(folded, filters.fields)
    periods = [(_day(f"{key}_from", values), _day(f"{key}_to", values)) for key in PERIODS]
    return FilterForm(
        main=[*_people(values, "holder"), *declared_filters(shown, filters.fields)],
        more=more,
        periods=periods,
        unfolded=bool(filters.as_of)
        or any(one.value for one in [*more, *(one for pair in periods for one in pair)]),
    )


def _people(values: Mapping[str, str], name: str) -> Iterator[Input]:
    asked_for = Field(name, FILTER_WORDS[name], kind="person", required=False)
    yield replace(input_of(asked_for, Filled(dict(values))), searched=True)


def _inputs(fields: Iterator[Field], values: Mapping[str, str]) -> Iterator[Input]:
    yield from (input_of(field, Filled(dict(values))) for field in fields)


def _waiting(list_type: ListType) -> Iterator[Field]:
    """Yield the fields for the waiting of an item, and for past events of the item."""
    working = {k: w for k, w in pack().relations.items() if k not in pack().administrators}
    offers: tuple[tuple[str, Mapping[str, Words]], ...] = (
        ("waits_for", working), ("step", steps_of(list_type.key)),
        ("moved", moves_of(list_type.key)),
        ("left", {state.key: state.words for state in list_type.states if not state.final}),
        ("handed_in", HANDED_IN if list_type.work_states else {}),
    )  # fmt: skip
    for name, offered in offers:
        if offered:
            choices = tuple(Choice(key, words) for key, words in offered.items())
            yield Field(name, FILTER_WORDS[name], kind="choice", required=False, choices=choices)


def _day(name: str, values: Mapping[str, str]) -> Input:
    asked_for = Field(name, FILTER_WORDS[name], kind="date", required=False)
    return input_of(asked_for, Filled(dict(values)))


def _label(person_id: int | None) -> str:
    return person_label(actor(), person_id, language())


def _person(text: str) -> int:
    return person_sought(actor(), text)


def _unit(text: str) -> int:
    """Return the id of the filtered unit.

    Raises ``BadInput`` where no unit or more than one unit matches.
    """
    try:
        found = queries.unit_of(actor(), text)
    except BadInput as refusal:
        raise BadInput(refusal.fields["unit"]) from None
    if not 0 < found < 2**31:
        raise bad_filter("unit", text)
    return found
