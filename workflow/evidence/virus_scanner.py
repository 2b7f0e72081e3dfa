"""The virus scanner: where one is set, clamd sees each file before anybody gets the file.

A file that comes while the scanner is away is kept and held: it is in the record, and handed out
once the scanner has seen it. The mark of a held file lies beside the file, so a backup has both.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from workflow.errors import Gone, TooLarge, Unavailable, WrongType
from workflow.evidence import refusals
from workflow.evidence.names import shown
from workflow.evidence.upload import Upload
from workflow.platform import settings
from workflow.platform.addresses import socket_of
from workflow.words import Words

_CHUNK = 64 * 2**10
_CONNECT, _ANSWER = 3.0, 60.0  # seconds
_MARK = ".held"
_LONGEST = 4096  # bytes of an answer


class ScanFault(NamedTuple):
    """The sentence against a file, and whether a virus was found."""

    words: Words
    virus: bool


class ScannerAway(Exception):
    """The scanner does not answer, or not as clamd does; the text says why."""


def passes(upload: Upload) -> bool:
    """Say whether the scanner has seen the file and found nothing; ``False``: it is to be held.

    Raises ``WrongType`` with the name of what was found, or ``TooLarge`` for the scanner.
    """
    if not settings().virus_scanner:
        return True
    try:
        with upload.file.open("rb") as content:
            found = _look(content)
    except ScannerAway:
        return False
    if found:
        raise upload.refused(refusals.VIRUS, found=found)
    return True


def demand_clean(data: bytes, name: str) -> None:
    """Refuse a file that the service only reads, such as a ledger, where a virus is found.

    Nobody gets the file, so a scanner that is away refuses nothing. Raises ``WrongType`` with the
    name of what was found, or ``TooLarge`` for the scanner.
    """
    found = fault_of(data, name)
    if found and found.virus:
        raise WrongType(found.words)


def fault_of(data: bytes, name: str) -> ScanFault | None:
    """Return what stands against a file: a virus, or that no scanner answers; else ``None``.

    Raises ``TooLarge`` for the scanner.
    """
    if not settings().virus_scanner:
        return None
    told = {"name": shown(name)}
    try:
        virus = _look(BytesIO(data))
    except ScannerAway:
        return ScanFault(refusals.SCANNER_AWAY.format(**told), virus=False)
    if not virus:
        return None
    return ScanFault(refusals.VIRUS.format(**told, found=virus), virus=True)


def hold(place: Path) -> None:
    """Mark a file as not seen by the scanner, before the file is in its place."""
    mark = _mark(place)
    mark.parent.mkdir(mode=0o750, exist_ok=True)
    mark.touch(0o640)


def held(folder: Path) -> int:
    """Return how many files of the folder of all evidence are held."""
    return sum(1 for _ in folder.glob(f"[0-9a-f][0-9a-f]/*{_MARK}"))


def demand_released(place: Path, name: str) -> None:
    """Refuse a held file, unless the scanner sees it now and finds nothing.

    Raises ``Unavailable`` while the scanner is away, and ``Gone`` for a file with a virus.
    """
    mark, told = _mark(place), {"name": shown(name)}
    if not mark.exists():
        return
    found = mark.read_text("utf-8")
    if not found:
        try:
            with place.open("rb") as content:
                found = _look(content)
        except (ScannerAway, TooLarge) as away:
            raise Unavailable(refusals.HELD.format(**told)) from away
    if found:
        mark.write_text(found, "utf-8")
        raise Gone(refusals.HELD_VIRUS.format(**told, found=found))
    mark.unlink(missing_ok=True)


def ping() -> None:
    """Ask the scanner whether it is there.

    Raises ``ScannerAway``.
    """
    with _connected() as line:
        line.sendall(b"zPING\0")
        answer = _read(line)
    if answer != "PONG":
        raise ScannerAway(answer[:80] or "no answer")


def _mark(place: Path) -> Path:
    return place.with_name(f"{place.name}{_MARK}")


def _look(content: BinaryIO) -> str:
    """Return the name of the virus found in a file, or ""."""
    with _connected() as line:
        with suppress(BrokenPipeError, ConnectionResetError):  # its answer says why it hung up
            line.sendall(b"zINSTREAM\0")
            while chunk := content.read(_CHUNK):
                line.sendall(len(chunk).to_bytes(4, "big") + chunk)
            line.sendall(bytes(4))
        answer = _read(line)
    return _verdict(answer)


def _verdict(answer: str) -> str:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    if "size limit exceeded" in said:
        raise TooLarge(refusals.TOO_LARGE_TO_SCAN)
    raise ScannerAway(said[:80] or "no answer")


@contextmanager
def _connected() -> Iterator[socket.socket]:
    try:
        with _line() as line:
            line.settimeout(_ANSWER)
            yield line
    except OSError as error:
        raise ScannerAway(str(error)) from error


def _line() -> socket.socket:
    place = socket_of(settings().virus_scanner)
    if isinstance(place, tuple):
        return socket.create_connection(place, timeout=_CONNECT)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(_CONNECT)
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _read(line: socket.socket) -> str:
    """Return an answer: it ends with a zero byte, or when clamd hangs up."""
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST and (more := line.recv(_LONGEST)):
        answer += more
    return answer.split(b"\0")[0].decode("utf-8", "replace").rstrip("\n")
