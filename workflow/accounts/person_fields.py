"""A person's own details as on the staff list, with their checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from workflow.errors import BadInput
from workflow.platform import Connection, cleaned, is_mail_address, narrow, not_shown
from workflow.words import LANGUAGES, Words

_CHECK = Words("人员没有保存。", "The person was not saved.")
_NO_NAME = Words("请写明姓名，最多100个字", "give the person's name, up to 100 characters")
_LONG = Words("最多{limit}个字", "at most {limit:character|characters}")
_NO_ADDRESS = Words(
    "“{email}”不是邮箱地址，请用英文字母和数字写成 name@example.org 的样子",
    '"{email}" is no mail address; write it in plain letters and digits as name@example.org',
)
_NO_LANGUAGE = Words("没有这种语言", "there is no such language")
_TAKEN = Words("工号“{code}”已是{person}的", 'the staff number "{code}" is that of {person}')
_ADD = """
    INSERT INTO people (name, name_en, code, email, language)
    VALUES (%(name)s, %(name_en)s, nullif(%(code)s, ''), %(email)s, %(language)s) RETURNING id"""
_CORRECT = """
    UPDATE people SET name = %(name)s, name_en = %(name_en)s, code = nullif(%(code)s, ''),
           language = %(language)s WHERE id = %(person)s RETURNING id"""


@dataclass(frozen=True, slots=True)
class Details:
    """The details entered for a person."""

    name: str
    name_en: str = ""
    email: str = ""
    code: str = ""  # the number on the staff list
    language: str = "zh"

    @property
    def trimmed(self) -> dict[str, str]:
        """The values without what cannot be seen, and the address without full width."""
        typed = {key: cleaned(getattr(self, key)) for key in self.__slots__}
        return {**typed, "email": narrow(self.email)}


def faults_of(details: Details) -> dict[str, Words]:
    """Return a sentence for each value unfit to be stored, by field."""
    values = details.trimmed
    address = values["email"]
    faults = {
        "name": None if 0 < len(values["name"]) <= 100 else _NO_NAME,
        "name_en": None if len(values["name_en"]) <= 100 else _LONG.format(limit=100),
        "code": None if len(values["code"]) <= 40 else _LONG.format(limit=40),
        "email": _NO_ADDRESS.format(email=address[:60])
        if address and not is_mail_address(address)
        else None,
        "language": None if values["language"] in LANGUAGES else _NO_LANGUAGE,
    } | {key: words for key, value in values.items() if (words := not_shown(value))}
    return {key: words for key, words in faults.items() if words}


def add_person(connection: Connection, details: Details) -> int:
    """Add a person within an open transaction; return the id."""
    return _write(connection, _ADD, details)


def correct_person(connection: Connection, person_id: int, details: Details) -> None:
    """Correct a person's details, except the address, which needs two administrators."""
    _write(connection, _CORRECT, details, person=person_id)


def _write(connection: Connection, query: str, details: Details, **more: Any) -> int:
    if faults := faults_of(details):
        raise BadInput(_CHECK, faults)
    try:
        with connection.transaction():  # a fault leaves the one under way as it was
            row = connection.execute(query, {**details.trimmed, **more}).fetchone()
    except psycopg.errors.UniqueViolation:
        raise BadInput(_CHECK, {"code": _taken(connection, details.trimmed["code"])}) from None
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    return int(row[0])


def _taken(connection: Connection, code: str) -> Words:
    row = connection.execute("SELECT name FROM people WHERE code = %s", [code]).fetchone()
    return _TAKEN.format(code=code, person=row[0] if row else "—")
