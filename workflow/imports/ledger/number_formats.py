"""Number formats that show another text than the value: 85 %, 007, a month, struck text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from workflow.errors import WrongType
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.cells import Cell
from workflow.platform import Archive

_BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy", 55: "yyyy年m月", 57: "yyyy年m月"}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_QUOTED = re.compile(r'"([^"]*)"')
_ZEROS = re.compile(r"0{2,}")
_PERCENT = re.compile(r"[#,0]*0(?:\.(0+))?%")
_PIECE = 64 * 2**10


@dataclass(frozen=True, slots=True)
class Styles:
    """The cell styles, by their index as written, with more to show than the value."""

    months: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    numbers: Mapping[str, Callable[[Cell], Cell]] = field(default_factory=dict)

    def are_used_in(self, archive: Archive, path: str) -> bool:
        """Say whether a sheet has cells in any of the styles."""
        styles = sorted(self.months | self.struck | set(self.numbers))
        if not styles:
            return False
        used = re.compile(rb'<(?:\w+:)?c [^>]*\bs="(?:' + "|".join(styles).encode() + rb')"')
        tail = b""
        for piece in archive.unpack(path):
            if used.search(tail + piece):
                return True
            tail = piece[-128:]
        return False


def read_styles(archive: Archive) -> Styles:
    """Return the styles of a workbook.

    Raises ``WrongType`` for malformed XML.
    """
    if "xl/styles.xml" not in archive.entries:
        return Styles()
    reader = _StyleReader()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    try:
        for piece in archive.unpack("xl/styles.xml"):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise WrongType(file_faults.TRUNCATED) from None
    return reader.styles()


class _StyleReader:
    """Collects the formats, the fonts and their styles."""

    def __init__(self) -> None:
        self.formats = dict(_BUILT_IN)
        self.fonts: list[bool] = []  # struck through or not
        self.cells: list[tuple[int, int]] = []  # format and font
        self._inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            self._inside = local
        elif local == "numFmt" and self._inside != "dxfs":
            self.formats[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif local == "font" and self._inside == "fonts":
            self.fonts.append(False)
        elif local == "strike" and self._inside == "fonts" and self.fonts:
            self.fonts[-1] = attributes.get("val", "1") not in ("0", "false")
        elif local == "xf" and self._inside == "cellXfs":
            font = int(attributes.get("fontId", 0))
            self.cells.append((int(attributes.get("numFmtId", 0)), font))

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == self._inside:
            self._inside = ""

    def styles(self) -> Styles:
        months: set[str] = set()
        struck: set[str] = set()
        numbers: dict[str, Callable[[Cell], Cell]] = {}
        for index, (code, font) in enumerate(self.cells):
            said = self.formats.get(code, "").split(";")[0]
            if is_month(said):
                months.add(str(index))
            elif show := shower(said):
                numbers[str(index)] = show
            if font < len(self.fonts) and self.fonts[font]:
                struck.add(str(index))
        return Styles(frozenset(months), frozenset(struck), numbers)


def is_month(code: str) -> bool:
    """Say whether a format shows the month and the year of a day, and not the day."""
    text = _LITERAL.sub(lambda m: _QUOTED.sub(r"\1", m[0]) if m[0].startswith('"') else "", code)
    text = text.lower()
    return "m" in text and "y" in text and not any(letter in text for letter in "dhs日号")


def shower(code: str) -> Callable[[Cell], Cell] | None:
    """Return the function that formats a number as shown, or ``None`` for a plain number."""
    if percent := _PERCENT.fullmatch(code):
        places = len(percent[1] or "")
        return lambda cell: f"{cell * 100:.{places}f}%" if _is_number(cell) else cell  # type: ignore[operator]
    if _ZEROS.fullmatch(code):
        width = len(code)
        return lambda cell: f"{cell:0{width}d}" if isinstance(cell, int) else cell
    return None


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
