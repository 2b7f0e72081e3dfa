"""A sheet of lines as a pack brings it: a name, and the lines as a table of text."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class DeclaredSheet:
    """A sheet of a pack: the first edition is published with the first migration to have the sheet.

    ``lines`` is a CSV with the columns of ``workflow.inspections.lines``.
    """

    key: str
    words: Words
    lines: str
