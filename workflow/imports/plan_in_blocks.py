"""A planned import in blocks: raised and noted block by block, in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from workflow.engine.raising import NewItem
from workflow.engine.results import Done
from workflow.imports import records
from workflow.imports.ledger.plan_items import PlannedFamily
from workflow.imports.opening import Progress
from workflow.imports.records import ImportToNote
from workflow.platform import Connection

TOGETHER = 200  # problems in a block, each with its tasks and responsibilities


@dataclass(slots=True)
class PlanInBlocks:
    """The families of a plan on their way in, and the number of the import once there is one."""

    families: Sequence[PlannedFamily]
    made: ImportToNote
    progress: Progress
    import_id: int = 0
    _waiting: deque[list[PlannedFamily]] = field(default_factory=deque)  # blocks not noted yet

    def blocks(self) -> Iterator[list[NewItem]]:
        """Yield the items of each block, each child after its problem; a new walk begins anew.

        Raises whatever ``progress`` raises, to stop.
        """
        self._waiting.clear()
        self.import_id, done, left = 0, 0, iter(self.families)
        while block := list(islice(left, TOGETHER)):
            self._waiting.append(block)
            yield _in_order(block)
            done += len(block)
            self.progress(done, len(self.families))

    def note(self, connection: Connection, done: Sequence[Done]) -> None:
        """Write the record of a block that was raised, after the head of the whole import."""
        if not self.import_id:
            self.import_id = records.note_head(connection, self.made)
        rows = records.new_rows(self._waiting.popleft(), done)
        records.note_rows(connection, self.import_id, rows)


def _in_order(families: Sequence[PlannedFamily]) -> list[NewItem]:
    news: list[NewItem] = []
    for _, family in families:
        head = len(news)
        news.append(family[0])
        news += [replace(child, under=head) for child in family[1:]]
    return news
