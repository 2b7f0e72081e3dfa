"""Files that offices send and nobody opens here: kept by hash, and handed out as downloads only.

The first bytes tell whether a file is what its name says. Nothing further is read: what is inside
is a matter for the program of whoever downloads it.
"""

from __future__ import annotations

from workflow.evidence import refusals
from workflow.evidence.upload import Upload

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound file of older office programs
_ZIP = b"PK\x03\x04"
_HEAD = 16  # bytes read
MEDIA_TYPES = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/vnd.ms-works",
    "et": "application/octet-stream",
    "dps": "application/octet-stream",
    "ofd": "application/ofd",
    "zip": "application/zip",
    "mp4": "video/mp4",
}
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    **dict.fromkeys(("doc", "xls", "ppt"), (_OLE,)),
    **dict.fromkeys(("wps", "et", "dps"), (_OLE, _ZIP)),  # older and newer editions of WPS
    **dict.fromkeys(("ofd", "zip"), (_ZIP,)),
}
_BRAND, _PICTURES = b"ftyp", (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def check(upload: Upload) -> None:
    """Compare the beginning of a file with its name.

    Raises ``WrongType`` where it is another kind of file.
    """
    with upload.file.open("rb") as file:
        head = file.read(_HEAD)
    if not _fits(upload.ending, head):
        raise upload.refused(refusals.OTHER_CONTENT)


def _fits(ending: str, head: bytes) -> bool:
    if ending == "mp4":
        return head[4:8] == _BRAND and head[8:12] not in _PICTURES
    return head.startswith(_BEGINNINGS[ending])
