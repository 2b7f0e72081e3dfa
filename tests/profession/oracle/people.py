"""The oracle's people and what each of them did once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
ADMINISTRATORS = {"system_admin", "security_admin", "audit_admin"}


@dataclass(frozen=True, repr=False)
class Human:
    """Somebody with posts: (role, path of the unit)."""

    id: int
    posts: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"person {self.id}"

    def holds(self, role: str, unit: str) -> bool:
        """Say whether a post of this role is held in the unit or above it."""
        return any(held == role and unit.startswith(path) for held, path in self.posts)

    def working_posts(self) -> Iterator[str]:
        """Yield the units of the posts that are about the work itself."""
        return (path for role, path in self.posts if role not in ADMINISTRATORS)


@dataclass(frozen=True)
class Act:
    """What happened once."""

    trigger: str
    by: int | None
    source: str
    dest: str
    at: datetime
    asked: dict[str, Any]
    pieces: int
    behind: int | None = None

    def also_for(self, absent: int) -> Act:
        """Return the same act as one that a delegate did."""
        return replace(self, behind=absent)

    @property
    def people(self) -> set[int]:
        """Everybody whose act it is."""
        return {person for person in (self.by, self.behind) if person is not None}

    @property
    def day(self) -> date:
        """The day where the organisation works."""
        return self.at.astimezone(ZONE).date()
