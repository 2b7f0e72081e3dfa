"""The origin of the present act: the account and the address, known at the edge only.

The edge sets the origin once for a request, so that no call has to pass the origin on. Each thread,
and so each request, has its own.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from workflow.declaration import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a request: actor, account and address."""

    actor: Actor = SYSTEM
    account_id: int | None = None
    address: str = ""


_present: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 -- frozen


def coming_from(origin: Origin | None) -> None:
    """Set the origin of all further acts of the thread; ``None`` means the machine itself."""
    _present.set(origin or Origin())


def present() -> Origin:
    """Return where the present act comes from."""
    return _present.get()
