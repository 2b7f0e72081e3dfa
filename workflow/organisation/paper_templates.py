"""Own templates of documents: kept in editions, each from a day on, and never changed.

An edition that holds has printed documents, so it stays; what comes after it takes its place from
its own day on. Only an edition that does not hold yet can be taken back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow import journal
from workflow.declaration import (
    CHECK,
    KEEP_TEMPLATES,
    Actor,
    Choice,
    Field,
    PartialForm,
    fields,
    pack,
)
from workflow.engine.document_forms import FORMS
from workflow.engine.loading import read_now
from workflow.errors import BadInput, NotFound, NotPossible
from workflow.evidence.virus_scanner import fault_of
from workflow.organisation.unit_forms import UNIT_FORMS, unit_form
from workflow.platform import Connection, cleaned, connect, settings
from workflow.queries import item
from workflow.queries.document import paper
from workflow.queries.papers.item_forms import ITEM_FORMS
from workflow.queries.papers.item_papers import item_paper
from workflow.queries.papers.own_templates import demand_fit, told
from workflow.queries.papers.template_check import faults_of
from workflow.queries.papers.template_faults import TemplateFault
from workflow.queries.papers.template_words import TemplateVocabulary
from workflow.queries.papers.text import PaperText, text_of
from workflow.queries.papers.vocabularies import vocabulary_of
from workflow.queries.papers.word import default_template, filled
from workflow.words import Language, Words

LONGEST_NAME = 120
_NO_KIND = Words("没有这种文书。", "There is no such kind of document.")
_NAMED = Words("{words}（{key}）", "{words} ({key})")
_LANGUAGES = (Choice("zh", Words("中文", "Chinese")), Choice("en", Words("英文", "English")))
_NOT_PAST = Words("适用日不能早于今天。", "A template cannot hold from a day before today.")
_TAKEN = Words(
    "这种文书从该日起已有模板；请选另一天，或先撤回那一版。",
    "There is a template of this kind from that day on; choose another day, or take it back first.",
)
_NO_FILE = Words("请选择 .docx 文件。", "Choose a .docx file.")
_GONE = Words("没有这个模板。", "There is no such template.")
_HOLDS = Words(
    "这一版已经适用，不能撤回；请上传从今天起适用的新版。",
    "This edition holds already and cannot be taken back; send one that holds from today on.",
)
_NO_PAPER = Words(
    "“{about}”没有这种文书；请写一个有它的事项编号（单位文书写单位编号）。",
    '"{about}" has no document of this kind; name an item that has one (for papers on a unit, '
    "its id).",
)
_COLUMNS = "id, kind, language, holds_from, name, sha256, sent_at, sent_by, taken_back_at"
_ALL = f"SELECT {_COLUMNS} FROM paper_templates ORDER BY kind, language, holds_from DESC, id DESC"  # noqa: S608 -- fixed texts only
_ONE = f"SELECT {_COLUMNS}, content FROM paper_templates WHERE id = %s"  # noqa: S608
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('paper_templates'))"
_SAME_DAY = """
    SELECT 1 FROM paper_templates WHERE kind = %(kind)s AND language = %(language)s
       AND holds_from = %(holds_from)s AND taken_back_at IS NULL"""
_KEEP = """
    INSERT INTO paper_templates (kind, language, holds_from, name, content, sha256, sent_at,
                                 sent_by_id, sent_by)
    VALUES (%(kind)s, %(language)s, %(holds_from)s, %(name)s, %(content)s, %(sha256)s, %(now)s,
            %(by_id)s, %(by)s) RETURNING id"""
_TAKE_BACK = "UPDATE paper_templates SET taken_back_at = %s WHERE id = %s"


class TemplateRefused(BadInput):
    """A file that is no template of its kind, or a form with faults; ``faults`` are the file's."""

    def __init__(self, fields: Mapping[str, Words], faults: Sequence[TemplateFault]) -> None:
        super().__init__(CHECK, {**fields})
        self.faults = faults


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of document open to own templates."""

    key: str
    words: Words
    prose: bool
    vocabulary: TemplateVocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTemplate:
    """An edition of an own template."""

    id: int
    kind: str
    language: Language
    holds_from: date
    name: str
    sha256: str
    sent_at: datetime
    sent_by: str
    taken_back_at: datetime | None


def paper_kinds() -> dict[str, PaperKind]:
    """Return the kinds of documents open to own templates."""
    found = {key: kind.words for key, kind in pack().documents.items() if key in FORMS}
    found |= {form.key: form.words for form in ITEM_FORMS}
    found |= {unit.key: unit.words for unit in UNIT_FORMS}
    prose = {key for key, form in FORMS.items() if form.prose is not None}
    return {key: PaperKind(key, words, key in prose, vocabulary_of(key))
            for key, words in sorted(found.items())}  # fmt: skip


def kind_named(key: str) -> PaperKind:
    """Return a kind of document.

    Raises ``BadInput`` where there is none of that key.
    """
    found = paper_kinds().get(key)
    if found is None:
        raise BadInput(CHECK, {"kind": _NO_KIND})
    return found


def templates(actor: Actor) -> list[PaperTemplate]:
    """Return every edition, the latest of a kind and language first.

    Raises ``NotFound`` without the right.
    """
    KEEP_TEMPLATES.demand(actor)
    with connect() as connection:
        return [_template(row) for row in connection.execute(_ALL)]


def template_form() -> PartialForm:
    """Return the form beside a file: kind, language, and first day."""
    kinds = tuple(Choice(kind.key, _NAMED.format(key=kind.key, words=kind.words))
                  for kind in paper_kinds().values())  # fmt: skip
    asked = (
        Field("kind", Words("文书种类", "Kind of document"), "choice", choices=kinds),
        Field("language", Words("语言", "Language"), "choice", choices=_LANGUAGES),
        Field("holds_from", Words("自该日起适用", "Holds from"), "date"),
    )
    return PartialForm(asked, comment_required=False)


def _check(values: Mapping[str, object], name: str, content: bytes) -> None:
    """Check the form and, where the kind is known, the file.

    A template is handed out to others, so a virus scanner has to have seen it.
    Raises ``TemplateRefused`` with every fault of both.
    """
    wrong = {**fields.faults_of(template_form(), values, "")}
    kind = paper_kinds().get(str(values.get("kind", "")))
    found = faults_of(content, kind.vocabulary) if content and kind else []
    if not content:
        wrong["file"] = _NO_FILE
    if found:
        wrong["file"] = told(found)
    if content and (fault := fault_of(content, name)):
        wrong["file"] = fault.words
    if wrong:
        raise TemplateRefused(wrong, found)


def keep(
    actor: Actor, values: Mapping[str, object], name: str, content: bytes,
    now: datetime | None = None,
) -> int:  # fmt: skip
    """Keep a file as the template of a kind in a language from a day on; return the id.

    Raises ``NotFound`` without the right, ``TemplateRefused`` with the faults of form and file.
    """
    KEEP_TEMPLATES.demand(actor)
    _check(values, name, content)
    asked, _ = fields.parse(template_form(), values, "")
    with connect() as connection, connection.transaction():
        connection.execute(_LOCK)
        at = now or read_now(connection)
        if fault := _day_fault(connection, asked, at):
            raise BadInput(CHECK, {"holds_from": fault})
        kept = asked | {
            "name": cleaned(name)[:LONGEST_NAME], "content": content, "now": at,
            "sha256": hashlib.sha256(content).hexdigest(), "by_id": actor.person_id,
            "by": actor.name,
        }  # fmt: skip
        row = connection.execute(_KEEP, kept).fetchone()
        assert row  # noqa: S101 -- an insert returns its row
        _note(connection, actor, row[0], "added", kept)
    return int(row[0])


def _day_fault(connection: Connection, asked: Mapping[str, Any], at: datetime) -> Words | None:
    """Return the fault of a template's first day."""
    if asked["holds_from"] < at.astimezone(settings().zone).date():
        return _NOT_PAST
    return _TAKEN if connection.execute(_SAME_DAY, asked).fetchone() else None


