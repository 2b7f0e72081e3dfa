"""The files of a pack, and the choice of a pack: once, before the profession is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from workflow.errors import BadDeclaration

PACK, TABLES, CODES, SHEETS = "pack.csv", "tables.csv", "codes.csv", "sheets.csv"
SEVERITIES, PERIODS = "severities.csv", "periods.csv"
WORDS, ROLE_WORDS = "words.csv", "role_words.csv"
FILES = (PACK, TABLES, CODES, SHEETS, SEVERITIES, PERIODS, WORDS, ROLE_WORDS)
PackFiles = Mapping[str, str]  # the text of each file, by the path inside the folder


class PackChoice(NamedTuple):
    """A pack by its key; ``files`` is ``None`` for a pack that ships with the software."""

    key: str
    files: PackFiles | None = None


class _Choice:
    """The choice of the process, and whether the profession has been made of it."""

    made: PackChoice | None = None
    is_taken: bool = False


def choose(choice: PackChoice) -> None:
    """Choose the pack of the process.

    Raises ``BadDeclaration`` where the profession was loaded with another choice before.
    """
    if _Choice.is_taken and choice != _Choice.made:
        raise BadDeclaration(f"the profession is loaded; {choice.key!r} is chosen too late")
    _Choice.made = choice


def chosen() -> PackChoice | None:
    """Return the choice, or ``None`` where nothing was chosen."""
    return _Choice.made


def take(usual: PackChoice) -> PackChoice:
    """Return the choice for good, or ``usual`` where nothing was chosen."""
    choose(_Choice.made or usual)
    _Choice.is_taken = True
    return _Choice.made or usual
