"""Forms drawn from declarations: fields, entered values, and faults."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from flask import request

from web import standing_in
from web.auth import actor, identity
from web.forms import form_keys
from web.languages import language
from web.uploads import Uploads
from workflow import queries
from workflow.declaration import Actor, Asking, CodeTable, Field, Transition, field_faults, fields
from workflow.engine.idempotency import Key
from workflow.errors import BadInput, WorkflowError, faults_in
from workflow.organisation.tree_queries import tree
from workflow.queries.unit_choices import MOST, indent, labelled, unit_named
from workflow.registers.queries import today
from workflow.words import Words

# Names that a form sends besides the declared fields.
_OURS = frozenset(
    {
        "csrf_token",
        "version",
        "comment",
        "kept",
        "evidence",
        "parent",
        "key",
        "proof",
        "do",
        "seen",
        "shows",
    }
)
PART_ROW = "part-"  # how the names of rows of other lists begin
_NO_VERSION = Words(
    "这个页面缺少版本号，请从事项页面重新打开。",
    "This page lacks its version; open it again from the item.",
)

# What every form says of itself, also to the check in the browser.
TEMPLATE_NAMES = {
    "comment_missing": field_faults.MISSING.format(field=fields.COMMENT.words),
    "check_first": fields.CHECK,
    "reason_least": fields.REASON_LEAST,
}


@dataclass(frozen=True, slots=True)
class Option:
    """An option to choose."""

    value: str
    words: Words
    detail: Words | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A declared field with its present value."""

    field: Field
    value: str
    fault: Words | None
    options: Sequence[Option] = ()
    searched: bool = False  # too many to list: a text says which, and some are suggested

    @property
    def missing(self) -> Words:
        """The fault of the field left empty, for the check in the browser."""
        words = field_faults.NOT_YES if self.field.kind == "yes" else field_faults.MISSING
        return words.format(field=self.field.words)

    @property
    def as_buttons(self) -> bool:
        """Few choices are shown side by side, many in a list."""
        if self.field.kind == "many":
            return True
        table = self.field.table
        codes = table and self.field.required and not any(code.parent for code in table.values)
        return (self.field.kind == "choice" or bool(codes)) and len(self.options) <= 5

    @property
    def chosen(self) -> list[str]:
        """The present values, separate where several can be chosen."""
        return self.value.split(",") if self.field.kind == "many" else [self.value]


@dataclass(frozen=True, slots=True)
class ListedFault:
    """A fault in the list above a form, with the id of its input."""

    words: Words
    to: str = ""


@dataclass(slots=True)
class Filled:
    """The values entered and sent; kept whatever the answer."""

    values: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    version: int | None = None
    parent: str = ""
    key: str = ""  # names this filling-in, so that a form sent twice counts once
    uploads: Uploads = field(default_factory=Uploads)
    faults: Mapping[str, Words] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)  # rows of other lists, by their names

    @classmethod
    def sent(cls) -> Filled:
        """Return the form of the request; unknown names are fields for the domain to judge."""
        form = request.form
        version = form.get("version", "")
        named = {key: ",".join(form.getlist(key)) for key in form if key not in _OURS}
        return cls(
            {key: value for key, value in named.items() if not key.startswith(PART_ROW)},
            form.get("comment", ""),
            int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
            form.get("parent", ""),
            (form.get("key") or form_keys.key())[: form_keys.LONGEST],
            Uploads.kept(form.getlist("kept")),
            parts={key: value for key, value in named.items() if key.startswith(PART_ROW)},
        )

    def idempotency_key(self, with_files: bool = False) -> Key | None:
        """Return the idempotency key of the form, or ``None``.

        Browsers forget chosen files on the way back, so files count only ``with_files``: where they
        are what the form is about.
        """
        if not self.key:
            return None
        files = sorted(piece.sha256 for piece in self.uploads.pieces) if with_files else []
        parts = [self.values, self.comment, self.parent, files, *filter(None, [self.parts])]
        content = json.dumps(standing_in.in_name(parts, by_header=False), sort_keys=True)
        return Key(identity().account_id, self.key, sha256(content.encode()).hexdigest())

    def faults_beside(self, shown: Container[str]) -> list[Words]:
        """Return the faults of none of the shown fields."""
        return [words for key, words in self.faults.items() if key not in shown]

    def demand_version(self) -> int:
        """Return the version shown on the page.

        Raises ``BadInput`` where the form has no version: no decision is taken without.
        """
        if self.version is None:
            raise BadInput(_NO_VERSION)
        return self.version

    @property
    def is_to_be_taken(self) -> bool:
        """Whether files are to be stored, or a unit is to be found by its name."""
        return bool(request.files or self.uploads.is_any or is_unit_name(self.values))

    def take(self, transition: Transition) -> None:
        """Find the unit that is named, and store the files sent.

        Raises ``BadInput`` or ``WrongType`` with the faults of unit, files and fields together.
        """
        refusals: list[BadInput] = []
        for step in (self._find_unit, self.uploads.take):
            try:
                step()
            except BadInput as refusal:
                refusals.append(refusal)
        if refusals:
            told = fields.faults_of(transition, self.values, self.comment)
            for each in refusals:
                told |= each.fields
            raise type(refusals[-1])(refusals[-1].words, told)

    def _find_unit(self) -> None:
        self.values = unit_chosen(actor(), self.values)

    def note(self, error: WorkflowError) -> None:
        """Keep the faults of the fields."""
        self.faults = faults_in(error)


