"""Exported files: the line above the table, and the entry in the journal."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date

from workflow import journal
from workflow.declaration import Actor
from workflow.errors import BadInput
from workflow.platform import connect
from workflow.platform.sheets.table import SheetBlock, SheetHead
from workflow.queries.english_names import name_in_english
from workflow.words import Words

_ABOUT = Words(
    "筛选：{filter}　共{count}项　导出日期：{day}　导出人：{name}",
    "Filter: {filter}. {count:item|items}. Exported on {day} by {name}.",
)
MOST_PRINTED = 2_000  # rows
_TOO_LONG = Words(
    "共{count}项，超过一次打印的{limit}项；请缩小筛选范围，或导出为 .xlsx 再打印。",
    "{count:row is|rows are} too many to print ({limit} at most); narrow the filter down, or "
    "export an .xlsx and print that.",
)
_PAGE = Words("第 &P 页，共 &N 页", "Page &P of &N")


class ExportFile(Iterator[bytes]):
    """An exported file: name, media type, and bytes, made as they are taken."""

    def __init__(self, name: str, media_type: str, pieces: Generator[bytes]) -> None:
        """Begin, so that refusals come before the first byte and not in the middle."""
        self.name, self.media_type = name, media_type
        self._pieces = pieces
        self._first: bytes | None = next(pieces)

    def __next__(self) -> bytes:
        if self._first is None:
            return next(self._pieces)
        first, self._first = self._first, None
        return first

    def close(self) -> None:
        """End, perhaps early: the connection goes back, and temporary files are removed."""
        self._pieces.close()


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table on paper."""

    head: SheetHead
    blocks: tuple[SheetBlock, ...]


def demand_printable(count: int) -> None:
    """Check that a table is short enough for paper.

    Raises ``BadInput``.
    """
    if count > MOST_PRINTED:
        raise BadInput(_TOO_LONG.format(count=count, limit=MOST_PRINTED))


def about_words(words: Words, count: int, today: date, actor: Actor) -> Words:
    """Return the line above an exported table."""
    name = Words(actor.name, name_in_english(actor.name) or actor.name)
    return _ABOUT.format(filter=words, count=count, day=today, name=name)


def note_export(
    actor: Actor, about: tuple[str, str], words: Words, count: int, form: str,
    report: int | None = None,
) -> None:  # fmt: skip
    """Note an export: actor, list, filter in words, number of rows, and the report it was for."""
    what, key = about
    subject = ("register" if what == "register" else "list", key)
    told = {"rows": count, "form": form, "filter": words.of(actor.language), "what": what}
    if what not in ("ledger", "documents"):  # the subject says it
        del told["what"]
    if report is not None:
        told["report"] = report
    with connect() as connection:
        journal.note(connection, "exported", actor, subject=subject, account_id=None, **told)


def page_foot(language: str) -> str:
    """Return the foot of a printed page of a sheet."""
    return _PAGE.of(language)
