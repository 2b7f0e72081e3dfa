"""The pack of a profession: vocabulary and lists as a single value, registered once.

The engine and everything around it read the registered pack; the starting programs name it. So the
same engine carries another profession, and a law of imports holds the two apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from workflow.declaration.candidates import CandidateKind
from workflow.declaration.codes import CodeTable
from workflow.declaration.document_kinds import DocumentKind
from workflow.declaration.field import Choice
from workflow.declaration.indicators import DeclaredFigures
from workflow.declaration.limit import Limit
from workflow.declaration.list_type import ListType
from workflow.declaration.notes import RectificationProcess
from workflow.declaration.register import Register
from workflow.declaration.responsibility_level import ResponsibilityLevel
from workflow.declaration.rights import Right
from workflow.declaration.rungs import Rung
from workflow.declaration.severity import SeverityClass
from workflow.declaration.sheets import DeclaredSheet
from workflow.errors import BadDeclaration
from workflow.words import Words

# Relations that the engine itself resolves; the duties and the roles of the pack stand beside them.
_OF_THE_ENGINE: dict[str, Words] = {
    "holder": Words("承办人", "the person it is assigned to"),
    "awaited": Words("等待其办理的人", "whoever it waits for"),
    "follower": Words("关注该事项的人", "whoever follows the item"),
    "mentioned": Words("意见中@的人", "whoever the comment names with @"),
    "superior": Words("等待办理人的上一级", "the level above whoever it waits for"),
    "level_above": Words("受理上报的上一级", "the level that it was referred to"),
}
NamedValue = tuple[Words, Words]


def _no_weight(_process: RectificationProcess, _today: date) -> Iterator[NamedValue]:
    return iter(())


def _no_period(_process: RectificationProcess) -> Words | None:
    return None


def _no_chapter() -> Iterator[str]:
    return iter(())


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A profession: everything that the engine, the pages and the checks read of it.

    The mappings are read where they are needed, so a list or a register that is added to one of
    them is there from then on.
    """

    key: str
    lists: Mapping[str, ListType]
    roles: Mapping[str, Words]
    purposes: Mapping[str, Words] = field(default_factory=dict)  # of the roles, for their guides
    administrators: tuple[str, ...] = ()  # roles without a part in the work itself
    guarded: frozenset[str] = frozenset()  # roles in which a mistaken identity harms the most
    duties: Mapping[str, Words] = field(default_factory=dict)  # by which people are told
    work: tuple[str, ...] = ()  # duties on a child that count on its parent, too
    above: Mapping[str, str] = field(default_factory=dict)  # the relation one level up from each
    severities: Mapping[str, SeverityClass]
    usual_severity: str
    limits: Mapping[str, Limit] = field(default_factory=dict)  # by the keys in due dates
    responsibility: tuple[ResponsibilityLevel, ...] = ()
    # Further words for the roles, as a CSV: role, kinds of unit, reach, words with | between.
    role_words: str = ""
    documents: Mapping[str, DocumentKind] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    sheets: Mapping[str, DeclaredSheet] = field(default_factory=dict)  # their first editions
    figures: DeclaredFigures = field(default_factory=DeclaredFigures)
    code_tables: Mapping[str, CodeTable] = field(default_factory=dict)
    candidates: Mapping[str, CandidateKind] = field(default_factory=dict)  # for findings
    rights: Mapping[str, Right] = field(default_factory=dict)  # beside those of the registers
    # The parent of an item as the model checker has it, by list: state, fields and notes.
    parents: Mapping[str, tuple[str, dict[str, Any], RectificationProcess]] = field(
        default_factory=dict
    )
    # What hangs on an item of a list, as the model checker has it: list, state and notes of each.
    children: Mapping[str, tuple[tuple[str, str, RectificationProcess], ...]] = field(
        default_factory=dict
    )
    levels: Mapping[int, Words] = field(default_factory=dict)  # of the rungs of its ladders
    level_documents: Mapping[int, str] = field(default_factory=dict)  # the list a level opens in
    ladder: tuple[Rung, ...] = ()  # the usual one, for the glossary
    terms: Mapping[Words, tuple[Choice, ...]] = field(default_factory=dict)  # by their heading
    # The consequences of a decision, line by line, and the time for which it weighs.
    weight: Callable[[RectificationProcess, date], Iterator[NamedValue]] = _no_weight
    period: Callable[[RectificationProcess], Words | None] = _no_period
    chapter: Callable[[], Iterator[str]] = _no_chapter  # ahead in the document of the lists
    # Where the lists are found as files, for the cache of proofs: the folder, which says what it
    # has ``DECLARED``, and the modules whose change makes every proof stale.
    folder: Any = None
    sources: tuple[str, ...] = ()
    relations: Mapping[str, Words] = field(init=False, repr=False, compare=False)
    severity_choices: tuple[Choice, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._check()
        relations = {**_OF_THE_ENGINE, **self.duties, **self.roles}
        choices = tuple(Choice(key, found.words) for key, found in self.severities.items())
        object.__setattr__(self, "relations", relations)
        object.__setattr__(self, "severity_choices", choices)

    @property
    def confidential(self) -> tuple[str, ...]:
        """The lists for named readers only."""
        return tuple(key for key, list_type in self.lists.items() if list_type.readers)

    def list_of(self, number: str) -> ListType | None:
        """Return the list named by the letters in an item's number, or ``None``.

        A foretold child has the number of its parent before a slash, and names the parent's list.
        """
        prefix = number.partition("/")[0].rstrip("-0123456789")
        return self._by_prefix.get(prefix)

    @cached_property
    def _by_prefix(self) -> dict[str, ListType]:
        return {found.prefix: found for found in self.lists.values()}

    def levels_above(self, relation: str) -> Iterator[str]:
        """Yield the roles above a relation, the nearest first; a ring ends where it began."""
        role, passed = self.above.get(relation, ""), {relation}
        while role and role not in passed:
            yield role
            passed.add(role)
            role = self.above.get(role, "")

    def every_right(self) -> dict[str, Right]:
        """Return every right by its key: first of the subjects, then of the registers."""
        rights = dict(self.rights)
        for register in self.registers.values():
            rights |= {right.key: right for right in register.rights if isinstance(right, Right)}
        return rights

    def _check(self) -> None:
        """Raise ``BadDeclaration`` for a role or a severity that is named and not declared."""
        known = {**_OF_THE_ENGINE, **self.duties, **self.roles}
        named = [*self.administrators, *self.above, *self.above.values()]
        if unknown := [role for role in named if role not in known]:
            raise BadDeclaration(f"{self.key}: there is no role {unknown[0]!r}")
        if self.usual_severity not in self.severities:
            raise BadDeclaration(f"{self.key}: there is no severity {self.usual_severity!r}")


class _Registration:
    """The pack of the process, and the way of loading."""

    load: Callable[[], Pack] | None = None
    pack: Pack | None = None


_REGISTRATION = _Registration()


def register(load: Callable[[], Pack]) -> None:
    """Name the pack of the process; the first reading loads the pack.

    A later call takes the place of an earlier one.
    """
    _REGISTRATION.load, _REGISTRATION.pack = load, None


def registered() -> Callable[[], Pack]:
    """Return how the pack is loaded, for a process started from the present process.

    Raises ``BadDeclaration`` where no program has named a pack.
    """
    if _REGISTRATION.load is None:
        raise BadDeclaration("no pack is registered; the starting program has to name one")
    return _REGISTRATION.load


def pack() -> Pack:
    """Return the registered pack.

    Raises ``BadDeclaration`` where no program has named one.
    """
    if _REGISTRATION.pack is None:
        _REGISTRATION.pack = registered()()
    return _REGISTRATION.pack
