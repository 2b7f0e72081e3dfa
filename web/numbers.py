"""Numbers of rows in addresses and forms: a number too large for any table names no row.

In the path such a number is an unknown address; elsewhere it counts as missing.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST = 2**31 - 1  # what an integer column holds; PostgreSQL refuses to compare it with more
LARGEST_LONG = 2**63 - 1  # the same of a bigint column
_DIGITS = frozenset("0123456789")


class RowNumber(IntegerConverter):
    """Takes the digits 0 to 9 only: Python would read other scripts' digits, too."""

    regex = "[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """Return the number.

        Raises ``ValidationError`` where no table can hold the number.
        """
        number = int(value)
        if number > LARGEST:
            raise ValidationError
        return number


def number(values: MultiDict[str, str], name: str, most: int = LARGEST) -> int | None:
    """Return the number of a row in a request, or ``None`` where missing or malformed."""
    text = values.get(name, "")
    if not 0 < len(text) <= 19 or not _DIGITS.issuperset(text):
        return None
    row = int(text)
    return row if row <= most else None


def install(app: Flask) -> None:
    """Have every ``<int:…>`` of an address mean such a number."""
    app.url_map.converters["int"] = RowNumber
