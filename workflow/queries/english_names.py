"""Names of people as kept with a record, in English."""

from __future__ import annotations

from sqlalchemy import select

from workflow.platform import reading
from workflow.platform.models import Person


def name_in_english(name: str) -> str:
    """Return the English form of a person's name; empty where none is known, or several are."""
    query = select(Person.name_en).where(Person.name == name, Person.name_en != "").distinct()
    with reading() as connection:
        found = connection.execute(query.limit(2)).scalars().all()
    return found[0] if len(found) == 1 else ""