def inputs(transition: Asking, filled: Filled, actor: Actor, scope: str | None) -> list[Input]:
    """Return the inputs of a move's form; ``scope`` is where people to choose are in post."""
    return [_input(asked, filled, actor, scope) for asked in transition.fields]


def _input(asked: Field, filled: Filled, actor: Actor, scope: str | None) -> Input:
    value, fault = filled.values.get(asked.key, ""), filled.faults.get(asked.key)
    options = _choosable(asked, value) if asked.table else _options(asked, actor, scope)
    if asked.kind != "unit" or len(options) < MOST:
        return Input(asked, value, fault, options)
    return Input(asked, unit_label(actor, value), fault, searchable(options), searched=True)


def input_of(asked: Field, filled: Filled, options: Sequence[Option] = ()) -> Input:
    """Return the input of a field with its value; without ``options`` the declared choices."""
    value, fault = filled.values.get(asked.key, ""), filled.faults.get(asked.key)
    return Input(asked, value, fault, options or _declared(asked))


def neutral_inputs(transition: Asking) -> list[Input]:
    """Return the inputs of a form without anything of a person: a unit is typed, not chosen."""
    return [
        Input(asked, "", None, _choosable(asked, "") if asked.table else _declared(asked),
              searched=asked.kind == "unit")
        for asked in transition.fields
    ]  # fmt: skip


def tree_input(asked: Field, filled: Filled, actor: Actor) -> Input:
    """Return an input of an administrator's form; units appear as a tree."""
    value, fault = filled.values.get(asked.key, ""), filled.faults.get(asked.key)
    if asked.kind != "unit":
        return Input(asked, value, fault, _options(asked, actor, None))
    nodes = tree(actor).nodes
    options = [Option(str(n.id), n.name, indent(n.depth)) for n in nodes]
    return Input(asked, value, fault, options)


def searchable(options: Sequence[Option]) -> list[Option]:
    """Return units as suggestions: a text that identifies each alone."""
    return [Option(f"{one.words.of(language())} #{one.value}", one.words) for one in options]


def unit_label(actor: Actor, value: str) -> str:
    """Return the text of a searched unit's field; an unknown text stays as entered."""
    known = value.isascii() and value.isdecimal() and len(value) < 10
    unit = unit_named(actor, int(value)) if known else None
    return labelled(unit, language()) if unit else value


def unit_chosen(actor: Actor, values: dict[str, str]) -> dict[str, str]:
    """Return the values with the unit's id in place of its name.

    Raises ``BadInput`` where no unit or more than one unit matches.
    """
    if not is_unit_name(values):
        return values
    return {**values, "unit": str(queries.unit_of(actor, values["unit"].strip()))}


def is_unit_name(values: Mapping[str, str]) -> bool:
    """Say whether a unit is named by a text, and not by its id."""
    text = values.get("unit", "").strip()
    return bool(text) and not text.isdecimal()


def listed_faults(transition: Asking, filled: Filled) -> list[ListedFault]:
    """Return every fault in the order of the form; each leads to an input, if any."""
    shown = [*(asked.key for asked in transition.fields), "comment", "evidence", "proof"]
    told = [ListedFault(filled.faults[key], key) for key in shown if key in filled.faults]
    return [*told, *(ListedFault(words) for words in filled.faults_beside(shown))]


def _declared(asked: Field) -> list[Option]:
    return [_offered(asked, key, words) for key, words in asked.offered()]


def _choosable(asked: Field, value: str) -> list[Option]:
    """Return the codes valid today, and the value that is there already."""
    valid = dict(asked.offered(today()))
    return [one for one in _declared(asked) if one.value in valid or one.value == value]


def _offered(asked: Field, key: str, words: Words) -> Option:
    return code_option(asked.table, key, words) if asked.table else Option(key, words)


def code_option(table: CodeTable, key: str, words: Words) -> Option:
    """Return a value of a code table to choose, set in below the values above it."""
    code = table.find(key)
    depth = table.depth(code) if code else 0
    return Option(key, words, indent(depth) if depth else None)


def _options(asked: Field, actor: Actor, scope: str | None) -> list[Option]:
    if declared := _declared(asked):
        return declared
    if asked.kind == "unit":
        choices = queries.units(actor, MOST)
    elif asked.kind == "person" and scope:
        choices = queries.people_in_post(scope, asked.role)
    else:
        return []
    return [Option(str(choice.id), choice.words, choice.detail) for choice in choices]
