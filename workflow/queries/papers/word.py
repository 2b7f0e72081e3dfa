"""Papers as Word (.docx): the default templates, filled in by docxtpl in a sandbox."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workflow.queries.papers import word_pages
from workflow.queries.papers.text import PaperText
from workflow.words import Language


def word(paper: PaperText) -> bytes:
    """Return a paper as a Word document."""
    filled = DocxTemplate(BytesIO(_template(paper.language, prose=paper.prose)))
    filled.render(_context(paper), jinja_env=_sandbox(), autoescape=True)
    filled.docx.core_properties.title = paper.title
    filled.docx.core_properties.author = paper.signed
    filled.docx.core_properties.comments = paper.reference
    made = BytesIO()
    filled.save(made)
    return made.getvalue()


def _context(paper: PaperText) -> dict[str, Any]:
    """Return the words of a template; the names of attachments are numbered."""
    names = [f"{place}. {name}" for place, name in enumerate(paper.attachments, 1)]
    return asdict(paper) | {"attachments": names}


def _sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True)


@cache
def _template(language: Language, *, prose: bool) -> bytes:
    if not prose:
        return word_pages.form(language)
    return word_pages.letter_in_chinese() if language == "zh" else word_pages.letter_in_english()
