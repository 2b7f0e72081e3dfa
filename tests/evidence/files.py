"""Files as people and attackers send them."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()  # and with it the way to write such photos
Maker = Callable[[], bytes]


def photo(
    width: int = 32,
    height: int = 24,
    format_: str = "JPEG",
    *,
    mode: str = "RGB",
    orientation: int = 1,
    place: bool = False,
    noise: bool = False,
) -> bytes:
    """Return a small photo."""
    image = Image.new(mode, (width, height))
    if noise:
        image = Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))
    exif = image.getexif()
    exif[0x0112] = orientation
    if place:
        exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    image.save(made, format_, exif=exif)
    return made.getvalue()


def photo_of_a_phone() -> bytes:
    """Return a JPEG with a second picture behind the first (MPO), as phones write."""
    pictures = [Image.new("RGB", (32, 24), colour) for colour in ("red", "blue")]
    made = io.BytesIO()
    pictures[0].save(made, "MPO", save_all=True, append_images=pictures[1:])
    return made.getvalue()


def heic(width: int = 32, height: int = 24, *, orientation: int = 1, place: bool = False) -> bytes:
    """Return a photo as iPhones keep it."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (0, 0, width // 2, height // 2))
    exif = image.getexif()
    exif[0x0112] = orientation
    if place:
        exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    image.save(made, "HEIF", quality=90, exif=exif.tobytes())  # as bytes it is turned, too
    return made.getvalue()


def avif() -> bytes:
    """Return the beginning of an AVIF."""
    return struct.pack(">I", 24) + b"ftypavif" + bytes(4) + b"mif1avif" + bytes(400)


def animation() -> bytes:
    """Return a PNG of two frames."""
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    made = io.BytesIO()
    frames[0].save(made, "PNG", save_all=True, append_images=frames[1:])
    return made.getvalue()


def flood(width: int, height: int) -> bytes:
    """Return a PNG whose header announces more pixels than fit anywhere."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def pdf(more: bytes = b"") -> bytes:
    """Return a PDF with nothing on it."""
    return b"%PDF-1.4\n1 0 obj << /Type /Catalog " + more + b" >> endobj\ntrailer\n%%EOF\n"


def docx(parts: dict[str, bytes] | None = None) -> bytes:
    """Return a text document; ``parts`` are added or replace its own."""
    return _office({"[Content_Types].xml": b"<T/>", "word/document.xml": b"<w/>", **(parts or {})})


def xlsx() -> bytes:
    """Return a workbook."""
    return _office({"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>"})


def bomb() -> bytes:
    """Return a workbook that unpacks to a thousand times its size."""
    sheet = b"\0" * 72 * 2**20
    parts = {"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>", "xl/s.xml": sheet}
    return _office(parts)


def _office(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
