"""The severity of an item: the name, and the time for the work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.declaration.limit import Limit
from workflow.words import Words

_TIME = Words("通常期限", "Usual time")
_DAYS = Words("{days}个工作日", "{days:working day|working days}")


@dataclass(frozen=True, slots=True)
class SeverityClass:
    """A severity; a pack may say more of it in a class of its own."""

    words: Words
    total: Limit  # within which it is to be rectified

    def demands(self) -> Iterator[tuple[Words, Words]]:
        """Yield each demand of the class by its name, to be shown before an item is put into it."""
        yield _TIME, _DAYS.format(days=self.days)

    @property
    def days(self) -> int:
        """The working days for the rectification."""
        return self.total.days