def take_back(actor: Actor, template_id: int, now: datetime | None = None) -> None:
    """Take back an edition not yet in force.

    Raises ``NotFound`` without the right and for none, ``NotPossible`` for one that holds.
    """
    KEEP_TEMPLATES.demand(actor)
    with connect() as connection, connection.transaction():
        connection.execute(_LOCK)
        found, _ = _found(connection, template_id)
        at = now or read_now(connection)
        if found.holds_from <= at.astimezone(settings().zone).date():
            raise NotPossible(_HOLDS)
        connection.execute(_TAKE_BACK, [at, template_id])
        values = {"kind": found.kind, "language": found.language, "holds_from": found.holds_from,
                  "name": found.name, "sha256": found.sha256}  # fmt: skip
        _note(connection, actor, template_id, "taken_back", values)


def file_of(actor: Actor, template_id: int) -> tuple[PaperTemplate, bytes]:
    """Return an edition with the file.

    Raises ``NotFound`` without the right and for none.
    """
    KEEP_TEMPLATES.demand(actor)
    with connect() as connection:
        return _found(connection, template_id)


def default_of(actor: Actor, kind: str, language: Language) -> bytes:
    """Return the default template of a kind, to begin with.

    Raises ``NotFound`` without the right, ``BadInput`` for no such kind.
    """
    KEEP_TEMPLATES.demand(actor)
    return default_template(language, prose=kind_named(kind).prose)


