"""The text of an official document in one language, rendered by page, PDF and Word alike.

Only what was issued is part of it. Service, receipt, answers and signatures came later; they are
the subject of a paper of their own, the sheet of handling.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from workflow.platform import settings
from workflow.queries.document import DocumentLine, DocumentMark, DocumentSheet, Signature
from workflow.words import Language, Words

_LOCALES: dict[Language, str] = {"zh": "zh_Hans", "en": "en"}
_NUMERALS = "一二三四五六七八九十"
_COPIES = "copy_to"
_SHORT = 28  # characters that fit a line beside their label
_LABEL = Words("{number}、{label}", "{number}. {label}")
_COLON = Words("{label}：{value}", "{label}: {value}")
_TO = Words("{name}：", "{name}:")
_RED_HEAD = Words("{issuer}文件", "{issuer}")
_TITLE = Words("{issuer}{subject}", "{subject}")
_HANDLING = Words("{document}办理情况", "{document}: handling")
_NOTED = Words("{text}（{name}，{day}）", "{text} ({name}, {day})")
_BY = Words("{name}，{day}", "{name}, {day}")
_UNSIGNED = Words("未签字：{why}", "not signed: {why}")


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A label and paragraphs; ``beside`` puts a single paragraph beside the label."""

    label: str
    paragraphs: tuple[str, ...]
    beside: bool = False
    key: str = ""  # the line that it fills in


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """The whole text of a paper; empty strings stand for what the paper does not have."""

    language: Language
    prose: bool  # a letter; else a table
    issuer: str
    number: str
    signer: str
    title: str
    addressee: str
    opening: str
    parts: tuple[PaperPart, ...]
    closing: str
    attachments: tuple[str, ...]
    signed: str  # the issuer above the date
    date: str
    copies: str
    signs: tuple[str, ...]  # parts of those who sign by hand
    reference: str  # the item, and the digest of the issue
    code: str = ""  # a code to scan, as SVG
    kind: str = ""  # of the document, by its key
    day: str = ""  # of the document, for the edition of an own template


def text_of(sheet: DocumentSheet, language: Language) -> PaperText:
    """Return the text of a document as issued."""
    return _Writing(sheet, language).letter()


def handling_of(sheet: DocumentSheet, language: Language) -> PaperText | None:
    """Return the sheet of handling of a document; ``None`` before anything was noted."""
    return _Writing(sheet, language).handling()


_VOID = Words("（已作废）{title}", "(VOID) {title}")


def day_in_full(day: date, language: Language) -> str:
    """Return a day in the form of a document."""
    return str(format_date(day, "long", _LOCALES[language]))


