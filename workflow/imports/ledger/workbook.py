"""Read a table file by its content, not by its name."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from workflow.errors import BadInput, NotFound, TooLarge, WrongType
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.cells import Workbook
from workflow.imports.ledger.delimited import read_delimited, sense_of
from workflow.imports.ledger.header_lines import header_score
from workflow.imports.ledger.markup_tables import read_markup
from workflow.imports.ledger.meanings import LEDGER
from workflow.imports.ledger.spreadsheet import read_old, read_zipped
from workflow.imports.ledger.vocabulary import Vocabulary
from workflow.words import Words

MAX_MIB = 64
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": Words("PDF 文件", "a PDF"),
    b"\xff\xd8\xff": Words("图片", "a picture"),
    b"\x89PNG": Words("图片", "a picture"),
    b"GIF8": Words("图片", "a picture"),
    b"Rar!": Words("压缩包", "an archive"),
    b"7z\xbc\xaf": Words("压缩包", "an archive"),
    b"\x1f\x8b": Words("压缩包", "an archive"),
    b"{\\rtf": Words("RTF 文档", "an RTF document"),
    b"<!DOCTYPE": Words("网页", "a web page"),
    b"<html": Words("网页", "a web page"),
    b"<?xml": Words("XML 文件", "an XML file"),
}


def read_file(path: Path, max_mib: int = MAX_MIB) -> bytes:
    """Return the bytes of a file.

    Raises ``NotFound`` where the file is missing, ``BadInput`` where empty, ``TooLarge`` beyond
    ``max_mib`` MiB.
    """
    try:
        size = path.stat().st_size
        if size > max_mib * 2**20:
            raise TooLarge(file_faults.TOO_LARGE.format(size=-(-size // 2**20), limit=max_mib))
        data = path.read_bytes()
    except OSError:
        raise NotFound(file_faults.MISSING.format(name=path)) from None
    if not data.strip(b"\0 \t\r\n"):
        raise BadInput(file_faults.EMPTY)
    return data


def read_workbook(data: bytes, name: str, words: Vocabulary = LEDGER) -> Workbook:
    """Read the bytes of a table file of any kind; a note tells of a misleading name.

    The column names in ``words`` decide on the encoding and the delimiter of a CSV.
    """
    if data.startswith(b"PK"):
        workbook = read_zipped(data)
        return _noted(workbook, name, (".csv", ".txt", ".tsv"), file_faults.READ_AS_XLSX)
    if data.startswith(_OLE):
        return _read_old(data)
    score = partial(header_score, words=words)
    if markup := read_markup(data, lambda text: sense_of(text, score)):
        return markup
    _refuse_others(data)
    workbook = read_delimited(data, score)
    return _noted(
        workbook, name, (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"), file_faults.READ_AS_CSV
    )


def _read_old(data: bytes) -> Workbook:
    if _ENCRYPTED in data:
        raise WrongType(file_faults.ENCRYPTED)
    return read_old(data)


def _refuse_others(data: bytes) -> None:
    for beginning, what in _OTHERS.items():
        if data.lstrip()[:16].lower().startswith(beginning.lower()):
            raise WrongType(file_faults.NOT_A_TABLE.format(what=what))


def _noted(workbook: Workbook, name: str, endings: tuple[str, ...], words: Words) -> Workbook:
    if not name.lower().endswith(endings):
        return workbook
    notes = (words.format(name=Path(name).name), *workbook.notes)
    return Workbook(workbook.kind, workbook.sheets, notes)
