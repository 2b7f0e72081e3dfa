"""The whole organisation as a workbook: five sheets, the same rows in whichever instance.

Units and people go by their codes, never by keys of a database, and dates are written as text:
what is exported, brought into an empty instance and exported again is the same file.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter

from workflow.platform import Connection
from workflow.words import Words

WorkbookRow = tuple[str, ...]
Book = dict[str, list[WorkbookRow]]  # sheet -> rows


@dataclass(frozen=True, slots=True)
class SheetOf:
    """A sheet: name, columns, and the identifying columns of a row."""

    key: str
    words: Words
    columns: tuple[tuple[str, Words], ...]
    naming: tuple[int, ...]
    query: str


_FROM, _TO = ("from", Words("自", "From")), ("to", Words("至", "To"))
_NAME, _NAME_EN = ("name", Words("名称", "Name")), ("name_en", Words("英文名称", "Name in English"))
_UNIT = ("unit", Words("单位代码", "Unit"))
SHEETS = (
    SheetOf("units", Words("单位", "Units"), (
        ("code", Words("代码", "Code")), ("parent", Words("上级代码", "Parent")),
        ("kind", Words("类型", "Kind")), _NAME, _NAME_EN, ("class", Words("类别", "Class")),
        ("full", Words("正式党员", "Full members")),
        ("probationary", Words("预备党员", "Probationary members")),
        ("joined", Words("联合单位数", "Joined units")), _FROM, _TO,
    ), (0,), """
        SELECT coalesce(u.code, 'U' || u.id), coalesce(o.code, 'U' || o.id), u.kind, u.name,
               u.name_en, u.unit_class, u.full_members, u.probationary_members, u.joined_units,
               u.valid_from, u.valid_to
          FROM units u LEFT JOIN units o ON o.id = u.parent_id"""),
    SheetOf("names", Words("曾用名", "Former names"), (_UNIT, _NAME, _NAME_EN, _FROM, _TO), (0, 3),
            """SELECT coalesce(u.code, 'U' || u.id), n.name, n.name_en, n.valid_from, n.valid_to
                  FROM unit_names n JOIN units u ON u.id = n.unit_id"""),
    SheetOf("terms", Words("任期", "Terms"), (
        _UNIT, _FROM, _TO, ("elected", Words("选举日期", "Elected on")),
        ("extended", Words("延期至", "Extended to")),
    ), (0, 1), """SELECT coalesce(u.code, 'U' || u.id), t.begins_on, t.ends_on, t.elected_on,
                          t.extended_to
                     FROM terms t JOIN units u ON u.id = t.unit_id"""),
    SheetOf("people", Words("人员", "People"), (
        ("code", Words("工号", "Staff number")), ("name", Words("姓名", "Name")),
        ("name_en", Words("英文姓名", "Name in English")), ("email", Words("邮箱", "Mail")),
        ("language", Words("语言", "Language")), ("left", Words("离任日期", "Left on")),
    ), (0,), """SELECT coalesce(p.code, 'P' || p.id), p.name, p.name_en, p.email, p.language,
                       p.left_on
                   FROM people p"""),
    SheetOf("posts", Words("任职", "Posts"), (
        ("person", Words("工号", "Staff number")), _UNIT, ("role", Words("职务", "Role")),
        _FROM, _TO,
    ), (0, 1, 2, 3), """
        SELECT coalesce(p.code, 'P' || p.id), coalesce(u.code, 'U' || u.id), a.role, a.valid_from,
               a.valid_to
          FROM appointments a JOIN people p ON p.id = a.person_id
          JOIN units u ON u.id = a.unit_id"""),
)  # fmt: skip
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
_WIDTHS = {"name": 28, "name_en": 32, "email": 28, "role": 24, "kind": 18}


def read_book(connection: Connection) -> Book:
    """Read the whole organisation, every sheet in an order independent of database keys."""
    book: Book = {}
    for sheet in SHEETS:
        rows = [tuple(_text(v) for v in row) for row in connection.execute(sheet.query)]
        book[sheet.key] = sorted(rows, key=lambda row: [natural(cell) for cell in row])
    book["units"] = _in_tree_order(book["units"])
    return book


def write_book(book: Book, language: str = "zh") -> bytes:
    """Write a workbook; the same organisation gives the same bytes."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False,
                                          "strings_to_urls": False})  # fmt: skip
    workbook.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    head = workbook.add_format({"bold": True, "bg_color": "#EEEEEE", "bottom": 1})
    for sheet in SHEETS:
        page = workbook.add_worksheet(sheet.words.of(language))
        page.freeze_panes(1, 0)
        for column, (key, words) in enumerate(sheet.columns):
            page.set_column(column, column, _WIDTHS.get(key, 14))
            page.write_string(0, column, words.of(language), head)
        for number, row in enumerate(book[sheet.key], 1):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
    workbook.close()
    return file.getvalue()


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sort key with U9 before U10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _in_tree_order(units: list[WorkbookRow]) -> list[WorkbookRow]:
    """Put every unit after its parent, and before the next unit beside the parent."""
    below: dict[str, list[WorkbookRow]] = {}
    for row in units:
        below.setdefault(row[1], []).append(row)
    ordered: list[WorkbookRow] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(below.get(row[0], [])))
    return ordered
