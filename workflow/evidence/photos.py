"""Photos: check content and size, and draw the small pictures for pages.

The original is kept as sent. Pages show pictures encoded anew, so that nothing but pixels of the
original reaches a browser. Photos are opened by a program of their own with limits
(``thumbnails``), one at a time on a machine: a file of some kilobytes may hold forty megapixels.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workflow.errors import Unavailable
from workflow.evidence import refusals, thumbnails
from workflow.evidence.upload import Upload

ENDINGS = ("jpg", "jpeg", "jfif", "png", "webp", "heic", "heif")  # .jfif: a JPEG of a browser
MEDIA_TYPES = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic",
}  # fmt: skip
SECONDS = 30  # for one photo, and for waiting until it is its turn
# What is sent as a photo and is something else, by its first bytes.
_OTHERS = (
    (re.compile(rb"....ftyp(?:hev[cx]|msf1)", re.S), "HEIF"),  # many pictures, one after another
    (re.compile(rb"....ftypavi[fs]", re.S), "AVIF"),
    (re.compile(rb"....ftyp(?!hei|mif1)", re.S), "MP4"),
    (re.compile(rb"GIF8"), "GIF"),
    (re.compile(rb"BM"), "BMP"),
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF"),
    (re.compile(rb"%PDF"), "PDF"),
)
_LOOK = 0.02  # seconds between two looks whether it is one's turn


def develop(upload: Upload, targets: Mapping[int, Path], lock: Path) -> str:
    """Write a JPEG for each longest edge in pixels, and return the media type of the photo.

    Raises ``WrongType`` for a file that is no photo or too large, and ``Unavailable`` when too many
    photos are waiting; then the targets hold nothing useful.
    """
    with _alone(lock):
        report = _run(upload.file, targets)
    fault = _fault(report)
    if fault:
        millions = report.get("pixels", 0) // 10**6
        limit = thumbnails.MOST_PIXELS // 10**6
        other = _other(upload.file) if fault is refusals.NO_PHOTO else ""
        words = refusals.OTHER_PICTURE if other else fault
        raise upload.refused(words, pixels=millions, limit=limit, other=other)
    return MEDIA_TYPES[report["format"]]


def _other(file: Path) -> str:
    """Return the name of the format that a file without a photo holds, or the empty string."""
    with file.open("rb") as stream:
        head = stream.read(16)
    return next((name for form, name in _OTHERS if form.match(head)), "")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other thread or process of the machine works on a photo.

    Raises ``Unavailable`` after ``SECONDS`` of waiting.
    """
    until = time.monotonic() + SECONDS
    held = os.open(lock, os.O_RDONLY)  # a folder can be locked, and needs no file beside it
    try:
        while not _taken(held):
            if time.monotonic() > until:
                raise Unavailable(refusals.MANY_PHOTOS)
            time.sleep(_LOOK)
        yield
    finally:
        os.close(held)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run(file: Path, targets: Mapping[int, Path]) -> dict[str, Any]:
    """Return the JSON output of the program; a crash or a timeout counts as ``heavy``."""
    drawn = [f"{edge}:{place}" for edge, place in sorted(targets.items(), reverse=True)]
    command = [sys.executable, "-I", thumbnails.__file__, str(file), *drawn]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=True
        )
        report: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"heavy": True}
    return report


def _fault(found: Mapping[str, Any]) -> Any:
    if found.get("damaged"):
        return refusals.NO_PHOTO
    if found.get("heavy"):
        return refusals.TOO_HEAVY
    if found["frames"] > 1:
        return refusals.MOVING
    return refusals.TOO_MANY_PIXELS if found["pixels"] > thumbnails.MOST_PIXELS else None
