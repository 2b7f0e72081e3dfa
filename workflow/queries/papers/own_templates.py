"""The own template in force for a kind of document on a day, checked again as it is used.

The words of a kind change with the declarations, and a template sent before them does not. One that
no longer fits would print a document that lacks a part, and nobody would see it.
"""

from __future__ import annotations

from functools import lru_cache

from workflow.errors import NotPossible
from workflow.platform import connect
from workflow.queries.papers.template_check import faults_of
from workflow.queries.papers.template_faults import TemplateFault
from workflow.queries.papers.template_words import TemplateVocabulary
from workflow.queries.papers.vocabularies import vocabulary_of
from workflow.words import Words, joined

_HOLDING = """
    SELECT name, content FROM paper_templates
     WHERE kind = %s AND language = %s AND holds_from <= %s::date AND taken_back_at IS NULL
     ORDER BY holds_from DESC LIMIT 1"""
_PLACED = Words("{place}：{fault}", "{place}: {fault}")
_FITS_NO_MORE = Words(
    "本单位的模板“{name}”不再适用于这种文书：{faults}。请管理文书模板的人上传改好的新版；"
    "在此之前可以下载 PDF。",
    'The own template "{name}" no longer fits this kind of document: {faults}. Whoever keeps the '
    "templates has to send a corrected edition; until then there is the PDF.",
)


def own_template(kind: str, language: str, day: str) -> bytes | None:
    """Return the template in force on a day (ISO), or ``None`` for the default template.

    Raises ``NotPossible`` with every fault of a template that no longer fits.
    """
    with connect() as connection:
        row = connection.execute(_HOLDING, [kind, language, day]).fetchone()
    if row is None:
        return None
    name, content = row[0], bytes(row[1])
    demand_fit(kind, name, content)
    return content


def demand_fit(kind: str, name: str, content: bytes) -> None:
    """Refuse a template that does not fit its kind of document as it is declared now.

    Raises ``NotPossible`` with every fault and its place.
    """
    if found := _faults(content, vocabulary_of(kind)):
        raise NotPossible(_FITS_NO_MORE.format(name=name, faults=told(found)))


@lru_cache(maxsize=32)
def _faults(content: bytes, words: TemplateVocabulary) -> tuple[TemplateFault, ...]:
    """Return the faults of a template; a thousand documents ask about the same one."""
    return tuple(faults_of(content, words))


def told(faults: tuple[TemplateFault, ...] | list[TemplateFault]) -> Words:
    """Return faults with their places in one sentence."""
    between = Words("；", "; ")
    return joined(between, (_PLACED.format(place=f.place, fault=f.words) for f in faults))
