"""Versions of items in HTTP: ``ETag`` states a version, ``If-Match`` demands a version."""

from __future__ import annotations

import re

from flask import request

from web.api import refusals
from web.api.refusals import Malformed

PATTERN = '^(\\*|"[0-9]{1,9}(-[0-9a-f]+)*")$'  # what follows the version is of the answer alone


def tag(version: int) -> str:
    """Return the entity tag of a version."""
    return f'"{version}"'


def demanded() -> int | None:
    """Return the version in the request's If-Match, or ``None``.

    Raises ``Malformed`` where the header is malformed.
    """
    text = request.headers.get("If-Match")
    if text is None or text == "*":
        return None
    match = re.fullmatch('"([0-9]{1,9})(?:-[0-9a-f]+)*"', text)
    if match is None:
        raise Malformed(refusals.BAD_VERSION)
    return int(match[1])
