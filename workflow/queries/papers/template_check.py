"""The check of an own template before keeping: the package, the placeholders, and a trial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.opc.oxml import serialize_part_xml
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from workflow.platform import Archive
from workflow.queries.papers.template_faults import TemplateFault, in_part
from workflow.queries.papers.template_grammar import Grammar
from workflow.queries.papers.template_package import marked_parts, opened, package_faults
from workflow.queries.papers.template_tags import TagReader, environment
from workflow.queries.papers.template_words import TemplateVocabulary, left_out, sample
from workflow.queries.papers.word import filled
from workflow.words import Words

MOST_FAULTS = 50
LARGEST_MADE = 16 * 2**20  # bytes of a paper made from the sample
_BODY = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_BEGUN, _MARKUP = re.compile(r"\{[{%#]"), re.compile(r"<[^>]*>")
_NAMES = {
    "document": Words("正文", "body"), "header": Words("页眉", "header"),
    "footer": Words("页脚", "footer"),
}  # fmt: skip
_ELSEWHERE = Words(
    "占位符只能放在正文、页眉和页脚里。",
    "Placeholders stand in the body, in headers and in footers only.",
)
_LEFT_OUT = Words(
    "缺少 {word}：文书的这一部分不会出现。",
    "{word} is missing: this part of the document would not appear.",
)
_WHOLE = Words("整个模板", "the whole template")
_UNFILLED = Words(
    "试填没有成功；请检查循环和条件是否成对放在同一层（段落或表格行）。",
    "It cannot be filled in; see that loops and conditions begin and end on one level, of "
    "paragraphs or of rows.",
)


def faults_of(data: bytes, words: TemplateVocabulary) -> list[TemplateFault]:
    """Return the faults of a template for a kind of document; none for a good template."""
    archive = opened(data)
    if isinstance(archive, TemplateFault):
        return [archive]
    found = _some(package_faults(archive))
    if found:
        return found
    grammar = Grammar(words)
    found = _some(_tag_faults(archive, grammar))
    if not found:
        found = [TemplateFault(_WHOLE, _LEFT_OUT.format(word=word))
                 for word in left_out(words, [*grammar.used])]  # fmt: skip
    return found or _some(_trial(data, words))


def _some(faults: Iterator[TemplateFault]) -> list[TemplateFault]:
    kept = [fault for _, fault in zip(range(MOST_FAULTS), faults, strict=False)]
    return [*dict.fromkeys(kept)]


def _tag_faults(archive: Archive, grammar: Grammar) -> Iterator[TemplateFault]:
    for name, root in marked_parts(archive):
        xml = serialize_part_xml(root).decode()  # as docxtpl reads it: no letter is a reference
        kind = _BODY.fullmatch(name)
        if kind is None:
            if _BEGUN.search(_MARKUP.sub("", xml)) or _BEGUN.search(xml):
                yield TemplateFault(in_part(name), _ELSEWHERE)
            continue
        where = _NAMES[kind[1].rstrip("0123456789")]
        told = [*TagReader(grammar, where).faults(root)]
        yield from told
        if not told:
            yield from _hidden_faults(name, xml, grammar)


def _hidden_faults(name: str, xml: str, grammar: Grammar) -> Iterator[TemplateFault]:
    """Yield the faults outside the paragraphs, as seen by the program for filling in."""
    try:
        tree = environment.parse(_patched(xml))
    except (TemplateError, RecursionError):
        yield TemplateFault(in_part(name), _UNFILLED)
        return
    for words in grammar.block(tree, {}):
        yield TemplateFault(in_part(name), words)


def _patched(xml: str) -> str:
    """Return a part as docxtpl hands it to Jinja."""
    return str(DocxTemplate(BytesIO()).patch_xml(xml))


def _trial(data: bytes, words: TemplateVocabulary) -> Iterator[TemplateFault]:
    try:
        made = filled(data, sample(words, "zh"), words.lines)
        Document(BytesIO(made))
    except (TemplateError, ValueError, KeyError, SyntaxError, AttributeError, IndexError):
        yield TemplateFault(_WHOLE, _UNFILLED)
        return
    if len(made) > LARGEST_MADE:
        yield TemplateFault(_WHOLE, _UNFILLED)