@dataclass(frozen=True, slots=True)
class _Writing:
    """A document being written in one language."""

    sheet: DocumentSheet
    language: Language

    def letter(self) -> PaperText:
        sheet, prose = self.sheet, self.sheet.form.prose
        issuer, addressee = self.say(sheet.issuer), self.say(sheet.addressee)
        return PaperText(
            language=self.language,
            prose=prose is not None,
            issuer=self.fill(_RED_HEAD, issuer=issuer) if prose else issuer,
            number=sheet.no,
            signer=self.signer(),
            title=self.fill(_VOID, title=self.title()) if sheet.voided else self.title(),
            addressee=self.fill(_TO, name=addressee) if addressee else "",
            opening=self.say(prose.opening) if prose else "",
            parts=self.parts(),
            closing=self.say(prose.closing) if prose else "",
            attachments=tuple(sheet.attachments),
            signed=issuer,
            date=day_in_full(sheet.on, self.language),
            copies=self.copies() if prose else "",
            signs=() if prose else tuple(self.say(place.words) for place in sheet.signatures),
            reference=self.reference(),
            kind=sheet.kind,
            day=sheet.on.isoformat(),
        )

    def handling(self) -> PaperText | None:
        sheet = self.sheet
        marks = sheet.marks[len(sheet.opinions) :]
        signed = [place for place in sheet.signatures if place.on or place.refused]
        if not marks and not signed:
            return None
        rows = [PaperPart(self.say(sheet.by), (self.say(sheet.signer),))]
        rows += [PaperPart(self.say(mark.words), self.noted(mark)) for mark in marks]
        rows += [PaperPart(self.say(place.words), (self.signature(place),)) for place in signed]
        return PaperText(
            language=self.language, prose=False, issuer="", number=sheet.no, signer="",
            title=self.fill(_HANDLING, document=sheet.words), addressee="", opening="",
            parts=tuple(rows), closing="", attachments=(), signed="", date="", copies="", signs=(),
            reference=self.reference(),
        )  # fmt: skip

    def say(self, words: Words | None) -> str:
        return words.of(self.language) if words else ""

    def fill(self, pattern: Words, **values: object) -> str:
        return pattern.format(**values).of(self.language)

    def signer(self) -> str:
        """Return the signer beside the number: on forms, and on letters to a superior."""
        prose = self.sheet.form.prose
        if prose and not prose.upward:
            return ""
        return self.fill(_COLON, label=self.sheet.by, value=self.sheet.signer)

    def title(self) -> str:
        prose = self.sheet.form.prose
        if prose is None:
            return self.say(self.sheet.words)
        named = {
            line.key: _without_posts(self.say(line.value))
            for line in self.sheet.lines
            if line.key.isidentifier()
        }
        subject = prose.subject.of(self.language).format_map(defaultdict(str, named))
        return self.fill(_TITLE, issuer=self.sheet.issuer, subject=subject)

    def parts(self) -> tuple[PaperPart, ...]:
        prose = self.sheet.form.prose
        rows = [*self.rows(), *self.led_to()]
        if not prose:
            return tuple(rows)
        told = [row for row in rows if row.paragraphs]
        return tuple(
            PaperPart(self.numbered(place, row.label), row.paragraphs, _is_short(row), row.key)
            for place, row in enumerate(told)
        )

    def rows(self) -> Iterable[PaperPart]:
        """Yield a row for each line; a letter tells addressee and copies in their own places."""
        form = self.sheet.form
        apart = {_COPIES, form.addressee} if form.prose else set()
        for line in self.sheet.lines:
            if line.key not in apart:
                yield PaperPart(self.say(line.words), self.paragraphs(line), key=line.key)

    def led_to(self) -> Iterable[PaperPart]:
        for mark in self.sheet.opinions:
            yield PaperPart(self.say(mark.words), self.noted(mark))

    def numbered(self, place: int, label: str) -> str:
        number = _NUMERALS[place] if place < 10 else f"十{_NUMERALS[place - 10]}"
        shown = number if self.language == "zh" else str(place + 1)
        return self.fill(_LABEL, number=shown, label=label)

    def paragraphs(self, line: DocumentLine) -> tuple[str, ...]:
        text = self.say(line.value)
        if line.kind in ("date", "moment") and text:
            day, _, clock = text.partition(" ")
            text = f"{day_in_full(date.fromisoformat(day), self.language)} {clock}"
        return tuple(part for part in text.splitlines() if not part.isspace() and part)

    def copies(self) -> str:
        told = (self.say(line.value) for line in self.sheet.lines if line.key == _COPIES)
        return "".join(told).rstrip("。.")

    def noted(self, mark: DocumentMark) -> tuple[str, ...]:
        day = day_in_full(mark.at.astimezone(settings().zone).date(), self.language)
        if not mark.text:
            return (self.fill(_BY, name=mark.name, day=day),)
        return tuple(self.fill(_NOTED, text=mark.text, name=mark.name, day=day).splitlines())

    def signature(self, place: Signature) -> str:
        """Return the signer with the day, or the reason of the missing signature."""
        day = day_in_full(place.on, self.language) if place.on else ""
        signed = self.fill(_BY, name=place.name or "", day=day)
        refused = self.fill(_UNSIGNED, why=place.refused) if place.refused else ""
        return " ".join(part for part in (signed, refused) if part)

    def reference(self) -> str:
        return f"{self.sheet.item.number} · {self.sheet.digest[:16]}"


def _is_short(row: PaperPart) -> bool:
    return len(row.paragraphs) == 1 and len(row.paragraphs[0]) <= _SHORT


def _without_posts(name: str) -> str:
    """Return a name without the posts in brackets after it."""
    return name.partition("（")[0].partition(" (")[0]
