"""Play the history: all stories side by side, in the order of time, lateness included."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count

from rectify.demo.ladder_story import Paper, story_of
from rectify.demo.stage import Stage, Story
from workflow.calendar import WORK_BEGINS
from workflow.declaration import SYSTEM
from workflow.engine import commands
from workflow.platform import connect
from workflow.profession.lists import LIST_TYPES

# Of what happens on the way only problems and their documents are told: reminders of tasks that
# were done long ago are of no interest to anybody. In the end every list is brought up to date.
_TOLD = (
    "problems", "supervisions", "interviews", "criticisms", "accountabilities", "appeals",
    "extensions",
)  # fmt: skip
_DUE = """
    SELECT number, greatest(rung_at, updated_at) FROM items
     WHERE rung_at <= %s AND list_key = ANY (%s) ORDER BY rung_at, id LIMIT 1"""
_PAPERS = """
    SELECT number, list_key, holder_id, created_at FROM items
     WHERE list_key IN ('supervisions', 'interviews', 'criticisms', 'accountabilities')
       AND state = 'raised'
       AND created_at >= %s ORDER BY id"""


class Play:
    """The running stories, ordered by their next moment."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._order = count()
        self._heap: list[tuple[datetime, int, Story]] = []
        self._papers: set[str] = set()
        self._looked_at: datetime | None = None
        self._people = {a.person_id: a for a in stage.cast.by_name.values()}

    def run(self, stories: Iterable[Story]) -> None:
        """Let everything happen up to the present."""
        for story in stories:
            self._resume(story)
        while self._heap:
            at = self._heap[0][0]
            if self._new_morning(at) and self._lateness(at, _TOLD):
                continue  # it may have opened documents whose story moves first
            self._looked_at = at
            _, _, story = heapq.heappop(self._heap)
            self._resume(story)
        while self._lateness(self.stage.now, tuple(LIST_TYPES)):
            self.run(())

    def _new_morning(self, at: datetime) -> bool:
        """Say whether work has begun since the last sweep: rungs are climbed once a day."""
        begins = datetime.combine(at.date(), WORK_BEGINS, at.tzinfo)
        return self._looked_at is None or self._looked_at < begins <= at

    def _resume(self, story: Story) -> None:
        at = next(story, None)
        if at is not None and at < self.stage.now:
            heapq.heappush(self._heap, (at, next(self._order), story))

    def _lateness(self, until: datetime, lists: Sequence[str]) -> bool:
        """Climb the next rung due until ``until``; say whether there was a rung."""
        with connect() as connection:
            row = connection.execute(_DUE, [until, list(lists)]).fetchone()
        if row is None:
            return False
        number, at = row
        commands.fire(number, "escalate", SYSTEM, now=at)
        self._tell_papers(at)
        return True

    def _tell_papers(self, at: datetime) -> None:
        with connect() as connection:
            papers = connection.execute(_PAPERS, [at]).fetchall()
        for number, list_key, holder, opened in papers:
            if number not in self._papers and holder in self._people:
                self._papers.add(number)
                story = story_of(self.stage, Paper(number, list_key, self._people[holder], opened))
                if story:
                    self._resume(story)
