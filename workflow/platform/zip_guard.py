"""Check a zip archive before any parser reads the content: first its directory, then its entries.

The directory can lie, so every entry is also unpacked in pieces, counted and thrown away.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from workflow.errors import TooLarge, WrongType
from workflow.words import Words

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 2**20
MAX_RATIO = 100
_RATIO_FROM = 2**20  # A small part may well repeat itself; a bomb is never small.
_DIRECTORY_ENTRY = 512
_PIECE = 64 * 2**10
# What a sheet shows besides values: formulas, errors, hidden rows and columns.
_MARKS = re.compile(rb"<(?:\w+:)?f[ >/]|\bt=\"e\"|\bhidden=\"(?:1|true)\"")
_ENCRYPTED_FLAG = 0x1

TRUNCATED = Words(
    "工作簿不完整（可能没有传完）或已损坏；请在表格软件中打开并另存为 .xlsx，再导入。",
    "The workbook is cut off or damaged; open it in a spreadsheet program, save it as .xlsx "
    "and import that.",
)
ENCRYPTED = Words(
    "工作簿设了打开密码；请取消密码保护，另存后再导入。",
    "The workbook is encrypted with a password; remove the password, save it and import that.",
)
BOMB = Words(
    "压缩包展开后过大或结构异常（{what}），没有读取；请在表格软件中另存为 .xlsx 再导入。",
    "The workbook unpacks to far more than it should or is built oddly ({what}) and was not read; "
    "save it as .xlsx from a spreadsheet program and import that.",
)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive safe to parse; ``marked`` names the sheets with more than values."""

    data: bytes
    entries: dict[str, zipfile.ZipInfo]
    marked: frozenset[str]

    def unpack(self, name: str) -> Iterator[bytes]:
        """Yield an entry's bytes in pieces."""
        return _unpack(self.data, self.entries[name])


def look_over(data: bytes, max_unpacked: int = MAX_UNPACKED) -> Archive:
    """Return the archive, checked.

    Raises ``WrongType`` for a damaged, encrypted or malicious archive, and beyond ``max_unpacked``
    bytes.
    """
    _check_directory(data)
    try:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise WrongType(TRUNCATED) from None
    _check_sizes(infos, len(data), max_unpacked)
    marked = _check_contents(data, infos, max_unpacked)
    return Archive(data, {info.filename: info for info in infos}, marked)


def _check_directory(data: bytes) -> None:
    """Limit the directory before parsing: a million empty entries cost memory, too."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at < 0 or len(data) < at + 22:
        raise WrongType(TRUNCATED)
    entries, size = struct.unpack_from("<HI", data, at + 10)
    zip64 = data[max(0, at - 20) : at].startswith(b"PK\x06\x07")
    if zip64 or entries > MAX_ENTRIES or size > MAX_ENTRIES * _DIRECTORY_ENTRY:
        _bomb(f"超过 {MAX_ENTRIES} 个条目", f"more than {MAX_ENTRIES} entries")


def _check_sizes(infos: list[zipfile.ZipInfo], size: int, most: int) -> None:
    if len(infos) > MAX_ENTRIES:
        _bomb(f"超过 {MAX_ENTRIES} 个条目", f"more than {MAX_ENTRIES} entries")
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        raise WrongType(ENCRYPTED)
    if sum(info.file_size for info in infos) > most:
        _bomb(f"展开后超过 {most >> 20} MiB", f"over {most >> 20} MiB unpacked")
    if any(i.file_size > max(_RATIO_FROM, MAX_RATIO * i.compress_size) for i in infos):
        _bomb(f"压缩比超过 {MAX_RATIO}", f"a compression ratio over {MAX_RATIO}")
    if sum(info.compress_size for info in infos) > size:
        _bomb("条目互相重叠", "entries that overlap")


def _check_contents(data: bytes, infos: list[zipfile.ZipInfo], most: int) -> frozenset[str]:
    """Unpack all entries, hold none; return the names of sheets with more than values."""
    left, marked = most, set()
    for info in infos:
        tail, size, checksum = b"", 0, 0
        for piece in _unpack(data, info):
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            if size > min(left, info.file_size):
                _bomb("实际内容比目录写的大", "more content than its directory says")
            if info.filename.endswith((".xml", ".rels")):
                if b"<!DOCTYPE" in tail + piece:
                    _bomb("含有 DOCTYPE 声明", "a DOCTYPE declaration")
                if _MARKS.search(tail + piece):
                    marked.add(info.filename)
                tail = piece[-32:]
        if size < info.file_size or checksum != info.CRC:
            raise WrongType(TRUNCATED)
        left -= size
    return frozenset(n for n in marked if "/worksheets/" in n)


def _unpack(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack by the bytes alone; the library would stop at the size claimed by the directory."""
    packed = memoryview(data)[_content(data, info) :][: info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[n : n + _PIECE]) for n in range(0, len(packed), _PIECE))
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        _bomb("压缩方式少见", "an unusual compression method")
    inflater, rest = zlib.decompressobj(-zlib.MAX_WBITS), bytes(packed)
    while not inflater.eof:
        try:
            piece = inflater.decompress(rest, _PIECE)
        except zlib.error:
            raise WrongType(TRUNCATED) from None
        rest = inflater.unconsumed_tail
        if not piece and not rest and not inflater.eof:
            raise WrongType(TRUNCATED)
        yield piece


def _content(data: bytes, info: zipfile.ZipInfo) -> int:
    start = info.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or len(data) < start + 30:
        raise WrongType(TRUNCATED)
    name, extra = struct.unpack_from("<HH", data, start + 26)
    return int(start + 30 + name + extra)


def _bomb(zh: str, en: str) -> NoReturn:
    raise TooLarge(BOMB.format(what=Words(zh, en)))
