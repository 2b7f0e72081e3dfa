"""The contents of a paper with tables: a title, and sections of a chart and a table each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.words import Language, Words

NUMBERED = Words("第 {page} 页，共 {pages} 页", "Page {page} of {pages}")
NOTHING = Words("没有符合条件的内容。", "Nothing fits.")
_TURNED = 90  # Latin letters of all columns, from which on a page lies on its side


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of a table: its name, its width in Latin letters, and whether it holds numbers."""

    name: str
    width: int
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSection:
    """A heading, a chart as SVG where there is one, and a table."""

    heading: str = ""
    chart: str = ""
    columns: Sequence[PaperColumn]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePaper:
    """A paper in one language; ``about`` is the line below its title."""

    language: Language
    title: str
    about: str
    sections: Sequence[PaperSection]

    @property
    def is_landscape(self) -> bool:
        """Whether the widest table needs the long side of the page."""
        return any(sum(c.width for c in one.columns) > _TURNED for one in self.sections)
