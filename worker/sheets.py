"""A mail as headings, lines and links, laid out once as text and once as simple HTML."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from worker.letters import CLOSING, GREETING, checked, envelope, line
from workflow.platform import settings
from workflow.words import Words

SUBJECT = Words("【整改销号】{what}", "[Rectify] {what}")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a line with a link."""

    text: str
    path: str = ""  # of a page of the service
    after: str = ""  # what follows the linked words
    heading: int = 0  # its level; 0 is no heading


@dataclass(frozen=True, slots=True)
class Sheet:
    """The content of a mail to a person, in the person's language."""

    outbox_id: int
    address: str
    name: Words
    language: str
    subject: Words
    blocks: Sequence[Block]


def laid_out(sheet: Sheet) -> EmailMessage:
    """Write the mail: the same words in the same order, as text and as HTML."""
    language, name = sheet.language, line(sheet.name.of(sheet.language))
    to = Address(name, addr_spec=checked(sheet.address))
    message = envelope(sheet.outbox_id, to, language)
    what = line(sheet.subject.of(language))
    message["Subject"] = SUBJECT.of(language).format(what=what)
    encoding = "quoted-printable" if language == "en" else "base64"
    blocks = [
        Block(GREETING.of(language).format(name=name)),
        *sheet.blocks,
        Block(CLOSING.of(language)),
    ]
    text = "\n".join(map(_text, blocks)).replace("\n\n\n", "\n\n")  # one blank line, not two
    message.set_content(text.strip() + "\n", cte=encoding)
    body = "".join(map(_html, blocks))
    tag = "en" if language == "en" else "zh-CN"
    whole = (
        f'<!doctype html><html lang="{tag}"><body style="font-family:sans-serif;line-height:1.6">'
        f"{body}</body></html>\n"
    )
    message.add_alternative(whole, subtype="html", cte=encoding)
    return message


def _text(block: Block) -> str:
    words = " ".join(part for part in (line(block.text), block.after) if part)
    if block.heading:
        return f"\n{'■' if block.heading == 1 else '▪'} {words}"
    return f"  {words}\n  {settings().url}{block.path}" if block.path else f"\n{words}\n"


def _html(block: Block) -> str:
    words, after = html.escape(line(block.text)), html.escape(block.after)
    if block.heading:
        return f"<h{block.heading + 1}>{words}</h{block.heading + 1}>"
    if not block.path:
        return f"<p>{words}</p>"
    link = html.escape(f"{settings().url}{block.path}")
    return f'<p style="margin:4px 0"><a href="{link}">{words}</a> {after}</p>'
