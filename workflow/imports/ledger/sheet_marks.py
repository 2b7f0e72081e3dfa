"""The marks of an .xlsx beside the values; the parser gives the values alone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.imports.ledger.cells import Cell, CellPlace, Formula, Marks
from workflow.imports.ledger.number_formats import Styles, read_styles
from workflow.imports.ledger.packed_rows import as_month, as_nothing
from workflow.imports.ledger.sheet_scan import SheetScan, elements, parse
from workflow.platform import Archive

_PICTURE = re.compile(r"^=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
_ANCHORS = ("oneCellAnchor", "twoCellAnchor", "absoluteAnchor")


@dataclass(frozen=True, slots=True)
class SheetDetails:
    """The formulas of a sheet, its marks, and the cells shown with another text than the value."""

    formulas: dict[CellPlace, Formula] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    shown: Mapping[CellPlace, Callable[[Cell], Cell]] = field(default_factory=dict)


NO_DETAILS = SheetDetails()


def read_details(archive: Archive) -> dict[str, SheetDetails]:
    """Return the details of each sheet by the sheet's name."""
    styles = read_styles(archive)
    return {name: _details(archive, path, styles) for name, path in _sheet_paths(archive).items()}


def _details(archive: Archive, path: str, styles: Styles) -> SheetDetails:
    if path not in archive.entries:
        return NO_DETAILS
    scan = SheetScan(styles)
    if path in archive.marked or styles.are_used_in(archive, path):
        parse(archive.unpack(path), scan.start, scan.end, scan.text)
    pictures, comments = _beside(archive, path)
    for (row, column), formula in list(scan.formulas.items()):
        if _PICTURE.match(formula.text):
            pictures[row] = pictures.get(row, 0) + 1
            scan.shown[row, column] = as_nothing
            del scan.formulas[row, column]
    return SheetDetails(scan.formulas, _marks(scan, pictures, comments), _shown(scan))


def _marks(scan: SheetScan, pictures: dict[int, int], comments: int) -> Marks:
    return Marks(
        scan.errors,
        pictures,
        frozenset(scan.hidden_rows),
        frozenset(scan.hidden_columns),
        comments,
        frozenset(scan.struck),
    )


def _shown(scan: SheetScan) -> dict[CellPlace, Callable[[Cell], Cell]]:
    """Return how cells show: errors as nothing, months as months, numbers in their format."""
    shown = dict(scan.shown)
    shown |= dict.fromkeys(scan.errors, as_nothing)
    shown |= dict.fromkeys(scan.months, as_month)
    return shown


def _beside(archive: Archive, path: str) -> tuple[dict[int, int], int]:
    """Return the number of pictures on a sheet by row, and the number of comments."""
    pictures: dict[int, int] = {}
    comments = 0
    for target in _relations(archive, path).values():
        if "/drawings/" in target and target.endswith(".xml"):
            for row in _picture_rows(archive, target):
                pictures[row] = pictures.get(row, 0) + 1
        elif "comment" in target.rpartition("/")[2].lower() and target.endswith(".xml"):
            comments += len(elements(archive, target, "comment"))
    return pictures, comments


def _picture_rows(archive: Archive, path: str) -> list[int]:
    rows: list[int] = []
    state: dict[str, Any] = {"row": 0, "anchored": False, "element": ""}

    def start(name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in _ANCHORS:
            state.update(row=0, anchored=False)
        elif local == "pic":
            rows.append(state["row"])
        state["element"] = local

    def text(text: str) -> None:
        if state["element"] == "row" and not state["anchored"] and text.strip().isdecimal():
            state.update(row=int(text), anchored=True)

    if path in archive.entries:
        parse(archive.unpack(path), start, lambda _name: state.update(element=""), text)
    return rows


def _sheet_paths(archive: Archive) -> dict[str, str]:
    targets = _relations(archive, "xl/workbook.xml")
    return {
        entry.get("name", ""): targets.get(_relation(entry), "")
        for entry in elements(archive, "xl/workbook.xml", "sheet")
    }


def _relations(archive: Archive, path: str) -> dict[str, str]:
    """Return the parts referred to by a part, by the id of the relation."""
    folder, name = posixpath.split(path)
    return {
        entry.get("Id", ""): _resolved(folder, entry.get("Target", ""))
        for entry in elements(archive, f"{folder}/_rels/{name}.rels", "Relationship")
    }


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")


def _relation(sheet: dict[str, str]) -> str:
    return next((value for key, value in sheet.items() if key.endswith(":id")), "")
