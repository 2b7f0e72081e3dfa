"""Numbers of rows in addresses: one that no table can hold is an address that is not there."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST = 2**31 - 1  # what an integer column holds; PostgreSQL refuses to compare it with more


class RowNumber(IntegerConverter):
    """Takes the digits 0 to 9 only: Python would read those of other scripts, too."""

    regex = "[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """Return the number, if a table can hold it."""
        number = int(value)
        if number > LARGEST:
            raise ValidationError
        return number


def install(app: Flask) -> None:
    """Have every ``<int:…>`` of an address mean such a number."""
    app.url_map.converters["int"] = RowNumber
