"""Read the Maildir of the demonstration's mail server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from pathlib import Path

from workflow.platform import settings

MOST = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as shown in the browser; always text, whatever its content."""

    key: str
    at: datetime
    subject: str
    sender: str
    to: str
    text: str = ""
    files: tuple[str, ...] = ()


def newest() -> list[Mail]:
    """Return the newest mails, without their text."""
    places = sorted(_places(), key=lambda place: place.stat().st_mtime_ns, reverse=True)
    return [_mail(place, whole=False) for place in places[:MOST]]


def read(key: str) -> Mail | None:
    """Return a mail, or ``None``."""
    place = next((place for place in _places() if place.name == key), None)
    return _mail(place, whole=True) if place else None


def _places() -> list[Path]:
    folder = settings().data / "mailbox"
    parts = [folder / part for part in ("new", "cur")]
    return [file for part in parts if part.is_dir() for file in part.iterdir()]


def _mail(place: Path, whole: bool) -> Mail:
    with place.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    at = datetime.fromtimestamp(place.stat().st_mtime, UTC)
    body = message.get_body(("plain", "html")) if whole else None
    return Mail(
        place.name,
        at,
        str(message["Subject"] or ""),
        str(message["From"] or ""),
        str(message["To"] or ""),
        body.get_content() if body else "",
        tuple(part.get_filename() or "?" for part in message.iter_attachments()) if whole else (),
    )
