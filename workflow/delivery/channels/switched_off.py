"""The mail to the administrator of a switched-off channel."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.platform import connect
from workflow.words import Words

_READ = """
    SELECT o.id, p.email, p.name, p.name_en, p.language, c.id, c.name, c.off_reason
      FROM outbox o JOIN channels c ON c.id = o.channel_id JOIN people p ON p.id = o.person_id
     WHERE o.id = %s"""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mail to an administrator about a switched-off channel."""

    outbox_id: int
    address: str
    name: Words
    language: str
    channel_id: int
    channel: str
    reason: str

    @property
    def path(self) -> str:
        """Where the channel's page is."""
        return f"/channels/{self.channel_id}"


def trouble_of(outbox_id: int) -> Trouble | None:
    """Return the content of the mail, or ``None`` for a mail of another kind."""
    with connect() as connection:
        row = connection.execute(_READ, [outbox_id]).fetchone()
    if row is None:
        return None
    id_, address, name, name_en, language, *channel = row
    return Trouble(id_, address, Words(name, name_en or name), language, *channel)
