"""The package of an own template (.docx): nothing in it may act, reach out, or burst.

What is refused is named by its part. Only what a text document needs may be inside.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from PIL import Image

from workflow.errors import TooLarge, WrongType
from workflow.platform import Archive, look_over
from workflow.queries.papers.template_faults import TemplateFault, in_part
from workflow.words import Words

LARGEST = 2 * 2**20  # bytes of the file
MAX_UNPACKED = 12 * 2**20
MOST_XML = 2**20  # bytes of a part
MOST_PIXELS = 4_000_000
FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "MERGEFORMAT", "ARABIC"}
_MAIN = {"[Content_Types].xml", "word/document.xml"}
_PICTURES = (".png", ".jpg", ".jpeg")
_FONTS, _LINKS = ".odttf", ".rels"
_MARKED = (".xml", _LINKS)
_ACTING = ("vbaproject", "activex", "embeddings/", "oleobject", "customui", "afchunk")
_WHOLE = Words("整个文件", "the whole file")
_NO_WORD = Words(
    "不是完整的 .docx 文件；请在 Word 或 WPS 中另存为 .docx 再上传。",
    "This is no whole .docx file; save it as .docx in Word or WPS and send it again.",
)
_TOO_BIG = Words(
    "展开后过大、压缩异常，或声明了实体。",
    "It unpacks to far more than a template needs, or is oddly built.",
)
_FILE_TOO_BIG = Words("文件超过{limit} MiB。", "The file is larger than {limit} MiB.")
_PART_TOO_BIG = Words("这一部分超过{limit} KiB。", "The part is larger than {limit} KiB.")
_ACTS = Words(
    "宏、控件或嵌入的对象不能放在模板里。", "A template has no macros, controls or objects."
)
_STRANGE = Words("模板里不能有这种文件。", "A template has no files of this kind.")
_MACROS = Words("这是带宏的文档；请另存为 .docx。", "This document has macros; save it as .docx.")
_LINK = Words("指向外部的链接“{target}”；请去掉。", 'It links to "{target}"; remove the link.')
_ENTITY = Words("XML 中有文档类型声明或不是 UTF-8。", "The XML declares a type, or is not UTF-8.")
_NO_XML = Words("不是合格的 XML。", "This is no well-formed XML.")
_FIELD = Words("域“{field}”不能使用；只能用页码。", 'The field "{field}" is refused; only page '
               "numbers may be fields.")  # fmt: skip
_NO_PICTURE = Words("不是 PNG 或 JPEG 图片。", "This is no PNG or JPEG picture.")
_HUGE = Words(
    "图片有{pixels}百万像素，最多{limit}百万。",
    "The picture has {pixels} megapixels; {limit} are the most.",
)


def opened(data: bytes) -> Archive | TemplateFault:
    """Return the archive of a template, or the fault against reading the archive at all."""
    if len(data) > LARGEST:
        return TemplateFault(_WHOLE, _FILE_TOO_BIG.format(limit=LARGEST // 2**20))
    try:
        archive = look_over(data, MAX_UNPACKED)
    except TooLarge:
        return TemplateFault(_WHOLE, _TOO_BIG)
    except WrongType:
        return TemplateFault(_WHOLE, _NO_WORD)
    return archive if archive.entries.keys() >= _MAIN else TemplateFault(_WHOLE, _NO_WORD)


def part_of(archive: Archive, name: str) -> bytes:
    """Return the bytes of a part."""
    return b"".join(archive.unpack(name))


def marked_parts(archive: Archive) -> Iterator[tuple[str, Any]]:
    """Yield the parts in XML, each with the root element.

    Relations of the package, and not names, decide about the use of a part.
    """
    for name in archive.entries:
        if name.lower().endswith(_MARKED):
            yield name, parse_xml(part_of(archive, name))


def package_faults(archive: Archive) -> Iterator[TemplateFault]:
    """Yield the forbidden contents of a template, part by part."""
    for name in archive.entries:
        low = name.lower()
        if low.endswith("/"):
            continue
        if any(word in low for word in _ACTING):
            yield TemplateFault(in_part(name), _ACTS)
        elif low.endswith(_PICTURES):
            yield from _picture_faults(name, part_of(archive, name))
        elif low.endswith(_MARKED):
            yield from _xml_faults(name, part_of(archive, name))
        elif not low.endswith(_FONTS) or _read(part_of(archive, name)) is not None:
            yield TemplateFault(in_part(name), _STRANGE)


def _read(xml: bytes) -> Any:
    """Return the root element of a part, or ``None`` where the part is no XML."""
    try:
        return parse_xml(xml)
    except (ValueError, SyntaxError):  # lxml raises errors of syntax
        return None


def _xml_faults(name: str, xml: bytes) -> Iterator[TemplateFault]:
    place = in_part(name)
    if len(xml) > MOST_XML:
        yield TemplateFault(place, _PART_TOO_BIG.format(limit=MOST_XML // 1024))
    elif b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in xml:
        yield TemplateFault(place, _ENTITY)
    elif (root := _read(xml)) is None:
        yield TemplateFault(place, _NO_XML)
    elif not _is_plain(root):
        yield TemplateFault(place, _ENTITY)
    elif name == "[Content_Types].xml" and any("macroEnabled" in kind for kind in _kinds(root)):
        yield TemplateFault(place, _MACROS)
    else:
        yield from _links(place, root) if name.lower().endswith(_LINKS) else ()
        yield from _field_faults(place, root)


def _is_plain(root: Any) -> bool:
    """Say whether a part is UTF-8 without a document type."""
    found = root.getroottree().docinfo
    return not found.doctype and (found.encoding or "UTF-8").upper() in ("UTF-8", "ASCII")


def _kinds(root: Any) -> list[str]:
    return [each.get("ContentType", "") for each in root.iter("{*}*")]


def _links(place: Words, root: Any) -> Iterator[TemplateFault]:
    for relation in root.iter("{*}*"):
        outside = relation.get("TargetMode", "").strip().lower() == "external"
        if outside or "attachedTemplate" in relation.get("Type", ""):
            yield TemplateFault(place, _LINK.format(target=relation.get("Target", "")[:60]))


def _field_faults(place: Words, root: Any) -> Iterator[TemplateFault]:
    codes = ["".join(code.text or "" for code in paragraph.iter(qn("w:instrText")))
             for paragraph in root.iter(qn("w:p"))]  # fmt: skip
    codes += [simple.get(qn("w:instr"), "") for simple in root.iter(qn("w:fldSimple"))]
    for code in codes:
        for word in re.findall(r"[^\W\d_]+", code):
            if word.upper() not in FIELDS:
                yield TemplateFault(place, _FIELD.format(field=word[:40]))
                break


def _picture_faults(name: str, data: bytes) -> Iterator[TemplateFault]:
    """Yield the fault of a picture by the head; the pixels are never read here."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            pixels = picture.width * picture.height
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        yield TemplateFault(in_part(name), _NO_PICTURE)
        return
    if pixels > MOST_PIXELS:
        told = _HUGE.format(pixels=pixels // 10**6, limit=MOST_PIXELS // 10**6)
        yield TemplateFault(in_part(name), told)
