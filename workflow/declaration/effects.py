"""The effects of a transition besides the move of the item, carried out elsewhere.

All are data but one: ``ChangeParent`` carries the function of a change known to its list alone.
Recipients are *relations* to the item (``holder``, ``raiser``, a role id), resolved to people when
the transition is fired: the audit trail then names the people told, and a retry tells nobody twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workflow.words import Words

if TYPE_CHECKING:
    from workflow.declaration.facts import Facts, Item

    Change = Callable[[Item, Item, Facts], None]  # of the parent, by the moved item


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail for people to choose; a kind with ``optional=False`` has no choice."""

    words: Words
    optional: bool = True


# What is worth a mail of its own, at once. Everything else, also every rung of a ladder, is told
# in the digest of the day: whoever has thirty late items gets one mail about them, not thirty.
AT_ONCE: dict[str, MailKind] = {
    "followed": MailKind(Words("我关注的事项的办理进展", "What was decided about items I follow")),
    "mentioned": MailKind(Words("留言中@我的事项", "What I am named in with @")),
    "assigned": MailKind(
        Words("交办、移交、退回给我的事项", "What is assigned, handed over or sent back to me")
    ),
    "asked": MailKind(Words("请我核查、审批、审定的事项", "What I am asked to check or to decide")),
    "answered": MailKind(
        Words("我提出或承办的事项的结果", "What was decided about what I asked for or worked on")
    ),
    "served": MailKind(
        Words(
            "依规送达的文书：督办单、约谈通知、通报批评、问责决定",
            "What has to be served: supervision and interview notices, circulated criticism, "
            "accountability decisions",
        ),
        optional=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """An entry in the inbox of the people in the relations, told in the next digest."""

    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Email:
    """A mail at once to the people in the relations, always with an inbox entry."""

    to: tuple[str, ...]
    kind: str = "assigned"  # a key of AT_ONCE


@dataclass(frozen=True, slots=True)
class Open:
    """A new item of another list, a child of the moved item, in the same transaction."""

    list: str
    data: dict[str, str] = field(default_factory=dict)
    signer: str = ""  # the role that signs it; empty: whoever usually does
    takes: dict[str, str] = field(default_factory=dict)  # its fields from those of the move's form


@dataclass(frozen=True, slots=True)
class NewDue:
    """An approved extension: the parent's due date becomes the item's ``field``."""

    field: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A request that waits for an answer: the parent's ladder is not climbed until then."""


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """No answer is waited for any more: the parent's ladder goes on."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The parent's clock stands still until the day in the item's ``field``."""

    field: str


@dataclass(frozen=True, slots=True)
class Resume:
    """The pause is over: the parent's due date moves by the working days of the pause."""


@dataclass(frozen=True, slots=True)
class ChangeParent:
    """A change of the parent that the moved item's list knows how to make, and its words."""

    words: Words
    change: Change


@dataclass(frozen=True, slots=True)
class Merge:
    """The item goes into the item named in the form: duties and children are taken over."""


@dataclass(frozen=True, slots=True)
class TellOutcome:
    """The findings that came of the lines in the form's ``field`` learn who answered these."""

    field: str


OnParent = NewDue | Hold | ReleaseHold | Pause | Resume | ChangeParent
Effect = Notice | Email | Open | Merge | TellOutcome | OnParent
KINDS: tuple[type, ...] = (
    Notice, Email, Open, Merge, TellOutcome, NewDue, Hold, ReleaseHold, Pause, Resume,
    ChangeParent,
)  # fmt: skip
