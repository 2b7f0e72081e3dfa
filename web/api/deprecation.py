"""The policy of versions in headers: deprecated operations, since when and until when.

Within ``/api/v1`` only additions are made: operations, parameters that may be left out, members of
answers, codes. What has to go is marked here a year before: its answers carry ``Deprecation``
(RFC 9745), ``Sunset`` (RFC 8594) and a link to the documentation; the document marks it, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime

from flask import Response, request

from web.api.blueprint import PREFIX, blueprint
from web.problems import docs_url
from workflow.errors import BadDeclaration

NOTICE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Deprecation:
    """The first day of the deprecation of an operation, and the day of the end."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.until - self.since < NOTICE:
            raise BadDeclaration("what goes away is marked a year before")

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every answer."""
        return {
            "Deprecation": f"@{int(self.since.timestamp())}",
            "Sunset": format_datetime(self.until, usegmt=True),
            "Link": f'<{docs_url("versions")}>; rel="deprecation"; type="text/html"',
        }


# By method and path, such as "GET /items/{number}"; none so far.
DEPRECATED: Mapping[str, Deprecation] = {}


@blueprint.after_request
def _announce(answer: Response) -> Response:
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(request.url_rule)).removeprefix(PREFIX)
    if found := DEPRECATED.get(f"{request.method} {path}"):
        answer.headers.extend(found.headers)
    return answer
