"""The mail choices of a person: a choice hides mail, never the inbox or served documents."""

from __future__ import annotations

from collections.abc import Collection

from workflow import journal
from workflow.declaration import AT_ONCE, Actor, fields
from workflow.errors import BadInput, CodedWords
from workflow.platform import connect
from workflow.words import Words

DIGEST = "digest"
# What may be chosen, in the order of the page.
OPTIONAL: dict[str, Words] = {
    DIGEST: Words(
        "每个工作日的待办摘要（含到期提醒、逾期和新通知）",
        "The digest of each working day: what waits, what falls due, what is new",
    ),
    **{key: kind.words for key, kind in AT_ONCE.items() if kind.optional},
}
ALWAYS: tuple[Words, ...] = tuple(k.words for k in AT_ONCE.values() if not k.optional)
_UNKNOWN = CodedWords("没有“{kind}”这种邮件", "there are no mails “{kind}”", "no_choice")
_READ = "SELECT kind FROM mail_choices WHERE person_id = %s"
_ADD = """
    INSERT INTO mail_choices SELECT %s, unnest(%s::text[]) ON CONFLICT DO NOTHING"""
_REMOVE = "DELETE FROM mail_choices WHERE person_id = %s AND kind <> ALL (%s)"


def wanted(actor: Actor) -> frozenset[str]:
    """Return the kinds of mail chosen by the actor."""
    with connect() as connection:
        unwanted = {kind for (kind,) in connection.execute(_READ, [actor.person_id])}
    return frozenset(OPTIONAL) - unwanted


def choose(actor: Actor, kinds: Collection[str]) -> None:
    """Set the kinds of mail of the actor.

    Raises ``BadInput`` for a kind that is not there to be chosen.
    """
    if unknown := sorted({*kinds} - OPTIONAL.keys()):
        raise BadInput(fields.CHECK, {"kinds": _UNKNOWN.format(kind=unknown[0][:40])})
    unwanted = [kind for kind in OPTIONAL if kind not in kinds]
    with connect() as connection, connection.transaction():
        connection.execute(_REMOVE, [actor.person_id, unwanted])
        connection.execute(_ADD, [actor.person_id, unwanted])
        subject = ("person", actor.person_id or "")
        journal.note(connection, "setting", actor, subject=subject, what="mail", off=unwanted)
