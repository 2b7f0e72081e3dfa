"""The organisation: units and their history, posts, and hand-overs.

Units are the system administrator's, posts the security administrator's; neither touches items,
which follow their unit by the machine's own move (ADR 9) and their holder by a signed hand-over.
"""

from workflow.organisation.appointing import appoint, end_post, leave
from workflow.organisation.commands import Changed, dissolve, found, merge, move, rename
from workflow.organisation.handover import HandOver, hand_over, needing_hand_over
from workflow.organisation.unit_details import describe, set_term

__all__ = [
    "Changed",
    "HandOver",
    "appoint",
    "describe",
    "dissolve",
    "end_post",
    "found",
    "hand_over",
    "leave",
    "merge",
    "move",
    "needing_hand_over",
    "rename",
    "set_term",
]
