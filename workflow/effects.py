"""What a transition promises besides moving the item: data only, carried out elsewhere.

Recipients are *relations* to the item (``holder``, ``raiser``, a role id), resolved to people
when the transition is fired: the audit trail then says who was told, and a retry tells nobody
twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Notice:
    """An entry in the in-app inbox of everybody in these relations."""

    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Email:
    """A mail to everybody in these relations; an inbox entry goes with it, always."""

    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A new item of another list, a child of this one, in the same transaction."""

    list: str
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewDue:
    """An approved extension: the parent's due date becomes this item's ``field``."""

    field: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A request that waits for an answer: the parent's ladder is not climbed until then."""


@dataclass(frozen=True, slots=True)
class Release:
    """No answer is waited for any more: the parent's ladder goes on."""


OnParent = NewDue | Hold | Release
Effect = Notice | Email | Open | OnParent
KINDS: tuple[type, ...] = (Notice, Email, Open, NewDue, Hold, Release)
