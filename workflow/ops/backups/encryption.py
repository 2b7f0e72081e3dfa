"""Encryption by a passphrase: scrypt for the key, AES-256-GCM for pieces of 64 KiB.

Each piece is bound to its place and to the last place of all, so that pieces moved, repeated or
cut off do not open. The layout: a line of text, 16 bytes of salt, then the pieces.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from workflow.errors import BadInput, NotPossible
from workflow.platform import cleaned, settings
from workflow.words import Words

MAGIC = b"rectify-encrypted-backup-1\n"
SHORTEST = 12  # characters
_SALT = 16
_PIECE = 64 * 2**10
_TAG = 16

_CLOSED = Words(
    "口令打不开这个备份文件：口令不对，或者文件已损坏。没有恢复任何内容。",
    "The passphrase does not open this backup: it is another one, or the file is damaged. "
    "Nothing was restored.",
)


def passphrase_for(file: Path | None) -> str:
    """Return the passphrase in the file, else in the file of the settings, else none."""
    named = file or settings().backup_passphrase_file
    return passphrase_of(named) if named else ""


def passphrase_of(file: Path) -> str:
    """Return the passphrase in a file: its first line.

    Raises ``BadInput`` where the file cannot be read or the passphrase is too short.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise BadInput(
            Words(
                f"口令文件 {file} 无法读取（{why}）。",
                f"The passphrase file {file} cannot be read ({why}).",
            )
        ) from error
    passphrase = cleaned(lines[0]) if lines else ""
    if len(passphrase) < SHORTEST:
        raise BadInput(
            Words(
                f"{file} 第一行的口令至少要有 {SHORTEST} 个字符。",
                f"The passphrase on the first line of {file} needs {SHORTEST} characters or more.",
            )
        )
    return passphrase


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Encrypting(io.RawIOBase):
    """A stream to write into; ``close`` writes the last piece and leaves the file open."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        super().__init__()
        salt = os.urandom(_SALT)
        self._header = MAGIC + salt
        self._file, self._cipher = file, _cipher(passphrase, salt)
        self._number, self._rest = 0, bytearray()
        file.write(self._header)

    def writable(self) -> bool:
        """Say so."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Encrypt every whole piece; the last piece waits for the end."""
        self._rest += data
        while len(self._rest) > _PIECE:
            self._put(bytes(self._rest[:_PIECE]), last=False)
            del self._rest[:_PIECE]
        return len(data)

    def finish(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._rest), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, piece, self._header))
        self._number += 1


class Decrypting(io.RawIOBase):
    """A stream to read from, for ``io.BufferedReader``."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        super().__init__()
        self._header = file.read(len(MAGIC) + _SALT)
        self._file = file
        self._cipher = _cipher(passphrase, self._header[len(MAGIC) :])
        self._number, self._next = 0, file.read(_PIECE + _TAG)
        self._open = b""
        self._ended = False

    def readable(self) -> bool:
        """Say so."""
        return True

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        """Fill the buffer with decrypted bytes.

        Raises ``NotPossible`` where a piece does not open.
        """
        if not self._open and not self._ended:
            self._open = self._piece()
        part = self._open[: len(buffer)]
        buffer[: len(part)] = part
        self._open = self._open[len(part) :]
        return len(part)

    def _piece(self) -> bytes:
        piece, self._next = self._next, self._file.read(_PIECE + _TAG)
        self._ended = not self._next
        nonce = _nonce(self._number, last=self._ended)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, piece, self._header)
        except InvalidTag:
            raise NotPossible(_CLOSED) from None
