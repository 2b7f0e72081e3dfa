"""The organisation's own layouts: workbooks with named columns, filled in by an export.

They lie in the folder ``layouts`` of the data folder; a layout is called by the name of its file.
The names of columns are understood as the import understands them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from workflow.errors import BadInput
from workflow.imports.ledger.header_lines import HeaderLines, find_headers
from workflow.imports.ledger.meanings import weights
from workflow.imports.ledger.names import plain
from workflow.imports.ledger.workbook import read_file, read_workbook
from workflow.platform import settings
from workflow.platform.sheets.layouts import FilledLayout
from workflow.platform.sheets.table import SheetColumn
from workflow.words import Words, listed

FOLDER = "layouts"  # in the data folder
# What a column of ours means to the import, the likeliest first.
_MEANT = {
    "number": ("issue_no", "no"), "issue_no": ("issue_no",), "no": ("no",),
    "title": ("problem", "title", "description"), "problem": ("problem", "title", "description"),
    "unit": ("responsible_unit", "lead_unit"), "responsible_unit": ("responsible_unit",),
    "holder": ("specific",), "due_on": ("due",), "state": ("status",), "actual": ("progress",),
}  # fmt: skip
_NO_LAYOUT = Words(
    "没有名为“{name}”的版式。把它存为数据目录下的 layouts/{name}.xlsx；现有：{known}。",
    'There is no layout "{name}". Put it into the data folder as layouts/{name}.xlsx; there are: '
    "{known}.",
)
_NO_COLUMNS = Words(
    "版式“{name}”里没有认得的列名；可用：{known}。",
    'The layout "{name}" names no column that is known; known are: {known}.',
)
_NONE = Words("无", "none")
_FEWEST = 2  # columns that a header names


class Layout:
    """A workbook of the organisation, by name."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.stem

    def filled_by(self, columns: Sequence[SheetColumn]) -> FilledLayout:
        """Return how the columns fill in the workbook.

        Raises ``BadInput``, ``NotFound``, ``TooLarge`` or ``WrongType`` for a file that is no
        workbook, or names no column.
        """
        data = read_file(self.path)
        for sheet in read_workbook(data, self.path.name).sheets:
            for header in find_headers(sheet):
                if len(places := _places(header, columns)) >= _FEWEST:
                    by_line = frozenset(n for n, column in enumerate(columns) if column.by_line)
                    return FilledLayout(data, sheet.name, header.bottom + 1, places, by_line)
        known = listed(Words(column.name, column.name) for column in columns)
        raise BadInput(_NO_COLUMNS.format(name=self.name, known=known))


def layouts() -> list[Layout]:
    """Return the layouts in the data folder, by name."""
    return [Layout(path) for path in sorted((settings().data / FOLDER).glob("*.xlsx"))]


def layout_of(name: str) -> Layout:
    """Return the layout with a name.

    Raises ``BadInput`` where there is none.
    """
    known = {layout.name: layout for layout in layouts()}
    if name not in known:
        names = listed(Words(key, key) for key in known) if known else _NONE
        raise BadInput(_NO_LAYOUT.format(name=name[:40], known=names))
    return known[name]


def _places(header: HeaderLines, columns: Sequence[SheetColumn]) -> Mapping[int, int]:
    """Return the place of the cell for each column of a sheet, counted from one."""
    found: dict[int, int] = {}
    for column, name in header.names.items():
        place = next(_fitting(name, columns, found.values()), None)
        if place is not None:
            found[column + 1] = place
    return found


def _fitting(name: str, columns: Sequence[SheetColumn], taken: object) -> Iterator[int]:
    """Yield the columns that a name can mean, the likeliest first."""
    free = [(n, c) for n, c in enumerate(columns) if n not in taken]  # type: ignore[operator]
    yield from (n for n, c in free if plain(c.name) == plain(name))
    meant = weights(name)
    for meaning in sorted(meant, key=lambda key: -meant[key]):
        yield from (n for n, c in free if meaning in _MEANT.get(c.key, (c.key,)))
