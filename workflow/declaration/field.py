"""A field of a form: its kind, its choices or codes, and the words for a value.

The same declaration gives the input of a page, the reader of typed values, the shape in the API,
the line on a page, the column of a list and of a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from workflow.declaration.codes import CodeTable
from workflow.errors import BadDeclaration
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.declaration.facts import Facts

FieldKind = Literal[
    "text", "long", "date", "number", "money", "choice", "many", "code", "person", "unit", "ref",
    "yes",
]  # fmt: skip
# What becomes of a value: the item keeps it as a field; or it is the day by which the work is to be
# done, which extensions, pauses and the calendar move; or the number of another item, which is read
# with this one; or the move alone looks at it.
FieldUse = Literal["field", "due", "reference", "move"]
# Fields of these keys fill in the column of the item that has this name; they have this kind.
COLUMNS: dict[str, tuple[FieldKind, ...]] = {
    "title": ("text", "long"), "severity": ("choice",), "holder": ("person",), "unit": ("unit",),
}  # fmt: skip
_USES: dict[FieldUse, tuple[FieldKind, ...]] = {"due": ("date",), "reference": ("text",)}
_OFFERING: dict[str, str] = {
    "choice": "choices", "many": "choices", "code": "table", "ref": "of", "text": "pattern",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a choice field and its words for people."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class AtOnce:
    """An act that fills in several choices of a form at once; ``words`` say all of them."""

    words: Words
    values: tuple[tuple[str, str], ...]  # field and choice

    def check(self, where: str, fields: Iterable[Field]) -> None:
        """Check that the values are choices of the form.

        Raises ``BadDeclaration``.
        """
        offered = {(field.key, key) for field in fields for key, _ in field.offered()}
        if unknown := {*self.values} - offered:
            raise BadDeclaration(f"{where}: no choice of the form is {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The required form of a text; ``words`` are the sentence for any other text.

    ``example`` is a text of that form: the proofs fill it in.
    """

    regex: str
    words: Words
    example: str

    def __post_init__(self) -> None:
        """Refuse an example without the form: a declaration is wrong, not an input."""
        if not self.fits(self.example):
            raise ValueError(f"{self.example!r} has not the form {self.regex}")

    def fits(self, text: str) -> bool:
        """Say whether the whole text has the form."""
        return re.fullmatch(self.regex, text) is not None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a transition; stored in a column of ``COLUMNS``, or by its ``use``."""

    key: str
    words: Words
    kind: FieldKind = "text"
    required: bool = True
    choices: tuple[Choice, ...] = ()
    _: KW_ONLY
    help: Words | None = None
    role: str = ""  # for a person: the post that the form offers first
    limit: int = 5000  # characters of text; the largest number or sum of money otherwise
    suggests: Callable[[Facts], str] | None = None  # what stands in the form before it is typed
    table: CodeTable | None = None  # for a code: where its values come from
    of: str = ""  # for a reference: a list or a register, by key; "person" or "unit"
    pattern: Pattern | None = None  # for a text
    listed: bool = False  # a column of the list
    filtered: bool = False  # a filter of the list
    use: FieldUse = "field"

    @property
    def is_kept(self) -> bool:
        """Say whether ``Item.data`` keeps the value."""
        return self.use == "field" and self.key not in COLUMNS

    def offered(self, day: date | None = None) -> Iterator[tuple[str, Words]]:
        """Yield the key and the name of each choice or code valid on ``day``."""
        yield from ((choice.key, choice.words) for choice in self.choices)
        if self.table:
            yield from ((code.key, code.words) for code in self.table.valid(day))

    @property
    def every_choice(self) -> tuple[Choice, ...]:
        """The choices and codes, valid or not."""
        return tuple(Choice(key, words) for key, words in self.offered())

    def check(self, where: str) -> None:
        """Check that key, use, kind and values fit each other.

        Raises ``BadDeclaration``.
        """
        given = {
            "choices": self.choices, "table": self.table, "of": self.of, "pattern": self.pattern,
        }  # fmt: skip
        wanted = _OFFERING.get(self.kind, "")
        unfit = [name for name, value in given.items() if value and name != wanted]
        lacking = wanted not in ("", "pattern") and not given[wanted]
        keys = [choice.key for choice in self.choices]
        if unfit or lacking or len({*keys}) != len(keys):
            raise BadDeclaration(f"{where}: {self.key!r} and its choices do not fit")
        if self.kind == "many" and any("," in key for key in keys):
            raise BadDeclaration(f"{where}: a comma in a choice of {self.key!r}")

    def check_use(self, where: str) -> None:
        """Check that an item can keep the value: by key, use and kind.

        Raises ``BadDeclaration``.
        """
        kinds = COLUMNS.get(self.key)
        if kinds and (self.kind not in kinds or self.use != "field"):
            raise BadDeclaration(
                f"{where}: {self.key!r} fills in the column of this name, of kind "
                f"{' or '.join(kinds)}; call it something else"
            )
        if self.use in _USES and self.kind not in _USES[self.use]:
            raise BadDeclaration(
                f"{where}: {self.key!r} is a {self.kind}, which cannot be used as {self.use!r}"
            )
        if not self.is_kept and (self.listed or self.filtered):
            raise BadDeclaration(f"{where}: {self.key!r} is no field that a list could show")
