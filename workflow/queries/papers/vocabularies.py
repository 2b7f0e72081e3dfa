"""The vocabularies of own templates: which words the templates of a kind of document may use."""

from __future__ import annotations

from workflow.engine.document_forms import FORMS, DocumentForm
from workflow.queries.papers.item_forms import ITEM_FORMS
from workflow.queries.papers.template_words import TemplateVocabulary


def vocabulary_of(kind: str) -> TemplateVocabulary:
    """Return the words of a kind of document; a paper on a unit has no lines of its own."""
    if kind in FORMS:
        return _issued(FORMS[kind])
    lines = next((form.lines for form in ITEM_FORMS if form.key == kind), ())
    return TemplateVocabulary(tuple(lines), issued=False)


def _issued(form: DocumentForm) -> TemplateVocabulary:
    """Return the words of an issued document; a letter tells addressee and copies by themselves."""
    if form.prose is None:
        return TemplateVocabulary(form.lines, issued=True)
    own = {form.addressee: "addressee", "copy_to": "copies"}
    apart = tuple(word for line, word in own.items() if line in form.lines)
    return TemplateVocabulary(tuple(line for line in form.lines if line not in own), True, apart)
