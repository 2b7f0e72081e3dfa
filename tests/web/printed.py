"""What an answer lets its reader read: a page, or the Word files of a zip of documents."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from werkzeug.test import TestResponse


def printed(answer: TestResponse) -> str:
    """Return the text of an answer, with the names and the texts of the files of a zip."""
    return answer.text if answer.mimetype != "application/zip" else _unpacked(answer.data)


def _unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        return "\n".join([*names, *(_read(name, archive.read(name)) for name in names)])


def _read(name: str, data: bytes) -> str:
    """Return the text of a file; a PDF says what the Word file beside it says."""
    match name.rpartition(".")[2]:
        case "pdf":
            return ""
        case "docx":
            return str(Document(io.BytesIO(data)).element.xpath("string()"))
    return data.decode()
