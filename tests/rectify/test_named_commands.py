"""Whatever a message, a page or a document tells people to run can be run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from rectify.cli import cli
from tests.servers import ROOT

PLACES = ("workflow", "web", "worker", "rectify", "docs")
SUFFIXES = {".py", ".md", ".html", ".po", ".service", ".conf"}
ALONE = ("README.md", "README.zh.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
# In a code span, in quotation marks, at the begin of a line of a shell, after "run".
NAMED = re.compile(
    r"(?:[`'\"“‘]|/bin/|执行\s*|^)rectify ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?", re.MULTILINE
)


def texts() -> Iterator[tuple[str, str]]:
    files = [ROOT / name for name in ALONE]
    for place in PLACES:
        files += [file for file in (ROOT / place).rglob("*") if file.suffix in SUFFIXES]
    for file in files:
        yield str(file.relative_to(ROOT)), file.read_text("utf-8")


def lost(text: str) -> Iterator[str]:
    """Yield the commands named in a text that do not exist."""
    for first, second in NAMED.findall(text):
        command = cli.get_command(click.Context(cli), first)
        if command is None or (
            isinstance(command, click.Group) and second and second not in command.commands
        ):
            yield f"rectify {first} {second}".strip()


def test_every_command_that_is_named_exists() -> None:
    found = [f"{name}: {command}" for name, text in texts() for command in lost(text)]
    assert not found


@pytest.mark.parametrize(
    "text", ["run 'rectify back-up'", "`rectify user make`", "请执行 rectify back-up。"]
)
def test_a_command_that_does_not_exist_is_found(text: str) -> None:
    assert list(lost(text))
