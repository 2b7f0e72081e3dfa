"""Names of people and units in pinyin, so that they are found by letters: in full and by initials.

A job writes them; a name that has changed since stands beside its old spelling, which counts no
more. Characters with several readings are written in each of them: 单 of a surname is shan, of a
list dan, and who types knows which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice, product
from typing import Any

from pypinyin import Style, pinyin

from workflow.platform import connect

_LOCK = 0x5350_454C  # the advisory lock of the one job that spells
_SOME = 2_000  # names spelled at a time
_MOST = 64  # ways to read a name
_HAN = re.compile("[\N{CJK UNIFIED IDEOGRAPH-3400}-\N{CJK UNIFIED IDEOGRAPH-9FFF}]")
_LETTER = re.compile("[a-zA-Z]")
_NAMES = {"person": "people", "unit": "units"}
_NEW = """
    SELECT n.id, n.name FROM {table} n
      LEFT JOIN spellings s ON s.kind = '{kind}' AND s.of_id = n.id AND s.name = n.name
     WHERE s.of_id IS NULL ORDER BY n.id LIMIT %s"""
_KEEP = """
    INSERT INTO spellings (kind, of_id, name, spelled)
    SELECT %s, * FROM unnest(%s::integer[], %s::text[], %s::text[])
    ON CONFLICT (kind, of_id) DO UPDATE SET name = EXCLUDED.name, spelled = EXCLUDED.spelled"""
_SPELLED = """(SELECT spelled FROM spellings
     WHERE kind = '{kind}' AND of_id = {table}.id AND spellings.name = {table}.name)"""


def texts_of(kind: str, words: Iterable[str], *names: str) -> tuple[str, ...]:
    """Return the texts for seeking words: names, and for letters their spelling, too."""
    spelled = _SPELLED.format(kind=kind, table=_NAMES[kind])
    return (*names, spelled) if any(map(_LETTER.search, words)) else names


def spelled(name: str, kind: str = "person") -> str:
    """Return a name in pinyin, each way of reading in full and by initials; else nothing."""
    if not _HAN.search(name):
        return ""
    usual = [readings[0] for readings in _read(name, heteronym=False)]
    ways = [tuple(usual), *(_readings(name, usual) if kind == "person" else ())]
    full = ["".join(way) for way in ways]
    passports = [one.replace("v", "yu") for one in full]  # 吕 is lü: typed lv, and written lyu
    initials = ["".join(reading[0] for reading in way) for way in ways]
    return " ".join(dict.fromkeys([*full, *passports, *initials]))


def _readings(name: str, usual: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Return the ways to read a name character by character, the usual readings first."""
    letters = [each for each in name if _HAN.match(each) or (each.isascii() and each.isalnum())]
    if len(letters) != len(usual):
        return ()
    each = [
        list(dict.fromkeys([first, *chain(*_read(one, heteronym=True))]))
        for one, first in zip(letters, usual, strict=True)
    ]
    return islice(product(*each), _MOST)


def _read(text: str, *, heteronym: bool) -> list[list[str]]:
    """Return the readings of each character in small letters; marks between names are left out."""
    found = pinyin(text, style=Style.NORMAL, heteronym=heteronym, errors=_plain)
    return [[reading.lower() for reading in readings] for readings in found]


def _plain(text: str) -> Any:
    """Return the letters and digits of a text read without pinyin, each singly."""
    return [one for one in text if one.isascii() and one.isalnum()] or None


def take_in() -> int:
    """Spell new and changed names; return how many."""
    return sum(_take_in(kind, table) for kind, table in _NAMES.items())


def _take_in(kind: str, table: str) -> int:
    done = 0
    while True:
        with connect() as connection, connection.transaction():
            row = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK]).fetchone()
            if not row or not row[0]:
                return done
            asked = _NEW.format(kind=kind, table=table).encode()
            new = connection.execute(asked, [_SOME]).fetchall()
            if not new:
                return done
            ids, names = zip(*new, strict=True)
            kept = [kind, [*ids], [*names], [spelled(name, kind) for name in names]]
            connection.execute(_KEEP, kept)
        done += len(new)
