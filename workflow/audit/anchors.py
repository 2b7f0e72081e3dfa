"""Anchors: the newest seal, kept outside of the database.

An owner of the database can replace the database by a shorter or an older copy, chains and all. An
anchor is a line that contradicts such a copy: number, time and hash of a seal, and a signature.
Every node keeps an anchor of its newest own seal in the data folder; daily anchors go to a folder
or a mailbox out of the reach of the database's owner.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from workflow.audit import seal_keys
from workflow.engine.event_hash import instant
from workflow.errors import BadInput, NotPossible
from workflow.platform import Connection, settings
from workflow.words import Words

FOLDER, HEAD = "anchors", "head"
_LINE = re.compile(
    r"rectify-anchor-1 (\d+) (\d{4}-\d\d-\d\dT[0-9:.]+\+00:00) ([0-9a-f]{64})"
    r"(?: ([0-9a-f]{16}) ([0-9a-f]{128}))?"
)
_NEWEST = "SELECT no, at, hash FROM seals ORDER BY no DESC LIMIT 1"
_CUT = Words(
    "{at} 的第{no}号封存不在数据库里：数据库缺少末尾（现到第{last}号），或者是较旧的副本",
    "seal {no} of {at} is not in the database: its end (now seal {last}) was cut off, or an older "
    "copy was put in its place",
)
_OTHER = Words(
    "{at} 的第{no}号封存与锚点不符：数据库在此之后被改写或替换过",
    "seal {no} of {at} is not the one of the anchor: the database was rewritten or replaced",
)
_STOPPED = Words(
    "{fault}。没有再封存。如果数据库是有意恢复的，请移走 {file}。",
    "{fault}. Nothing more is sealed. If the database was restored on purpose, move {file} away.",
)
_NO_ANCHOR = Words("{file} 里没有锚点（{why}）。", "There is no anchor in {file} ({why}).")
_FORGED = Words(
    "{file} 里的锚点（第{no}号）不是已公布密钥签的：锚点被改过，或数据库的密钥被换过",
    "the anchor of seal {no} in {file} is signed by no published key: it was changed, or the keys "
    "in the database were",
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A seal by number, time (UTC, ISO 8601) and hash; signed on the way outside."""

    no: int
    at: str
    hash: str
    key_id: str = ""
    signature: str = ""

    @property
    def text(self) -> str:
        """The signed part."""
        return f"rectify-anchor-1 {self.no} {self.at} {self.hash}"

    @property
    def line(self) -> str:
        """The whole anchor."""
        return f"{self.text} {self.key_id} {self.signature}".strip()


def head_file() -> Path:
    """Return the file for the newest seal of the present node."""
    return settings().data / FOLDER / HEAD


def remember(anchor: Anchor) -> None:
    """Keep the newest seal beside the database, in one step."""
    file = head_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.write_text(anchor.line + "\n", encoding="ascii")
    part.replace(file)


def demand_known(connection: Connection) -> None:
    """Refuse a database without the newest seal of the present node.

    Raises ``NotPossible``.
    """
    if (found := _remembered()) and (fault := fault_of(connection, found)):
        raise NotPossible(_STOPPED.format(fault=fault, file=head_file()))


def _remembered() -> Anchor | None:
    try:
        text = head_file().read_text("ascii")
    except (OSError, ValueError):
        return None
    return next(_read(text), None)


def faults(connection: Connection, *files: Path) -> Iterator[tuple[str, int, Words]]:
    """Yield each contradicted anchor: of the present node, and in the files.

    Raises ``BadInput`` for a file without an anchor.
    """
    own = _remembered()
    if own and (fault := fault_of(connection, own)):
        yield f"seal {own.no}", 0, fault
    keys = seal_keys.published(connection)
    for file in files:
        for anchor in read(file):
            key = keys.get(anchor.key_id)
            if not (key and key.signed(anchor.signature, anchor.text.encode())):
                yield f"seal {anchor.no}", 0, _FORGED.format(file=file, no=anchor.no)
            elif fault := fault_of(connection, anchor):
                yield f"seal {anchor.no}", 0, fault


def fault_of(connection: Connection, anchor: Anchor) -> Words | None:
    """Return the contradiction between the database and an anchor, or ``None``."""
    row = connection.execute("SELECT hash FROM seals WHERE no = %s", [anchor.no]).fetchone()
    if row and row[0] == anchor.hash:
        return None
    last = connection.execute("SELECT coalesce(max(no), 0) FROM seals").fetchone()
    words = _OTHER if row else _CUT
    return words.format(no=anchor.no, at=anchor.at, last=last[0] if last else 0)


def read(file: Path) -> list[Anchor]:
    """Return the anchors in a file, also amid other text, as in a mail.

    Raises ``BadInput`` for a file without an anchor.
    """
    try:
        found = list(_read(_text(file.read_bytes())))
    except OSError as error:
        raise BadInput(_NO_ANCHOR.format(file=file, why=error.strerror)) from error
    if not found:
        why = Words("应有以 rectify-anchor-1 开头的一行", "a line begins with rectify-anchor-1")
        raise BadInput(_NO_ANCHOR.format(file=file, why=why))
    return found


def _text(content: bytes) -> str:
    """Return the text of a file; of a saved mail, the body."""
    text = content.decode("utf-8", "replace")
    mail = message_from_bytes(content, policy=policy.default)
    if "Subject" not in mail:
        return text
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()) if body else text


def _read(text: str) -> Iterator[Anchor]:
    unfolded = " ".join(text.split())
    for no, *rest in (found.groups(default="") for found in _LINE.finditer(unfolded)):
        yield Anchor(int(no), *rest)


def newest(connection: Connection) -> Anchor | None:
    """Return the anchor of the newest seal, signed; ``None`` before the first seal."""
    row = connection.execute(_NEWEST).fetchone()
    if row is None:
        return None
    no, at, seal_hash = row
    key_id, key = seal_keys.signing_key(connection, at)
    unsigned = Anchor(no, instant(at), seal_hash)
    signature = key.sign(unsigned.text.encode()).hex()
    return Anchor(no, instant(at), seal_hash, key_id, signature)
