"""The shapes of a draft: as kept in the database, and as shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NotRequired, TypedDict, get_args
from uuid import UUID

from workflow.declaration import Actor, Post
from workflow.imports.applying import Decision, Decisions
from workflow.imports.import_ledger import Choices, Finished
from workflow.imports.ledger.wishes import Wishes

DraftStage = Literal["reading", "read", "refused", "stopped", "writing", "written"]
Sentence = list[str]  # a sentence in Chinese and in English
FINISHED: tuple[Finished, ...] = get_args(Finished)


class KeptImporter(TypedDict):
    """The author of a draft, with the posts at the last press of a button."""

    name: str
    language: str
    posts: list[list[str | int]]  # role, unit, path
    own: list[list[str | int]]


class KeptChoices(TypedDict):
    """The choices of a person so far."""

    sheets: list[str]
    columns: dict[str, str]
    values: dict[str, dict[str, str]]
    lines: dict[str, str]  # sheet!row: the kind of the line
    finished: str
    only_good: bool
    decisions: dict[str, Decision]  # on the changes of known rows, by their names


class SheetShown(TypedDict):
    """A sheet of the file."""

    name: str
    lines: int
    read: bool


class ColumnShown(TypedDict):
    """A column by name; ``places`` are the sheets and letters."""

    name: str
    places: list[list[str]]
    samples: list[str]
    meaning: str
    certain: bool
    chosen: bool


class ValueShown(TypedDict):
    """A different value of a kind: severity, state, units or people."""

    kind: str
    word: str
    value: str  # what it is taken for, or empty where nothing is known
    likely: list[str]
    count: int
    certain: bool


class MissingShown(TypedDict):
    """A person of the ledger who is not there."""

    name: str
    unit: str  # empty where no known unit stands beside the name
    post: str
    count: int


class Counts(TypedDict):
    """The numbers of the preview, equal to the numbers of ``rectify import``."""

    rows_read: int
    problems: int
    tasks: int
    responsibilities: int
    known: int
    assigned: int  # taken over as under way
    waiting: int  # taken over as rectified and waiting for verification
    closed: int  # taken over as closed before
    changed: int  # cells of known rows
    gone: int  # problems that are in the file no more
    finished: int
    alike: int
    refused: int  # rows that cannot go in
    asked: int  # cells kept as text, to be settled
    homeless: int  # problems without a known unit


class ChangeShown(TypedDict):
    """A changed cell of a known row."""

    id: str
    number: str
    sheet: str
    row: int
    column: str
    ours: str
    theirs: str
    conflict: bool
    certain: bool
    can_apply: bool


class GoneShown(TypedDict):
    """A problem of the last import, in the file no more."""

    number: str
    title: str


class RefusedChange(TypedDict):
    """A chosen change, refused."""

    number: str
    column: str
    reason: Sentence


class Report(TypedDict):
    """The reading of a draft by the present choices, or the sentence of the refusal."""

    error: Sentence | None
    sheets: list[SheetShown]
    columns: list[ColumnShown]
    values: list[ValueShown]
    people: NotRequired[list[MissingShown]]  # reports of before have none
    counts: Counts | None
    default: Sentence | None  # the unit for rows without a known unit
    can_go_in: bool
    notes: list[Sentence]
    changes: list[ChangeShown]
    gone: list[GoneShown]
    not_applied: list[RefusedChange]
    applied: int  # changes, once they are written
    import_id: int | None  # of the record, once it is written
    layout: str  # fingerprint
    remembered: Sentence | None


class DoubtShown(TypedDict):
    """A cell not taken as written."""

    column: str
    cell: str
    value: str
    reason: Sentence
    effect: str


class LineShown(TypedDict):
    """A line of the ledger: kind, fate, and reading."""

    sheet: str
    row: int
    kind: str
    action: str
    text: str
    units: list[str]
    people: list[str]
    due: str
    severity: str
    state: str
    tasks: int
    doubts: list[DoubtShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDraft:
    """A ledger on the way in, without the bytes."""

    id: UUID
    person_id: int
    behind: int | None
    importer: KeptImporter
    created_at: datetime
    touched_at: datetime
    name: str
    size: int
    choices: KeptChoices
    stage: DraftStage
    revision: int
    done: int
    total: int
    stop: bool
    report: Report | None
    has_left_out: bool

    @property
    def is_running(self) -> bool:
        """Whether the draft waits for the reading or the writing."""
        return self.stage in ("reading", "writing")

    @property
    def actor(self) -> Actor:
        """The actor of the last press of a button."""
        kept = self.importer
        return Actor(
            self.person_id,
            kept["name"],
            _posts(kept["posts"]),
            language=kept["language"],
            behind=self.behind,
            own=_posts(kept["own"]),
        )


def _posts(kept: list[list[str | int]]) -> tuple[Post, ...]:
    return tuple(Post(str(role), int(unit), str(path)) for role, unit, path in kept)


def kept_importer(actor: Actor) -> KeptImporter:
    """Return the actor as kept with a draft."""
    return {
        "name": actor.name,
        "language": actor.language,
        "posts": [[post.role, post.unit_id, post.path] for post in actor.posts],
        "own": [[post.role, post.unit_id, post.path] for post in actor.own],
    }


def no_choices() -> KeptChoices:
    """Return the choices of a fresh draft."""
    return {
        "sheets": [], "columns": {}, "values": {}, "lines": {}, "finished": "skip",
        "only_good": False, "decisions": {},
    }  # fmt: skip


def wishes_of(kept: KeptChoices) -> Wishes:
    """Return the meanings chosen in a draft."""
    values: Mapping[str, Mapping[str, str]] = kept["values"]
    return Wishes(kept["columns"], values, tuple(kept["sheets"]), kept["lines"])


def choices_of(kept: KeptChoices) -> Choices:
    """Return the choices of a draft for the import; unknown choices are the usual."""
    finished = [one for one in FINISHED if one == kept["finished"]]
    decided = Decisions(named=kept["decisions"])
    return Choices(wishes_of(kept), (finished or [FINISHED[0]])[0], kept["only_good"], decided)
