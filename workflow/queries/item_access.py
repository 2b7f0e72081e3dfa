"""The facts of an item, for those who may see it; a read of what is confidential is noted."""

from workflow import journal
from workflow.declaration.facts import Facts
from workflow.declaration.rules import Actor
from workflow.engine.loading import read
from workflow.engine.visibility import CONFIDENTIAL, gone, may_see
from workflow.platform.db import connect


def note_seen(actor: Actor, what: str, about: tuple[str, object], numbers: list[str]) -> None:
    """Note that a page showed confidential items beside others: one entry, with all numbers."""
    if numbers and not actor.is_system:
        with connect() as connection:
            journal.note(connection, "read", actor, subject=about, what=what, items=numbers)


def facts_of(number: str, actor: Actor, what: str = "item") -> Facts:
    """Return the facts of an item; ``NotFound`` where there is none for this person."""
    with connect() as connection:
        facts = read(connection, [number]).get(number)
        if facts is None or not may_see(actor, facts.item):
            raise gone(number)
        if facts.item.list_key in CONFIDENTIAL:
            journal.note(connection, "read", actor, subject=("item", number), what=what)
    return facts
