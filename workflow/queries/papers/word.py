"""Papers as Word (.docx): default and own templates, filled in by docxtpl in a sandbox."""

from __future__ import annotations

from collections.abc import Sequence
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
    """Return a paper as a Word document, by the own template of the day, if any.

    Raises ``NotPossible`` where that template no longer fits the kind of document.
    """
    from workflow.queries.papers.own_templates import own_template  # whose check fills in a sample

    own = own_template(paper.kind, paper.language, paper.day) if paper.kind else None
    return filled(own or default_template(paper.language, prose=paper.prose), paper)


def filled(template: bytes, paper: PaperText, lines: Sequence[str] = ()) -> bytes:
    """Return a template filled in; lines unknown to the paper are left empty."""
    made = DocxTemplate(BytesIO(template))
    made.render(_context(paper, lines), jinja_env=_sandbox(), autoescape=True)
    made.docx.core_properties.title = paper.title
    made.docx.core_properties.author = paper.signed
    made.docx.core_properties.comments = paper.reference
    saved = BytesIO()
    made.save(saved)
    return saved.getvalue()


def _context(paper: PaperText, lines: Sequence[str]) -> dict[str, Any]:
    """Return the words of a template; the names of attachments are numbered."""
    names = [f"{place}. {name}" for place, name in enumerate(paper.attachments, 1)]
    told = dict.fromkeys(lines, "")
    told |= {part.key: "\n".join(part.paragraphs) for part in paper.parts if part.key}
    return asdict(paper) | {"attachments": names, "lines": told}


def _sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True)


@cache
def default_template(language: Language, *, prose: bool) -> bytes:
    """Return the default template of a letter or of a form."""
    if not prose:
        return word_pages.form(language)
    return word_pages.letter_in_chinese() if language == "zh" else word_pages.letter_in_english()
