"""The texts of a problem: its title, the texts of further rows, and the kept texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.raw_rows import RawRow
from workflow.words import Words

MOST = 2_000  # characters of a title
_SHORTENED = 200
_STAND_INS = ("issue_no", "description")
_GUARD = re.compile(r"^'(?=\S)")  # an apostrophe that keeps a spreadsheet from reading a formula
_NUMBER = re.compile(r"\d{1,6}")


class Title(NamedTuple):
    """The title of a problem, and the remark on the title, if any."""

    text: str
    why: Words | None = None


def title_of(raw: RawRow) -> Title:
    """Return the title: the problem, its beginning where long, or a text in its place."""
    text = unguarded(raw.text("problem"))
    if not text or "problem" in raw.errors:
        return _stand_in(raw)
    if len(text) <= MOST:
        return Title(text)
    why = cell_refusals.LONG_TITLE.format(most=MOST)
    return Title(text[: _SHORTENED - 1].rstrip() + "…", why)


def _stand_in(raw: RawRow) -> Title:
    for field in _STAND_INS:
        text = raw.text(field)
        if text and not _NUMBER.fullmatch(text) and "problem" not in raw.errors:
            return Title(text, cell_refusals.NO_TEXT.format(title=text[:40]))
    return Title("", cell_refusals.NO_PROBLEM)


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that some programs write before a text."""
    return _GUARD.sub("", text) if text.startswith("'") else text


def joined(rows: Sequence[RawRow]) -> dict[str, str]:
    """Return the text of each field, with the texts of further rows appended."""
    if len(rows) == 1:
        return {name: unguarded(value) for name, value in rows[0].texts.items()}
    text: dict[str, str] = {}
    fields = dict.fromkeys(field for raw in rows for field in raw.header.fields)
    for field in fields:
        values = dict.fromkeys(value for raw in rows if (value := raw.text(field)))
        text[field] = unguarded("\n".join(values))
    return text


def line_of(raw: RawRow) -> dict[str, str]:
    """Return the texts of a line by column, without what is merged with the line above."""
    own = {raw.header.name(f): t for f, t in raw.texts.items() if f not in raw.merged}
    told = {**own, **raw.extras}
    return {name: unguarded(text) for name, text in told.items() if name}


def extras_of(rows: Sequence[RawRow]) -> dict[str, str]:
    """Return the texts in the kept columns."""
    if len(rows) == 1:
        return {name: unguarded(value) for name, value in rows[0].extras.items()}
    extras: dict[str, str] = {}
    for raw in rows:
        for name, value in raw.extras.items():
            known = extras.get(name)
            same = known is None or value in known.split("\n")
            extras[name] = (known or value) if same else f"{known}\n{value}"
    return {name: unguarded(value) for name, value in extras.items()}
