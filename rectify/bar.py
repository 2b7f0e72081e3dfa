"""A bar of progress on the terminal, in bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rectify.language import language
from workflow.words import Words

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """A task in bytes; nothing is drawn without a terminal."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def expect(self, total: int) -> None:
        """Hear how many bytes there will be, as far as is known."""
        self._progress.update(self._task, total=total)

    def advance(self, done: int) -> None:
        """Hear of so many more bytes."""
        self._progress.advance(self._task, done)


@contextmanager
def bar(title: Words, total: int | None = None) -> Iterator[Bar]:
    """Draw a bar on standard error for the length of a piece of work."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True)) as progress:
        task = progress.add_task(title.of(language()), total=total)
        yield Bar(progress, task)
        progress.update(task, total=progress.tasks[0].completed)
