"""The layout of a mail: text and simple HTML in the recipient's language, one recipient each."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from worker.calendars import attach_meeting
from workflow.platform import is_mail_address, settings
from workflow.queries.letter import Letter, Matter
from workflow.words import Words

_TITLE = 40  # characters of a title in a subject

GREETING = Words("{name}同志：", "Dear {name},")
_OPENING = Words("有一个事项与您有关：", "A matter concerns you:")
_CONFIDENTIAL = Words(
    "有一个事项与您有关。内容不在邮件中说明，请登录后查看。",
    "A matter concerns you. A mail says nothing about it; please sign in to read it.",
)
_LOOK = Words("查看", "Open it")
CLOSING = Words(
    "本邮件由系统自动发出，请勿回复；以系统内的收件箱为准。",
    "This mail was sent by the system; replies are not read. The inbox in the system counts.",
)
_ALSO = Words("同一决定还涉及：", "The same decision is about these as well:")
_AND = Words("（另{count}项）", " (and {count} more)")
_MORE = Words("另有{count}项，请登录后查看", "and {count} more; sign in to see them")
_MOST = 50  # other items that are listed
_SUBJECT = Words("【整改销号】{what}", "[Rectify] {what}")
_FOR = Words("（代{name}）{what}", "(for {name}) {what}")
_STANDING_IN = Words(
    "您正在代{name}办理工作，这件事是告知{name}的：",
    "You stand in for {name}, who is told of this matter:",
)
_ROWS = (
    (Words("最新情况", "What happened"), lambda m: m.move),
    (Words("所属清单", "List"), lambda m: m.list_words),
    (Words("当前状态", "State"), lambda m: m.state),
    (Words("责任单位", "Unit"), lambda m: m.unit),
    (Words("时限", "Due"), lambda m: _due(m)),
)


class BadAddress(Exception):
    """No mail can be sent to the address, now or later."""


def compose(letter: Letter) -> EmailMessage:
    """Write the mail.

    Raises ``BadAddress`` where the recipient cannot be reached.
    """
    if letter.has_left:
        raise BadAddress("the person has left")
    language, name = letter.language, line(letter.name.of(letter.language))
    to = Address(name, addr_spec=checked(letter.address))
    message = envelope(letter.outbox_id, to, language)
    message["Subject"] = _subject(letter)
    thread(message, "matter", letter.thread)
    encoding = "quoted-printable" if language == "en" else "base64"
    message.set_content(_text(letter, name), cte=encoding)
    message.add_alternative(_html(letter, name), subtype="html", cte=encoding)
    if letter.meets:
        attach_meeting(message, letter.meets, letter.language)
    return message


def envelope(outbox_id: int, to: Address, language: str) -> EmailMessage:
    """Begin a mail: all headers except the subject."""
    message = EmailMessage()
    message["From"] = _sender()
    message["To"] = to
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = message_id(outbox_id)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "en" if language == "en" else "zh-CN"
    return message


def thread(message: EmailMessage, what: str, key: int) -> None:
    """Let mail programs show a thread together, as answers to an invented root."""
    root = _id(what, key)
    message["In-Reply-To"], message["References"] = root, root


def message_id(outbox_id: int) -> str:
    """Return the id of a mail, equal at every try, so that a duplicate is recognised."""
    return _id("outbox", outbox_id)


def _id(what: str, key: int) -> str:
    host = urlsplit(settings().url).hostname or "localhost"
    return f"<{what}-{key}@{f'[{host}]' if ':' in host else host}>"


def checked(address: str) -> str:
    """Return the address, fit for a mail.

    Raises ``BadAddress`` where the address is empty or malformed.
    """
    if not address:
        raise BadAddress("no mail address is known")
    if not is_mail_address(address):
        raise BadAddress(f"not a mail address: {line(address)[:80]}")
    return address


def _sender() -> Address:
    name, address = parseaddr(line(settings().mail_from))
    return Address(name, addr_spec=address)


def line(text: str) -> str:
    """Put a text on a single line, so no text can begin another header."""
    return " ".join(text.split())


def _subject(letter: Letter) -> str:
    what, matter = letter.number, letter.matter
    if matter:
        title = line(matter.title)
        short = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
        what = f"{matter.move.of(letter.language)} {letter.number} {short}"
    if letter.others:
        what += _AND.format(count=len(letter.others)).of(letter.language)
    if letter.behind:
        what = _FOR.of(letter.language).format(name=letter.behind.of(letter.language), what=what)
    return _SUBJECT.of(letter.language).format(what=line(what))


def _opening(letter: Letter) -> list[str]:
    """Return the opening lines: the absent person, if any, and the kind of news."""
    language, sentences = letter.language, [_OPENING if letter.matter else _CONFIDENTIAL]
    if letter.behind:
        sentences.insert(0, _STANDING_IN.format(name=letter.behind))
    return [line(words.of(language)) for words in sentences]


def _rows(matter: Matter, language: str) -> Iterator[tuple[str, str]]:
    for label, value in _ROWS:
        words: Words | None = value(matter)
        if words is not None:
            yield label.of(language), words.of(language)


def _due(matter: Matter) -> Words | None:
    if matter.due is None:
        return None
    on, words = matter.due.on.isoformat(), matter.due.told
    return Words(f"{on}（{words.zh}）", f"{on} ({words.en})")


def _others(letter: Letter) -> Iterator[str]:
    """Yield a line for each other item of the mail, and a line for the items left out."""
    language = letter.language
    for told in letter.others[:_MOST]:
        yield line(f"{told.number} {told.title} {told.move.of(language)}")
    if (more := len(letter.others) - _MOST) > 0:
        yield _MORE.format(count=more).of(language)


def _link(letter: Letter) -> str:
    return f"{settings().url}{letter.path}"


def _text(letter: Letter, name: str) -> str:
    language, matter = letter.language, letter.matter
    between = ": " if language == "en" else "："
    lines = [GREETING.of(language).format(name=name), ""]
    if matter:
        lines += [*_opening(letter), "", f"{letter.number}  {line(matter.title)}"]
        lines += [f"{label}{between}{value}" for label, value in _rows(matter, language)]
    else:
        lines += [*_opening(letter), "", letter.number]
    if letter.others:
        lines += ["", _ALSO.of(language), *(f"- {told}" for told in _others(letter))]
    lines += ["", f"{_LOOK.of(language)}{between}{_link(letter)}", "", CLOSING.of(language), ""]
    return "\n".join(lines)


def _html(letter: Letter, name: str) -> str:
    language, matter, link = letter.language, letter.matter, html.escape(_link(letter))
    opening = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in _opening(letter))
    title = f"{letter.number} {line(matter.title)}" if matter else letter.number
    rows = "".join(
        f'<tr><td style="color:#667;padding:2px 16px 2px 0">{html.escape(label)}</td>'
        f"<td>{html.escape(value)}</td></tr>"
        for label, value in (_rows(matter, language) if matter else ())
    )
    others = "".join(f"<li>{html.escape(told)}</li>" for told in _others(letter))
    also = f"<p>{_ALSO.of(language)}</p><ul>{others}</ul>" if others else ""
    return (
        f'<!doctype html><html lang="{"en" if language == "en" else "zh-CN"}">'
        '<body style="font-family:sans-serif;line-height:1.6">'
        f"<p>{html.escape(GREETING.of(language).format(name=name))}</p>"
        f"{opening}"
        f'<p><a href="{link}"><strong>{html.escape(title)}</strong></a></p>'
        f"<table>{rows}</table>{also}"
        f'<p><a href="{link}">{_LOOK.of(language)}</a></p>'
        f'<p style="color:#667">{html.escape(CLOSING.of(language))}</p></body></html>\n'
    )
