"""The form of a move beside what is decided: the same item, in the order of a decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from workflow.declaration import (
    RAISE,
    Actor,
    Facts,
    Item,
    ListType,
    State,
    Transition,
    pack,
    typed_now,
)
from workflow.engine import cascades, machine, raising
from workflow.engine.along import Along
from workflow.engine.form_conditions import needed
from workflow.engine.visibility import gone
from workflow.platform import reading, settings
from workflow.queries.decided import Decided, decided
from workflow.queries.item import ItemView, view_of
from workflow.queries.item_access import facts_of
from workflow.queries.people_choices import person_names
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveForm:
    """The form of a move: the declared fields, and the item that is decided on."""

    view: ItemView
    transition: Transition
    decided: Decided
    suggested: dict[str, str] = field(
        default_factory=dict
    )  # field -> what stands in it before anything is typed
    along: list[Along] = field(default_factory=list)  # what hangs on it and moves, or stays
    names: dict[int, Words] = field(default_factory=dict)  # of whom that is assigned to
    needs: dict[str, Words] = field(default_factory=dict)  # asked for beside the fields

    @property
    def item(self) -> Item:
        """The item as it is now."""
        return self.view.item

    @property
    def list_type(self) -> ListType:
        """The list of the item."""
        return self.view.list_type

    @property
    def now(self) -> datetime:
        """The moment of the reading."""
        return self.view.now

    @property
    def state(self) -> State:
        """The present state of the item."""
        return self.view.state


def move_form(number: str, trigger: str, actor: Actor) -> MoveForm:
    """Return the content of a move's form.

    Raises ``NotFound`` where there is no such item for the actor, else the reason why the actor
    cannot make the move now.
    """
    facts = facts_of(number, actor)
    transition = machine.ready(pack().lists[facts.item.list_key], trigger, actor, facts)
    suggested = {f.key: f.suggests(facts) for f in transition.fields if f.suggests}
    if transition.corrects:
        suggested = {f.key: typed_now(facts.item, f.key) for f in transition.fields}
    along, names = _along(facts, transition, actor)
    view = view_of(facts, actor)
    return MoveForm(
        view=view, transition=transition, decided=decided(facts, view), suggested=suggested,
        along=along, names=names, needs=needed(transition, facts),
    )  # fmt: skip


def open_move(number: str, trigger: str, actor: Actor) -> Transition:
    """Return a move that can be made now.

    Raises ``NotFound`` where there is no such item for the actor, else the reason why the actor
    cannot make the move now.
    """
    facts = facts_of(number, actor)
    return machine.ready(pack().lists[facts.item.list_key], trigger, actor, facts)


def form_again(number: str, trigger: str, actor: Actor) -> MoveForm | None:
    """Return the form of a refused move, also where the move is not open now.

    ``None`` where the list has no such move. Raises ``NotFound`` where there is no such item for
    the actor.
    """
    facts = facts_of(number, actor)
    list_type = pack().lists[facts.item.list_key]
    transition = list_type.find(trigger, facts.item.state) or list_type.named(trigger)
    if transition is None:
        return None
    view = view_of(facts, actor)
    along, names = _along(facts, transition, actor)
    return MoveForm(
        view=view, transition=transition, decided=decided(facts, view), along=along, names=names,
        needs=needed(transition, facts),
    )  # fmt: skip


def raise_form(list_key: str) -> Transition:
    """Return the declaration of the move "raise" of a list.

    Raises ``NotFound`` for an unknown list.
    """
    if list_key not in pack().lists:
        raise gone(list_key)
    transition = pack().lists[list_key].find(RAISE, "")
    assert transition  # noqa: S101 -- the definition demands it
    return transition


def needs_to_raise(list_key: str, now: datetime) -> dict[str, Words]:
    """Return the fields of the form for raising an item beside the required fields."""
    blank = Facts(raising.blank(list_key, 0, ""), now, settings().zone)
    return needed(raise_form(list_key), blank)


def _along(
    facts: Facts, transition: Transition, actor: Actor
) -> tuple[list[Along], dict[int, Words]]:
    """Return what hangs on the item and moves with it or stays, and the names of the assigned."""
    along = cascades.foreseen(facts, transition, actor)
    if not along:
        return [], {}
    with reading() as connection:
        return along, person_names(connection, {child.holder_id for child in along})
