"""The storage of evidence: by SHA-256, readable by the service only, never replaced."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from workflow.errors import TooLarge, Unavailable
from workflow.evidence import documents, names, photos, refusals, virus_scanner
from workflow.evidence.piece import EvidenceKind, Piece
from workflow.evidence.upload import Upload
from workflow.platform import settings

MOST_FILES = 20  # in one request
ENDINGS = (*photos.ENDINGS, *documents.MEDIA_TYPES)
# Whatever a piece of evidence may be, each once.
MEDIA_TYPES = tuple(
    {**dict.fromkeys((*photos.MEDIA_TYPES.values(), *documents.MEDIA_TYPES.values()))}
)
Size = Literal["small", "large"]
_EDGES: dict[Size, int] = {"small": 360, "large": 1600}  # longest edge of the pictures shown
_CHUNK = 64 * 2**10
LEAST_FREE = 2**30  # bytes, or a twentieth of a small disk


def store(stream: IO[bytes], name: str) -> Piece:
    """Check a file, keep the file and return its description.

    Raises ``WrongType`` or ``TooLarge`` with the reason.
    """
    name = names.checked(name)
    kind = _kind(Upload(Path(), name))
    with _on_disk(), _temporary() as file:
        _demand_room(file)
        sha256, size = _receive(stream, file, name)
        upload = Upload(file, name)
        if not size:
            raise upload.refused(refusals.EMPTY)
        media_type = _developed(upload, sha256) if kind == "photo" else documents.check(upload)
        if not virus_scanner.passes(upload):
            virus_scanner.hold(path(sha256))
        _keep(file, path(sha256))
    return Piece(sha256, name, media_type, size, kind)


def path(sha256: str) -> Path:
    """Return the path of the bytes with the given hash, stored or not."""
    return folder() / sha256[:2] / sha256


def preview(sha256: str, size: Size) -> Path:
    """Return where the small picture of a photo is kept."""
    return path(sha256).with_name(f"{sha256}.{size}.jpg")


def folder() -> Path:
    """Return the folder of all evidence."""
    return settings().data / "evidence"


def _kind(upload: Upload) -> EvidenceKind:
    if upload.ending in photos.ENDINGS:
        return "photo"
    if upload.ending in documents.MEDIA_TYPES:
        return "document"
    if instead := documents.WITH_MACROS.get(upload.ending):
        raise upload.refused(refusals.MACRO_KIND, ending=instead)
    raise upload.refused(refusals.UNKNOWN_KIND)


def _demand_room(file: Path) -> None:
    """Refuse files before the disk is full: the database needs what is left."""
    disk = shutil.disk_usage(file)
    if disk.free < min(LEAST_FREE, disk.total // 20):
        raise Unavailable(refusals.NO_ROOM)


def _receive(stream: IO[bytes], file: Path, name: str) -> tuple[str, int]:
    """Copy the stream up to the limit, whatever the announced length; return (SHA-256, size).

    Raises ``TooLarge`` beyond the limit.
    """
    limit, digest, size = settings().upload_mib * 2**20, hashlib.sha256(), 0
    with file.open("wb") as target:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                words = refusals.TOO_LARGE.format(name=names.shown(name), limit=limit >> 20)
                raise TooLarge(words)
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest(), size


def _developed(upload: Upload, sha256: str) -> str:
    """Store the small pictures of a photo; return the media type of the photo."""
    with _temporary() as small, _temporary() as large:
        drawn: dict[Size, Path] = {"small": small, "large": large}
        targets = {_EDGES[size]: file for size, file in drawn.items()}
        media_type = photos.develop(upload, targets, folder() / "incoming")
        for size, file in drawn.items():
            _keep(file, preview(sha256, size))
    return media_type


def _keep(file: Path, place: Path) -> None:
    """Move the file to its place; on return both file and folder are synced to the disk."""
    place.parent.mkdir(mode=0o750, exist_ok=True)
    file.chmod(0o640)
    _sync(file)
    file.replace(place)
    _sync(place.parent)


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _temporary() -> Iterator[Path]:
    incoming = folder() / "incoming"
    incoming.mkdir(mode=0o750, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=incoming)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(refusals.NO_ROOM) from error
