"""The screen of ``up``: a line for each ready part, the address, and the way to stop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.table import Table

from rectify.language import language
from workflow.words import Words


class Screen:
    """A calm terminal; a pipe or a log gets the same lines without colour."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, soft_wrap=True)
        self.language = language()

    def tell(self, words: Words) -> None:
        """Print an event with the time."""
        now = time.strftime("%H:%M:%S")
        with suppress(OSError):  # nobody reads any more; the service goes on
            self.console.print(f"{now} {words.of(self.language)}", style="yellow", markup=False)

    @contextmanager
    def doing(self, words: Words) -> Iterator[None]:
        """Show a task in progress, then its end."""
        text = words.of(self.language)
        began = time.monotonic()
        with self.console.status(text):
            yield
        spent = time.monotonic() - began
        self.console.print(f"  [green]✓[/] {text} [dim]{spent:.1f} s[/]")

    def ready(self, url: str) -> None:
        """Show the address and how to stop."""
        where = Words("打开", "Open").of(self.language)
        stop = Words("按 Ctrl-C 停止", "Ctrl-C stops everything").of(self.language)
        self.console.print(f"\n  {where}  [bold]{url}[/]\n  [dim]{stop}[/]\n")

    def first_address(self, words: Words, address: str) -> None:
        """Show the one-time address of the first run."""
        self.console.print(f"  {words.of(self.language)}\n  [bold]{address}[/]\n")

    def sign_ins(self, people: list[tuple[str, Words]], password: str) -> None:
        """Show the demonstration's sign-ins."""
        table = Table(box=None, padding=(0, 2), show_header=True, header_style="dim")
        for heading in (
            Words("登录名", "Sign in as"),
            Words("密码", "Password"),
            Words("角色", "Role"),
        ):
            table.add_column(heading.of(self.language))
        for login, role in people:
            table.add_row(login, password, role.of(self.language))
        self.console.print(table)
