"""Find the formulas of a workbook: the parser gives their values only, or nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from workflow.errors import WrongType
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.cells import Formula
from workflow.platform.zip_guard import Archive

SheetFormulas = dict[tuple[int, int], Formula]
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def find_formulas(archive: Archive) -> dict[str, SheetFormulas]:
    """Return the formulas of each sheet by the sheet's name."""
    if not archive.with_formulas:
        return {}
    paths = _sheet_paths(archive)
    return {
        name: _scan(archive.unpack(path))
        for name, path in paths.items()
        if path in archive.with_formulas
    }


def _scan(pieces: Iterable[bytes]) -> SheetFormulas:
    scan = _Scan()
    _parse(pieces, scan.start, scan.end, scan.text)
    return scan.found


@dataclass(slots=True)
class _Scan:
    """The cell that the parser is in, and the formulas seen so far."""

    found: SheetFormulas = field(default_factory=dict)
    row: int = -1
    column: int = -1
    element: str = ""
    formula: str | None = None
    value: str = ""
    is_text: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self.element = _local(name)
        if self.element == "row":
            self.row, self.column = int(attributes.get("r", self.row + 2)) - 1, -1
        elif self.element == "c":
            self._enter(attributes.get("r", ""))
            self.is_text = attributes.get("t") == "str"  # an empty text is a value, too
        elif self.element == "f":
            self.formula = ""

    def text(self, text: str) -> None:
        """Take in the text of a formula or a value."""
        if self.element == "f" and self.formula is not None:
            self.formula += text
        elif self.element in ("v", "t"):
            self.value += text

    def end(self, name: str) -> None:
        """Leave an element; a cell with a formula is remembered."""
        self.element = ""
        if _local(name) == "c" and self.formula is not None:
            known = (self.is_text or self.value != "") and self.value not in _ERRORS
            self.found[self.row, self.column] = Formula("=" + self.formula, known)

    def _enter(self, reference: str) -> None:
        self.formula, self.value, self.column = None, "", self.column + 1
        if match := _REFERENCE.fullmatch(reference):
            self.row, self.column = int(match[2]) - 1, _column(match[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _sheet_paths(archive: Archive) -> dict[str, str]:
    targets = {
        entry.get("Id", ""): posixpath.normpath(posixpath.join("xl", entry.get("Target", "")))
        for entry in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    return {
        entry.get("name", ""): targets.get(_relation(entry), "").lstrip("/")
        for entry in _elements(archive, "xl/workbook.xml", "sheet")
    }


def _relation(sheet: dict[str, str]) -> str:
    return next((value for key, value in sheet.items() if key.endswith(":id")), "")


def _elements(archive: Archive, entry: str, element: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == element:
            found.append(attributes)

    if entry in archive.entries:
        _parse(archive.unpack(entry), start, lambda _name: None, lambda _text: None)
    return found


def _parse(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise WrongType(file_faults.TRUNCATED) from None


def _local(name: str) -> str:
    return name.rpartition(":")[2]
