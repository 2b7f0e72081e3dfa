"""What came of a complaint is closed only once the complainant has a reply."""

from __future__ import annotations

from workflow.declaration import Actor, Facts, Field, Item, Transition, process_of, system
from workflow.profession.moves.basic import met
from workflow.words import Words


def _is_replied_to(facts: Facts) -> bool:
    origin = process_of(facts.item).get("complaint")
    return origin is None or "replied_on" in origin


def _note(item: Item, facts: Facts, _: Actor) -> None:
    if (origin := process_of(item).get("complaint")) is not None:
        origin["replied_on"] = facts.fields["replied_on"].isoformat()


COMPLAINT_REPLIED = met(
    "来源信访件还没有答复反映人",
    "the complaint that it came from has no reply yet",
    _is_replied_to,
)
NOTE_REPLY = Transition(
    "note_reply",
    Words("信访件已答复", "Complaint replied to"),
    source=("raised", "assigned", "rectified", "verified"),
    dest="",
    permission=system,
    fields=(Field("replied_on", Words("答复日期", "Replied on"), "date", use="move"),),
    records=_note,
    beside=True,
)
