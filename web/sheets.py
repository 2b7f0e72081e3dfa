"""Sheets on their way to a browser or a program, sent while they are being made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from flask import Response, request, stream_with_context

from workflow.errors import BadInput
from workflow.journal.logs.export import Format, Log
from workflow.platform.sheets.table import MEDIA_TYPES, SHEET_FORMATS, SheetFormat
from workflow.queries.exports.files import ExportFile
from workflow.queries.exports.own_layouts import Layout, layout_of
from workflow.words import Words, listed

_NO_FORM = Words("只能导出为 {known}。", "It can be exported as {known} only.")
_FLAT = str.maketrans(dict.fromkeys('"\\', "_"))


def sent(make: Callable[[], ExportFile]) -> Response:
    """Send a file piece by piece, in the making; a request for the head alone exports nothing."""
    if request.method == "HEAD":
        return Response(status=200, headers={"Content-Length": "0"})
    file = make()
    return _named(Response(stream_with_context(file), mimetype=file.media_type), file.name)


def sent_bytes(data: bytes, name: str, media_type: str) -> Response:
    """Send a file that is there as a whole."""
    return _named(Response(data, mimetype=media_type), name)


def _named(answer: Response, name: str) -> Response:
    """Have an answer saved under a name, also by programs that know ASCII only."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").translate(_FLAT)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    return answer


def log_file(made: bytes, log: Log, form: Format, day: date) -> Response:
    """Send an exported log as a file named by the log and the day."""
    answer = Response(made, mimetype=MEDIA_TYPES[form])
    name = f"rectify-{log}-{day.isoformat()}.{form}"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def asked_form() -> SheetFormat:
    """Return the form of sheet in the address; a workbook where none is named.

    Raises ``BadInput`` for any other form.
    """
    asked = request.args.get("form", "xlsx")
    form = next((known for known in SHEET_FORMATS if known == asked), None)
    if form is None:
        raise BadInput(_NO_FORM.format(known=listed(Words(key, key) for key in SHEET_FORMATS)))
    return form


def asked_layout() -> Layout | None:
    """Return the layout named in the address.

    Raises ``BadInput`` where there is no such layout.
    """
    name = request.args.get("layout", "")
    return layout_of(name) if name else None