def preview(actor: Actor, template_id: int, about: str) -> tuple[PaperText, bytes]:
    """Return an item's newest document of the kind, by the edition, even before its day.

    Raises ``NotFound`` without the right, for no such edition and for no such item for the actor,
    ``BadInput`` where the item has no document of the kind, ``NotPossible`` for one that no longer
    fits.
    """
    found, content = file_of(actor, template_id)
    demand_fit(found.kind, found.name, content)
    text = _paper(actor, found, cleaned(about))
    return text, filled(content, text, kind_named(found.kind).vocabulary.lines)


def _paper(actor: Actor, found: PaperTemplate, about: str) -> PaperText:
    no_paper = BadInput(_NO_PAPER.format(about=about[:40]))
    if found.kind in {form.key for form in UNIT_FORMS}:
        if not (about.isascii() and about.isdecimal() and len(about) < 10):
            raise no_paper
        return unit_form(int(about), found.kind, "", actor, found.language)
    try:
        if found.kind not in FORMS:
            return item_paper(about, found.kind, actor, found.language)
        issued = item(about, actor).item.process.get("documents", [])
    except NotFound:
        raise no_paper from None
    places = [n for n, one in enumerate(issued, 1) if one["document"] == found.kind]
    if not places:
        raise no_paper
    return text_of(paper(about, places[-1], actor), found.language)


def _note(
    connection: Connection, actor: Actor, id_: int, what: str, values: Mapping[str, Any]
) -> None:
    journal.note(
        connection, "paper_template", actor, subject=("paper_template", id_), what=what,
        only=values["kind"], language=values["language"], holds_from=str(values["holds_from"]),
        file=values["name"], sha256=values["sha256"],
    )  # fmt: skip


def _found(connection: Connection, template_id: int) -> tuple[PaperTemplate, bytes]:
    row = connection.execute(_ONE, [template_id]).fetchone()
    if row is None or row[-2] is not None:
        raise NotFound(_GONE)
    return _template(row[:-1]), bytes(row[-1])


def _template(row: tuple[object, ...]) -> PaperTemplate:
    names = PaperTemplate.__dataclass_fields__
    return PaperTemplate(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type]
