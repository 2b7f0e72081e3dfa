"""Where the present act comes from: the account and the address, known at the edge only.

The edge says it once for a request; what is written below it need not be handed both through
every call. Each thread, and so each request, has its own.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from workflow.declaration.rules import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class Origin:
    """Who is at the other end, by which account, at which address."""

    actor: Actor = SYSTEM
    account_id: int | None = None
    address: str = ""


_present: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 -- frozen


def coming_from(origin: Origin | None) -> None:
    """Say where all that follows in this thread comes from; nothing is the machine itself."""
    _present.set(origin or Origin())


def present() -> Origin:
    """Return where the present act comes from."""
    return _present.get()
