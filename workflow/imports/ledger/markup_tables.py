"""Tables in web pages and in the XML of old spreadsheet programs, often with the ending .xls."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from xml.parsers import expat

from workflow.errors import WrongType
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.cells import Cell, MergedRange, Sheet, Workbook
from workflow.imports.ledger.encodings import decode
from workflow.words import Words

_BEGINS = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|table|head|meta|style)",
    re.I | re.S,
)
_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml")
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_MOST_SPAN = 400
_MOST_ROWS = 200_000
_PAGE = Words("网页", "a web page")


def read_markup(data: bytes, sense: Callable[[str], int]) -> Workbook | None:
    """Return the tables of a web page or of SpreadsheetML; None for any other file.

    Raises ``WrongType`` for a page without a table and for broken or other XML.
    """
    if _XML.match(data) and _SPREADSHEET in data[:4096]:
        return _read_xml(data)
    if _BEGINS.match(data) or (_XML.match(data) and b"<html" in data[:4096].lower()):
        return _read_page(data, sense)
    return None


def _read_page(data: bytes, sense: Callable[[str], int]) -> Workbook:
    page = _Page()
    page.feed(_text(data, sense))
    page.close()
    if not page.sheets:
        raise WrongType(file_faults.NOT_A_TABLE.format(what=_PAGE))
    return Workbook("html", tuple(page.sheets), (file_faults.READ_AS_PAGE,))


def _text(data: bytes, sense: Callable[[str], int]) -> str:
    said = _CHARSET.search(data[:4096])
    if said:
        name = said[1].decode().lower()
        try:
            return data.decode({"gb2312": "gb18030", "gbk": "gb18030"}.get(name, name))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, sense).text


class _Page(HTMLParser):
    """Collects the tables of a page, each as a sheet; a table within a cell is text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._depth = 0
        self._rows: list[list[Cell]] = []
        self._merges: list[MergedRange] = []
        self._held: dict[tuple[int, int], bool] = {}  # places that a cell above reaches down to
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a table, a row or a cell; a line break becomes a line break of the text."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._merges, self._held = [], [], {}
        elif tag == "tr" and self._depth == 1:
            self._leave_cell()
            self._rows.append([])
        elif tag in ("td", "th") and self._depth == 1:
            self._leave_cell()
            said = dict(attrs)
            self._span = (_number(said.get("rowspan")), _number(said.get("colspan")))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Leave a cell or a table."""
        if tag in ("td", "th", "tr") and self._depth == 1:
            self._leave_cell()
        elif tag == "table" and self._depth:
            self._leave_cell()
            self._depth -= 1
            if self._depth == 0 and any(map(any, self._rows)):
                name = f"表{len(self.sheets) + 1}" if self.sheets else "HTML"
                self.sheets.append(Sheet(name, self._rows, tuple(self._merges)))

    def handle_data(self, data: str) -> None:
        """Take in the text of a cell."""
        if self._cell is not None:
            self._cell.append(re.sub(r"\s*\n\s*", " ", data))

    def _leave_cell(self) -> None:
        if self._cell is None:
            return
        text, self._cell = "".join(self._cell).strip(" \t\xa0"), None
        if not self._rows:
            self._rows.append([])
        row = self._rows[-1]
        top = len(self._rows) - 1
        while self._held.get((top, len(row))):
            row.append(None)
        left = len(row)
        down, across = self._span
        row.append(text or None)
        row.extend([None] * (across - 1))
        if down > 1 or across > 1:
            self._merges.append(MergedRange(top, left, top + down - 1, left + across - 1))
        for below in range(top + 1, top + down):
            self._held |= {(below, column): True for column in range(left, left + across)}


def _number(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isdecimal() and int(text) else 1


def _read_xml(data: bytes) -> Workbook:
    book = _Book()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = book.start, book.end
    parser.CharacterDataHandler = book.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, UnicodeDecodeError):
        raise WrongType(file_faults.TRUNCATED) from None
    return Workbook("xml", tuple(book.sheets), (file_faults.READ_AS_XML,))


def _refuse_doctype(*_said: object) -> None:
    raise WrongType(file_faults.NOT_A_TABLE.format(what=Words("XML 文件", "an XML file")))


class _Book:
    """Collects the sheets of an XML spreadsheet of 2003."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._name = ""
        self._rows: list[list[Cell]] = []
        self._merges: list[MergedRange] = []
        self._type, self._data, self._inside = "", "", False
        self._across, self._down = 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        local = name.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if local == "Worksheet":
            self._name, self._rows, self._merges = said.get("Name", ""), [], []
        elif local == "Row":
            while len(self._rows) + 1 < min(_number_of(said.get("Index")), _MOST_ROWS):
                self._rows.append([])
            self._rows.append([])
        elif local == "Cell":
            self._enter_cell(said)
        elif local == "Data":
            self._type, self._data, self._inside = said.get("Type", "String"), "", True

    def text(self, text: str) -> None:
        """Take in the value of a cell."""
        if self._inside:
            self._data += text

    def end(self, name: str) -> None:
        """Leave an element."""
        local = name.rpartition(":")[2]
        if local == "Data":
            self._inside = False
        elif local == "Cell" and self._rows:
            self._leave_cell()
        elif local == "Worksheet":
            self.sheets.append(Sheet(self._name, self._rows, tuple(self._merges)))

    def _enter_cell(self, said: dict[str, str]) -> None:
        row = self._rows[-1]
        while len(row) + 1 < min(_number_of(said.get("Index")), _MOST_SPAN):
            row.append(None)
        self._across = _number_of(said.get("MergeAcross"))
        self._down = _number_of(said.get("MergeDown"))
        self._type, self._data = "", ""

    def _leave_cell(self) -> None:
        row, top = self._rows[-1], len(self._rows) - 1
        if self._across or self._down:
            self._merges.append(
                MergedRange(top, len(row), top + self._down, len(row) + self._across)
            )
        row.append(_value(self._type, self._data))
        row.extend([None] * min(self._across, _MOST_SPAN))


def _number_of(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _value(kind: str, text: str) -> Cell:
    if not text:
        return None
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number == number // 1 else number
    if kind == "DateTime":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        return moment.date() if moment.time() == moment.min.time() else moment
    return text
