"""The facts of an item, for permitted readers; reading a confidential item is noted."""

from workflow import journal
from workflow.declaration import Actor, Facts, pack
from workflow.engine.loading import read
from workflow.engine.visibility import gone, may_see
from workflow.platform import connect


def note_seen(actor: Actor, what: str, about: tuple[str, object], numbers: list[str]) -> None:
    """Note confidential items on a page of many items: one entry with all numbers."""
    if numbers and not actor.is_system:
        with connect() as connection:
            journal.note(connection, "read", actor, subject=about, what=what, items=numbers)


def facts_of(number: str, actor: Actor, what: str = "item") -> Facts:
    """Return the facts of an item; the journal notes the reading of a confidential item.

    Raises ``NotFound`` where there is no such item for the actor.
    """
    with connect() as connection:
        facts = read(connection, [number]).get(number)
        if facts is None or not may_see(actor, facts.item):
            raise gone(number)
        if facts.item.list_key in pack().confidential:
            journal.note(connection, "read", actor, subject=("item", number), what=what)
    return facts
