"""Documents: content and name must agree, and no active content is allowed.

Documents are never opened on the server; the checks protect the people who download them.
"""

from __future__ import annotations

from collections.abc import Callable

from workflow.errors import TooLarge, WrongType
from workflow.evidence import closed_kinds, refusals
from workflow.evidence.upload import Upload
from workflow.platform import Archive, look_over

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
    **closed_kinds.MEDIA_TYPES,
}
WITH_MACROS = {"docm": "DOCX", "dotm": "DOCX", "xlsm": "XLSX", "xltm": "XLSX", "pptm": "PPTX"}
_MAIN_PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
_MACRO_PARTS = ("vbaproject", "macrosheets/", "activex/")
_ACTING_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFiles")
_LINKING = (b"attachedTemplate", b'Target="file:', b"Target='file:", b'Target="\\\\')
_CONTROLS = set(map(chr, range(32))) - set("\t\n\r\f")


def check(upload: Upload) -> str:
    """Return the media type of a document.

    Raises ``WrongType`` where the file is no such document or holds active content.
    """
    _CHECKS[upload.ending](upload)
    return MEDIA_TYPES[upload.ending]


def _pdf(upload: Upload) -> None:
    data = upload.file.read_bytes()
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise upload.refused(refusals.OTHER_CONTENT)
    if any(name in data for name in _ACTING_PDF):
        raise upload.refused(refusals.ATTACHMENTS)


def _office(upload: Upload) -> None:
    archive = _archive(upload)
    if {"[Content_Types].xml", _MAIN_PART[upload.ending]} - archive.entries.keys():
        raise upload.refused(refusals.OTHER_CONTENT)
    if any(part in name.lower() for name in archive.entries for part in _MACRO_PARTS):
        raise upload.refused(refusals.MACROS)
    if _contains(archive, "[Content_Types].xml", (b"macroEnabled",)):
        raise upload.refused(refusals.MACROS)
    relations = [name for name in archive.entries if name.endswith(".rels")]
    if any(_contains(archive, name, _LINKING) for name in relations):
        raise upload.refused(refusals.LINKS_OUT)


def _archive(upload: Upload) -> Archive:
    data = upload.file.read_bytes()
    if not data.startswith(b"PK\x03\x04"):
        raise upload.refused(refusals.OTHER_CONTENT)
    try:
        return look_over(data)
    except TooLarge:
        raise upload.refused(refusals.BOMB) from None
    except WrongType:
        raise upload.refused(refusals.OTHER_CONTENT) from None


def _contains(archive: Archive, name: str, words: tuple[bytes, ...]) -> bool:
    content = b"".join(archive.unpack(name))
    return any(word in content for word in words)


def _text(upload: Upload) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with upload.file.open(encoding=encoding) as lines:
                if all(_CONTROLS.isdisjoint(line) for line in lines):
                    return
        except UnicodeDecodeError:
            continue
    raise upload.refused(refusals.NOT_TEXT)


_CHECKS: dict[str, Callable[[Upload], None]] = {
    "pdf": _pdf,
    "docx": _office,
    "xlsx": _office,
    "pptx": _office,
    "txt": _text,
    "csv": _text,
    **dict.fromkeys(closed_kinds.MEDIA_TYPES, closed_kinds.check),
}
