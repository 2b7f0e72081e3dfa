"""What an answer lets its reader read: a page, a PDF, a Word file, or a zip of these."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from pypdf import PdfReader
from werkzeug.test import TestResponse


def printed(answer: TestResponse) -> str:
    """Return the text of an answer, with the names and the texts of the files of a zip."""
    return answer.text if answer.mimetype != "application/zip" else _unpacked(answer.data)


def _unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        return "\n".join([*names, *(_read(name, archive.read(name)) for name in names)])


def _read(name: str, data: bytes) -> str:
    file = io.BytesIO(data)
    match name.rpartition(".")[2]:
        case "pdf":
            return "\n".join(page.extract_text() for page in PdfReader(file).pages)
        case "docx":
            return str(Document(file).element.xpath("string()"))
    return data.decode()
