"""The daily anchor: the newest seal, written to a folder and mailed to a mailbox outside."""

from __future__ import annotations

from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from worker.mailer import Undelivered, send
from workflow.audit import anchors
from workflow.audit.anchors import Anchor
from workflow.platform import connect, settings
from workflow.platform.mail_server import mail_server

_SUBJECT = "[Rectify] {day} 封存锚点 · anchor of seal {no}"
_BODY = """{line}

请保存这封邮件。把它存成文件，可用 rectify verify --anchor 文件 核对：
数据库被截短、改写或换成旧副本都会发现。

Please keep this mail. Saved as a file, it proves with 'rectify verify --anchor FILE' that the
database was not cut short, rewritten, or replaced by an older copy.
"""


def keep(now: datetime) -> tuple[int, str]:
    """Send today's anchor to every place not served yet; return (sent, problem)."""
    day, sent, problems = now.astimezone(settings().zone).date(), 0, []
    for send_to in (_to_folder, _to_mailbox):
        try:
            sent += send_to(day, now)
        except (OSError, Undelivered, ValueError) as error:
            problems.append(str(error))
    return sent, "; ".join(problems)


def _to_folder(day: date, _: datetime) -> int:
    folder = settings().anchors
    file = folder and folder / f"rectify-{day}.anchor"
    if not file or file.exists() or not (anchor := _newest()):
        return 0
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}")
    part.write_text(anchor.line + "\n", encoding="ascii")
    part.replace(file)
    return 1


def _to_mailbox(day: date, now: datetime) -> int:
    address, mark = settings().anchor_mail, _mark()
    if not address or _marked(mark) == f"{day} {address}" or not (anchor := _newest()):
        return 0
    send(_mail(address, anchor, day, now), mail_server(settings().smtp_url))
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write_text(f"{day} {address}", encoding="utf-8")
    return 1


def _mail(address: str, anchor: Anchor, day: date, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = settings().mail_from, address
    message["Subject"] = _SUBJECT.format(day=day, no=anchor.no)
    message["Date"], message["Message-ID"] = format_datetime(now), make_msgid(domain="rectify")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_BODY.format(line=anchor.line))
    return message


def _newest() -> Anchor | None:
    with connect() as connection:
        return anchors.newest(connection)


def _mark() -> Path:
    return settings().data / anchors.FOLDER / "mailed"


def _marked(mark: Path) -> str:
    try:
        return mark.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
