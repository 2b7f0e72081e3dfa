"""The default Word templates: pages with the words of a paper where its text goes.

The Chinese letter keeps the measures of GB/T 9704-2012, by the grid that Word and WPS know: a line
of 225/22 mm, a character of 156/28 mm.
"""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from workflow.queries.papers.word_sheet import Typeface, WordSheet
from workflow.words import Language, Words

RED = "C8102E"
_FANGSONG, _SONG, _HEI = "仿宋_GB2312", "方正小标宋简体", "黑体"
_CENTRE, _RIGHT, _BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip
_TEXT = Typeface(_FANGSONG, Pt(16))
_INDENT = Pt(2 * 156 / 28 / 25.4 * 72)
_ATTACHMENTS = Words("附件", "Attachments")
_SIGN_HERE = Words("（签名、日期）", "signature, date")


def letter_in_chinese() -> bytes:
    """Return the template of a letter to the measures of the standard."""
    sheet = WordSheet(_TEXT, top=Mm(37), left=Mm(28), right=Mm(26), bottom=Mm(35), footer=Mm(24))
    sheet.grid(lines=22, characters=28)
    sheet.numbered_pages(Typeface("宋体", Pt(14)), "— {page} —")
    head = sheet.line("{{ issuer }}", Typeface(_SONG, Pt(32), RED, spaced=Pt(2)), _CENTRE)
    head.paragraph_format.space_before = Mm(35)
    sheet.empty(_TEXT, 2)
    sheet.line("{%p if signer %}")
    sheet.two_ends("{{ number }}", "{{ signer }}", _TEXT, inside=Pt(16))
    sheet.line("{%p else %}")
    sheet.line("{{ number }}", _TEXT, _CENTRE)
    sheet.line("{%p endif %}")
    sheet.rule(RED, 14, Pt(1))
    sheet.empty(_TEXT)
    sheet.line("{{ title }}", Typeface(_SONG, Pt(22)), _CENTRE)
    sheet.empty(_TEXT)
    _optional(sheet, "addressee", _TEXT)
    _optional(sheet, "opening", _TEXT, indent=_INDENT)
    _parts(sheet, _TEXT, Typeface(_HEI, Pt(16)), "：", indent=_INDENT)
    _optional(sheet, "closing", _TEXT, indent=_INDENT)
    _attached(sheet, _TEXT, "附件：", indent=_INDENT)
    sheet.empty(_TEXT, 2)
    sheet.signature("{{ signed }}", "{{ date }}", _TEXT, inside=Pt(4 * 16))
    sheet.imprint(
        ("{{ '抄送：' ~ copies ~ '。' }}", "copies"), ("{{ signed }}", "{{ date }}印发"),
        Typeface(_FANGSONG, Pt(14)), Mm(156),
    )  # fmt: skip
    return sheet.saved()


def letter_in_english() -> bytes:
    """Return the template of a letter in English."""
    text = Typeface("Times New Roman", Pt(11))
    sheet = WordSheet(text, top=Mm(25), left=Mm(25), right=Mm(25), bottom=Mm(25), footer=Mm(12))
    sheet.numbered_pages(Typeface("Times New Roman", Pt(9)), "{page}", centred=True)
    sheet.line("{{ issuer }}", Typeface("Times New Roman", Pt(18), RED, bold=True), _CENTRE)
    sheet.two_ends("{{ number }}", "{{ signer }}", text)
    sheet.rule(RED, 12, Pt(2))
    sheet.line("{{ title }}", Typeface("Times New Roman", Pt(15), bold=True), _CENTRE)
    _optional(sheet, "addressee", text)
    _optional(sheet, "opening", text)
    _parts(sheet, text, Typeface("Times New Roman", Pt(11), bold=True), ": ")
    _optional(sheet, "closing", text)
    _attached(sheet, text, "Attachments: ")
    sheet.empty(text, 2)
    sheet.signature("{{ signed }}", "{{ date }}", text, inside=Mm(12))
    sheet.line("{%p if copies %}")
    sheet.line("Copies: {{ copies }}", text)
    sheet.line("{%p endif %}")
    return sheet.saved()


def form(language: Language) -> bytes:
    """Return the template of a form: head, table, and boxes for signatures."""
    zh = language == "zh"
    text = Typeface(_FANGSONG if zh else "Times New Roman", Pt(12 if zh else 10.5))
    label = Typeface(_HEI if zh else "Times New Roman", text.size, bold=not zh)
    title = Typeface(_SONG if zh else "Times New Roman", Pt(22 if zh else 15), bold=not zh)
    sheet = WordSheet(text, top=Mm(30), left=Mm(28), right=Mm(26), bottom=Mm(30), footer=Mm(18))
    sheet.numbered_pages(Typeface("宋体", Pt(14)), "— {page} —")
    sheet.line("{%p if issuer %}")
    sheet.line(
        "{{ issuer }}", Typeface(title.font, Pt(24 if zh else 17), RED, bold=not zh), _CENTRE
    )
    sheet.rule(RED, 14, Pt(2))
    sheet.line("{%p endif %}")
    sheet.line("{{ title }}", title, _CENTRE)
    sheet.two_ends("{{ number }}", "{{ signer }}", text)
    _optional(sheet, "addressee", text)
    sheet.rows(
        ("{{ part.label }}", "part.paragraphs"), (_ATTACHMENTS.of(language), "attachments"),
        label, text, Mm(30 if zh else 38), Mm(156),
    )  # fmt: skip
    sheet.line("{%p if signed %}")
    sheet.empty(text, 2)
    sheet.signature("{{ signed }}", "{{ date }}", text, inside=Mm(20))
    sheet.empty(text)
    sheet.line("{%p endif %}")
    sheet.boxes(
        "signs", _SIGN_HERE.of(language), label, Typeface(text.font, Pt(9)), Mm(18), Mm(156)
    )
    sheet.line("{{ reference }}", Typeface(text.font, Pt(8)))
    return sheet.saved()


def _optional(sheet: WordSheet, word: str, look: Typeface, **more: Any) -> None:
    sheet.line(f"{{%p if {word} %}}")
    sheet.line(f"{{{{ {word} }}}}", look, _BOTH, **more)
    sheet.line("{%p endif %}")


def _parts(sheet: WordSheet, look: Typeface, label: Typeface, colon: str, **more: Any) -> None:
    sheet.line("{%p for part in parts %}")
    sheet.line("{%p if part.beside %}")
    beside = sheet.line("{{ part.label }}" + colon, label, _BOTH, **more)
    sheet.run(beside, "{{ part.paragraphs[0] }}", look)
    sheet.line("{%p else %}")
    sheet.line("{{ part.label }}", label, **more).paragraph_format.keep_with_next = True
    sheet.line("{%p for told in part.paragraphs %}")
    sheet.line("{{ told }}", look, _BOTH, **more)
    sheet.line("{%p endfor %}")
    sheet.line("{%p endif %}")
    sheet.line("{%p endfor %}")


def _attached(sheet: WordSheet, look: Typeface, label: str, **more: Any) -> None:
    sheet.line("{%p if attachments %}")
    sheet.empty(look)
    sheet.line("{%p endif %}")
    sheet.line("{%p for name in attachments %}")
    sheet.line("{% if loop.first %}" + label + "{% endif %}{{ name }}", look, **more)
    sheet.line("{%p endfor %}")
