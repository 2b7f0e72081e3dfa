"""Papers as files: their formats, their bytes, and the names that they are saved under."""

from __future__ import annotations

import re
from typing import Literal

from workflow.queries.papers.pdf import pdf
from workflow.queries.papers.text import PaperText
from workflow.queries.papers.word import word

PaperFormat = Literal["docx", "pdf"]
MEDIA_TYPES: dict[PaperFormat, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_LONGEST = 80  # characters of a title in the name of a file
_NO_NAME = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')


def written(text: PaperText, form: PaperFormat) -> bytes:
    """Return a paper as a file.

    Raises ``NotPossible`` for a PDF on a machine without Chinese fonts, and for Word by an own
    template that no longer fits.
    """
    return pdf([text]) if form == "pdf" else word(text)


def name_of(text: PaperText, form: PaperFormat) -> str:
    """Return the name of the file: number and title, harmless on every system."""
    return file_name(f"{text.number} {text.title}", form)


def file_name(title: str, form: str) -> str:
    """Return the name of a file with a title, harmless on every system."""
    told = " ".join(_NO_NAME.sub(" ", title).split())
    return f"{told[:_LONGEST].rstrip()}.{form}"
