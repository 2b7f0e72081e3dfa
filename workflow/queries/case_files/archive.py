"""The archive of a case file: a plain zip whose every byte follows from its files.

Nothing is compressed, dates are fixed and names are UTF-8, so that the verifier knows what has to
stand between the files, too.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from workflow.errors import TooLarge
from workflow.queries.case_files.verify import CHECK, MANIFEST
from workflow.words import Words

MOST = 2**30  # bytes
_MODE = 0o100644 << 16
_TOO_LARGE = Words(
    "档案超过 {limit} MiB；请分几次导出，每次少选几项。",
    "The case file is over {limit} MiB; take out fewer items at a time.",
)


@dataclass(slots=True)
class CaseArchive:
    """An archive being written."""

    target: IO[bytes]
    at: int = 0
    count: int = 0
    directory: bytes = b""
    digests: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, pieces: Iterable[bytes]) -> str:
        """Add a file; return its SHA-256 (hex).

        Raises ``TooLarge`` beyond the limit.
        """
        name, start = path.encode(), self.at
        self.target.seek(start + 30 + len(name))
        digest, checksum, size = hashlib.sha256(), 0, 0
        for piece in pieces:
            self.target.write(piece)
            digest.update(piece)
            checksum, size = zlib.crc32(piece, checksum), size + len(piece)
            if start + size > MOST:
                raise TooLarge(_TOO_LARGE.format(limit=MOST >> 20))
        self._head(name, checksum, size)
        self.digests.append({"path": path, "sha256": digest.hexdigest(), "size": size})
        return digest.hexdigest()

    def close(self, about: dict[str, Any]) -> str:
        """Add manifest and directory; return the SHA-256 of the manifest (hex)."""
        manifest = json.dumps(about | {"files": self.digests}, ensure_ascii=False, indent=1)
        digest = self.add(MANIFEST, [manifest.encode()])
        own = hashlib.sha256(digest.encode()).hexdigest()
        self.add(CHECK, [f"{digest}\n{own}\n".encode()])
        many, size = self.count, len(self.directory)
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, many, many, size, self.at, 0)
        self.target.seek(self.at)
        self.target.write(self.directory + end)
        return digest

    def _head(self, name: bytes, checksum: int, size: int) -> None:
        core = struct.pack("<3H2H3L2H", 20, 0x800, 0, 0, 33, checksum, size, size, len(name), 0)
        self.target.seek(self.at)
        self.target.write(b"PK\3\4" + core + name)
        self.directory += b"PK\1\2" + struct.pack("<H", 3 << 8 | 20) + core
        self.directory += struct.pack("<3H2L", 0, 0, 0, _MODE, self.at) + name
        self.at, self.count = self.at + 30 + len(name) + size, self.count + 1
