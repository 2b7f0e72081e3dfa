"""Case files: an item with tasks, responsibilities and documents, and all that proves them.

A case file holds what its reader may see and nothing else: an event that names an item hidden from
the reader is there by its hash alone. The journal notes who took which items out, and the hash of
the manifest.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from psycopg.rows import dict_row

from workflow import evidence, journal
from workflow.declaration import Actor
from workflow.engine.event_hash import hashed_text, instant
from workflow.errors import BadInput
from workflow.evidence import references
from workflow.platform import connect, settings
from workflow.queries.case_files.archive import CaseArchive
from workflow.queries.case_files.seals import proofs
from workflow.queries.case_files.summary import summary_of
from workflow.queries.case_files.verify import SEALS
from workflow.queries.document import paper
from workflow.queries.exports.files import ExportFile
from workflow.queries.item import ItemView, item
from workflow.queries.papers.files import name_of, written
from workflow.queries.papers.item_papers import forms_of, paper_of
from workflow.queries.papers.pdf import pdf
from workflow.queries.papers.text import handling_of, text_of
from workflow.words import Language, Words

FORMAT = "rectify-case-file-1"
MEDIA_TYPE = "application/zip"
MOST_ITEMS = 300
_PIECE = 2**18
_EVENTS = "SELECT * FROM events WHERE item_id = %s ORDER BY seq"
_NAME = Words("档案-{number}-{day}.zip", "case-file-{number}-{day}.zip")
_NOTHING = Words("请写明要导出哪些事项的档案。", "Say whose case file is to be taken out.")
_TOO_MANY = Words(
    "选中的事项连同关联事项超过 {limit} 项；请分几次导出。",
    "With what hangs on them these are over {limit:item|items}; take out fewer at a time.",
)
_README = Words(
    "本档案可自证：用浏览器打开 verify.html，把整个 .zip 拖进去；"
    "或运行 python3 verify.py 文件.zip。\n"
    "两者都不联网，改动任何一个字节都会指出是哪个文件。summary.pdf 可打印。\n",
    "This file proves itself: open verify.html in a browser and drop the whole .zip on it, or run\n"
    "python3 verify.py FILE.zip. Neither uses the network; any changed byte is named by its file.\n"
    "summary.pdf is for print.\n",
)


def case_file(
    numbers: Sequence[str], actor: Actor, language: Language, now: datetime
) -> ExportFile:
    """Return the case file of items and of what hangs on them.

    Raises ``NotFound`` where there is no such item for the actor, ``BadInput`` for no item or too
    many, ``TooLarge`` beyond the size of an archive, ``Gone`` for missing or changed evidence.
    """
    if not numbers:
        raise BadInput(_NOTHING)
    day = now.astimezone(settings().zone).date().isoformat()
    name = _NAME.format(number=numbers[0], day=day).of(language)
    return ExportFile(name, MEDIA_TYPE, _pieces(numbers, actor, language, now))


def _pieces(
    numbers: Sequence[str], actor: Actor, language: Language, now: datetime
) -> Generator[bytes]:
    with tempfile.TemporaryFile() as file:
        making = _Making(CaseArchive(file), actor, language)
        digest = making.all(numbers, now)
        with connect() as connection:
            journal.note(
                connection, "exported", actor, subject=("item", numbers[0]), what="case_file",
                items=[*making.views], digest=digest,
            )  # fmt: skip
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


@dataclass(slots=True)
class _Making:
    """A case file being made."""

    archive: CaseArchive
    actor: Actor
    language: Language
    views: dict[str, ItemView]

    def __init__(self, archive: CaseArchive, actor: Actor, language: Language) -> None:
        self.archive, self.actor, self.language, self.views = archive, actor, language, {}

    def all(self, numbers: Sequence[str], now: datetime) -> str:
        """Write everything; return the hash of the manifest."""
        self.gather(numbers)
        add = self.archive.add
        add("README.txt", ["\n".join(_README).encode()])
        add("summary.pdf", [pdf([summary_of(v, self.language) for v in self.views.values()])])
        for number, view in self.views.items():
            self.item(f"items/{number}", view)
        with connect() as connection:
            told = proofs(connection, {v.item.id: n for n, v in self.views.items()})
        add(SEALS, [json.dumps(told, ensure_ascii=False, indent=0).encode()])
        for name in ("verify.py", "verify.html"):
            add(name, [files("workflow.queries.case_files").joinpath(name).read_bytes()])
        about = {"format": FORMAT, "made_at": instant(now), "by": self.actor.name}
        return self.archive.close(about | {"items": [*self.views]})

    def gather(self, numbers: Sequence[str]) -> None:
        """Read the items and all items hanging below, as far as visible to the reader."""
        waiting = [*dict.fromkeys(numbers)]
        while waiting:
            number = waiting.pop(0)
            if number in self.views:
                continue
            view = self.views[number] = item(number, self.actor)
            waiting += [other.number for other in (*view.children, *view.documents)]
            if len(self.views) > MOST_ITEMS:
                raise BadInput(_TOO_MANY.format(limit=MOST_ITEMS))

    def item(self, folder: str, view: ItemView) -> None:
        self.archive.add(f"{folder}/events.jsonl", _lines(view))
        for piece in view.item.evidence:
            references.demand_whole(piece["sha256"], piece["name"])
            path = f"{folder}/evidence/{piece['sha256'][:12]}-{piece['name']}"
            self.archive.add(path, _bytes_of(piece["sha256"]))
        for form in forms_of(view):
            made = paper_of(view, form, self.language)
            self.archive.add(f"{folder}/forms/{name_of(made, 'pdf')}", [written(made, "pdf")])
        for place in range(1, len(view.item.process.get("documents", ())) + 1):
            self.document(f"{folder}/documents/{place}", view.item.number, place)

    def document(self, stem: str, number: str, place: int) -> None:
        sheet = paper(number, place, self.actor)
        text, handling = text_of(sheet, self.language), handling_of(sheet, self.language)
        self.archive.add(f"{stem} {name_of(text, 'pdf')}", [written(text, "pdf")])
        self.archive.add(f"{stem} {name_of(text, 'docx')}", [written(text, "docx")])
        if handling:
            self.archive.add(f"{stem} {name_of(handling, 'pdf')}", [written(handling, "pdf")])


def _lines(view: ItemView) -> Iterator[bytes]:
    """Yield the hashed text of each event, a line each; of one withheld, its hash."""
    shown = {event.seq for event in view.events}
    with connect() as connection, closing(connection.cursor(row_factory=dict_row)) as cursor:
        rows: list[dict[str, Any]] = cursor.execute(_EVENTS, [view.item.id]).fetchall()
    for row in rows:
        if row["seq"] in shown:
            yield hashed_text(row | {"at": instant(row["at"])}) + b"\n"
        else:
            yield json.dumps({"withheld": row["hash"]}).encode() + b"\n"


def _bytes_of(sha256: str) -> Iterator[bytes]:
    with evidence.path(sha256).open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
