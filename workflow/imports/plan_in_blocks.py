"""A planned import in blocks: raised and noted block by block, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    _noted: int = 0  # families

    def blocks(self) -> Iterator[list[NewItem]]:
        """Yield the items of each block, each child after its problem; a new walk begins anew.

        Raises whatever ``progress`` raises, to stop.
        """
        self.import_id = self._noted = 0
        for first in range(0, len(self.families), TOGETHER):
            block = self.families[first : first + TOGETHER]
            yield _in_order(block)
            self.progress(first + len(block), len(self.families))

    def note(self, connection: Connection, done: Sequence[Done]) -> None:
        """Write the record of a block that was raised, after the head of the whole import."""
        if not self.import_id:
            self.import_id = records.note_head(connection, self.made)
        block = self.families[self._noted : self._noted + TOGETHER]
        records.note_rows(connection, self.import_id, records.new_rows(block, done))
        self._noted += len(block)


def _in_order(families: Sequence[PlannedFamily]) -> list[NewItem]:
    news: list[NewItem] = []
    for _, family in families:
        head = len(news)
        news.append(family[0])
        news += [replace(child, under=head) for child in family[1:]]
    return news
