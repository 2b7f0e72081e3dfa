"""A pass over the XML of a sheet: formulas, errors, hidden rows, texts shown in another form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from workflow.errors import WrongType
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.cells import Cell, CellPlace, Formula
from workflow.imports.ledger.number_formats import Styles
from workflow.platform import Archive

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
_TRUE = ("1", "true")
_MOST_HIDDEN = 400  # columns; a sheet may well hide all to its far end


class SheetScan:
    """The present cell of the parser, and the findings so far."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.formulas: dict[CellPlace, Formula] = {}
        self.errors: dict[CellPlace, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.months: set[CellPlace] = set()
        self.struck: set[CellPlace] = set()
        self.shown: dict[CellPlace, Callable[[Cell], Cell]] = {}
        self._row, self._column = -1, -1
        self._element, self._style, self._type = "", "", ""
        self._formula: str | None = None
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self._element = _local(name)
        if self._element == "row":
            self._enter_row(attributes)
        elif self._element == "c":
            self._enter_cell(attributes)
        elif self._element == "f":
            self._formula = ""
        elif self._element == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.hidden_columns |= set(range(first - 1, min(last, _MOST_HIDDEN)))

    def text(self, text: str) -> None:
        """Take in the text of a formula or a value."""
        if self._element == "f" and self._formula is not None:
            self._formula += text
        elif self._element in ("v", "t"):
            self._value += text

    def end(self, name: str) -> None:
        """Leave an element; the findings of a cell are kept."""
        self._element = ""
        if _local(name) == "c":
            self._leave_cell((self._row, self._column))

    def _enter_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.add(self._row)

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        self._formula, self._value, self._column = None, "", self._column + 1
        self._style, self._type = attributes.get("s", ""), attributes.get("t", "")
        if match := _REFERENCE.fullmatch(attributes.get("r", "")):
            self._row, self._column = int(match[2]) - 1, _column(match[1])

    def _leave_cell(self, place: CellPlace) -> None:
        if self._type == "e" or self._value in _ERRORS:
            self.errors[place] = self._value or "#N/A"
        if self._formula is not None:
            # An empty text is a value, too.
            known = (self._type == "str" or self._value != "") and place not in self.errors
            self.formulas[place] = Formula("=" + self._formula, known)
        if self._style:
            self._leave_style(place)

    def _leave_style(self, place: CellPlace) -> None:
        if self._style in self.styles.struck and self._value:
            self.struck.add(place)
        if self._type not in ("", "n") or not self._value:
            return
        if self._style in self.styles.months:
            self.months.add(place)
        elif show := self.styles.numbers.get(self._style):
            self.shown[place] = show


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def elements(archive: Archive, entry: str, element: str) -> list[dict[str, str]]:
    """Return the attributes of each element with the name, in a possibly missing part."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == element:
            found.append(attributes)

    if entry in archive.entries:
        parse(archive.unpack(entry), start, lambda _name: None, lambda _text: None)
    return found


def parse(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Parse XML piece by piece.

    Raises ``WrongType`` for malformed XML.
    """
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
