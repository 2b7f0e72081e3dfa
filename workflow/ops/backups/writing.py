"""Write the file of a backup: member by member, hashed on the way, sealed at the end."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from dataclasses import asdict
from typing import IO

from workflow.ops.backups import encryption
from workflow.ops.backups.archive import (
    DATABASE,
    MANIFEST,
    PARTICULARS,
    BackupParticulars,
    BytesHeard,
    entry,
    tail,
)

_PIECE = 4 * 2**20  # bytes of the database in a member


class BackupWriter:
    """Adds members to a new backup, and seals the backup at the end."""

    def __init__(self, file: IO[bytes], passphrase: str = "") -> None:
        self._outer = encryption.Encrypting(file, passphrase) if passphrase else None
        self._stream = _Digesting(self._outer or file)
        self._tar = tarfile.open(fileobj=self._stream, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._members: list[dict[str, object]] = []

    def particulars(self, told: BackupParticulars) -> None:
        """Write the first member."""
        self.add(PARTICULARS, json.dumps(asdict(told), indent=1).encode())

    def add(self, name: str, content: bytes, mode: int = 0o600) -> None:
        """Add a member with its content."""
        self.copy(name, io.BytesIO(content), len(content), mode)

    def copy(self, name: str, source: IO[bytes], size: int, mode: int) -> str:
        """Add a member of ``size`` bytes read from ``source``; return its SHA-256."""
        reader = _Measured(source, size)
        self._tar.addfile(entry(name, size, mode), reader)  # type: ignore[arg-type]
        sha256 = reader.digest.hexdigest()
        self._members.append({"name": name, "size": size, "sha256": sha256})
        return sha256

    def database(self, source: IO[bytes], progress: BytesHeard) -> None:
        """Add the archive of the database, piece by piece."""
        number = 0
        while piece := source.read(_PIECE):
            self.add(f"{DATABASE}{number:06}", piece)
            progress(len(piece))
            number += 1

    def seal(self) -> str:
        """Write manifest and checksum; return the checksum."""
        manifest = json.dumps({"members": self._members}, indent=1).encode()
        self._tar.addfile(entry(MANIFEST, len(manifest), 0o600), io.BytesIO(manifest))
        checksum = self._stream.digest.hexdigest()
        self._stream.write(tail(checksum))
        if self._outer:
            self._outer.finish()
        return checksum


class _Digesting(io.RawIOBase):
    """Passes the written bytes on, with a digest of all."""

    def __init__(self, target: IO[bytes] | encryption.Encrypting) -> None:
        super().__init__()
        self._target, self.digest, self._written = target, hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self.digest.update(data)
        self._target.write(data)
        self._written += len(data)
        return len(data)

    def tell(self) -> int:
        return self._written


class _Measured:
    """Reads exactly so many bytes; a file that became shorter meanwhile is an error."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source, self._left, self.digest = source, size, hashlib.sha256()

    def read(self, count: int) -> bytes:
        data = self._source.read(min(count, self._left))
        self._left -= len(data)
        self.digest.update(data)
        return data
