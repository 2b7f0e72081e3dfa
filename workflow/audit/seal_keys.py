"""The keys of the seals: private keys in files, public keys in the database by id, for good.

Every key stays published, so that old seals stay provable after a rotation and every node of an
installation proves the seals of the others. A rotated key is published with a certificate: the
signature of the key before.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from workflow import journal
from workflow.errors import NotPossible
from workflow.platform import Connection, settings
from workflow.words import Words

KEY_FILE = "seal.key"
_LENGTH = 32  # bytes of a private key of Ed25519
_PUBLISH = """
    INSERT INTO seal_keys (id, public, published_at, certified_by, certificate)
    VALUES (%s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"""
_BAD_FILE = Words(
    "封存密钥 {file} 无法使用：{why}。", "The sealing key {file} cannot be used: {why}."
)
_GIVEN = Words(
    "封存密钥由 RECTIFY_SEAL_KEY_FILE 指定。请把新密钥（32 字节）写入该文件，下次封存时自动公布。",
    "The sealing key is given by RECTIFY_SEAL_KEY_FILE. Put another key (32 bytes) into that file; "
    "it is published with the next seal.",
)


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A public key and the time of publication."""

    id: str
    key: Ed25519PublicKey
    published_at: datetime | None = None
    certified_by: str = ""

    def signed(self, signature: str, text: bytes) -> bool:
        """Say whether the signature (hex) is by the key."""
        try:
            self.key.verify(bytes.fromhex(signature), text)
        except (InvalidSignature, ValueError):
            return False
        return True


def published(connection: Connection) -> dict[str, PublishedKey]:
    """Return every key ever published, by id, the oldest first."""
    rows = connection.execute(
        "SELECT id, public, published_at, certified_by FROM seal_keys ORDER BY published_at, id"
    ).fetchall()
    return {
        key_id: PublishedKey(key_id, _public_from(public), at, by)
        for key_id, public, at, by in rows
        if key_id == _id_of(public)
    }


def accepted(connection: Connection) -> dict[str, PublishedKey]:
    """Return the published keys; before the first publication, the key of the present node."""
    if (keys := published(connection)) or not _file().exists():
        return keys
    public = _public_of(_private(_file()))
    return {_id_of(public): PublishedKey(_id_of(public), _public_from(public))}


def signing_key(connection: Connection, now: datetime) -> tuple[str, Ed25519PrivateKey]:
    """Return the id and the private key of the present node, made on first use, published."""
    key = _private(_file())
    public = _public_of(key)
    if not connection.execute("SELECT 1 FROM seal_keys WHERE id = %s", [_id_of(public)]).fetchone():
        publish(connection, public, now)
    return _id_of(public), key


def rotate(connection: Connection, now: datetime) -> str:
    """Draw another key, publish the key signed by the key before, and return the id.

    Raises ``NotPossible`` where the key is given by a setting.
    """
    if settings().seal_key_file:
        raise NotPossible(_GIVEN)
    with connection.transaction():
        old_id, old = signing_key(connection, now)
        new = Ed25519PrivateKey.generate()
        certificate = old.sign(_certificate(_public_of(new))).hex()
        publish(connection, _public_of(new), now, old_id, certificate)
        journal.note(connection, "seal_key", new=_id_of(_public_of(new)), old=old_id)
        _write(_file(), new)
    return _id_of(_public_of(new))


def publish(
    connection: Connection, public: str, now: datetime, by: str = "", certificate: str = ""
) -> None:
    """Publish a key for good."""
    connection.execute(_PUBLISH, [_id_of(public), public, now, by, certificate])


def uncertified(connection: Connection) -> list[str]:
    """Return the ids of the keys with a false certificate."""
    keys: Mapping[str, PublishedKey] = published(connection)
    rows = connection.execute(
        "SELECT id, public, certified_by, certificate FROM seal_keys ORDER BY id"
    ).fetchall()
    return [
        key_id
        for key_id, public, by, certificate in rows
        if key_id != _id_of(public)
        or (by and not (by in keys and keys[by].signed(certificate, _certificate(public))))
    ]


def _file() -> Path:
    return settings().seal_key_file or settings().data / KEY_FILE


def _private(path: Path) -> Ed25519PrivateKey:
    """Return the key in a file; a new key if missing."""
    if not path.exists() and not settings().seal_key_file:
        _write(path, Ed25519PrivateKey.generate())
    return key_in(path)


def key_in(path: Path) -> Ed25519PrivateKey:
    """Return the key in a file, 32 bytes or 64 hexadecimal digits.

    Raises ``NotPossible`` for a file without a key.
    """
    try:
        raw = path.read_bytes()
        return Ed25519PrivateKey.from_private_bytes(
            raw if len(raw) == _LENGTH else bytes.fromhex(raw.decode("ascii"))
        )
    except OSError as error:
        raise NotPossible(_BAD_FILE.format(file=path, why=error.strerror)) from error
    except ValueError as error:
        why = Words("应为32字节或64位十六进制数", "it has to be 32 bytes, or 64 hexadecimal digits")
        raise NotPossible(_BAD_FILE.format(file=path, why=why)) from error


def _write(path: Path, key: Ed25519PrivateKey) -> None:
    """Replace the key in a single step, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.touch(mode=0o600)
    part.write_bytes(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    part.replace(path)


def _public_of(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _public_from(public: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))


def _id_of(public: str) -> str:
    return sha256(f"rectify-seal-key-1 {public}".encode()).hexdigest()[:16]


def _certificate(public: str) -> bytes:
    return f"rectify-seal-key-1 {public}\n".encode()
