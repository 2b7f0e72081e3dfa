"""The facts for the special ledger beside the problems, read for many problems at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, false, or_, select, text

from workflow.calendar import last_day
from workflow.declaration import Actor, pack, typed
from workflow.engine.visibility import confidential_of, may_read
from workflow.platform import settings
from workflow.platform.models import ItemRow
from workflow.queries.listing import visible_in
from workflow.queries.people_choices import person_names
from workflow.words import Words

_FAMILY = ("tasks", "responsibilities", "extensions")
_GRANTED = "approved"  # the state of an extension that was granted
_HISTORY = text("""
    SELECT item_id,
           min(at) FILTER (WHERE source = 'raised' AND dest = 'assigned') AS assigned,
           max(at) FILTER (WHERE source <> 'rectified' AND dest = 'rectified') AS rectified,
           max(at) FILTER (WHERE source <> 'closed' AND dest = 'closed') AS closed,
           (array_agg(changes ->> 'due_at' ORDER BY seq DESC)
              FILTER (WHERE dest = 'assigned' AND changes ->> 'due_at' IS NOT NULL))[1] AS due
      FROM events WHERE item_id = ANY (:ids) GROUP BY item_id""")
_RUNGS = text("""
    SELECT item_id, changes -> 'note' AS note FROM events
     WHERE item_id = ANY (:ids) AND trigger = 'escalate' AND changes -> 'note' ? 'rung'
     ORDER BY item_id, seq""")


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of an item's way; ``due`` is the due date of the rectification."""

    assigned: date | None = None
    completed: date | None = None
    closed: date | None = None
    due: date | None = None


@dataclass(slots=True)
class LedgerFacts:
    """Children, days and names of a batch of problems."""

    children: defaultdict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    dates: dict[int, Dates] = field(default_factory=dict)
    rungs: dict[int, Words] = field(default_factory=dict)
    names: dict[int, Words] = field(default_factory=dict)

    def of(self, item_id: int, list_key: str) -> list[Any]:
        """Return the children of a problem in a list."""
        return [child for child in self.children.get(item_id, ()) if child.list_key == list_key]

    def granted(self, item_id: int) -> int:
        """Return the number of extensions granted to a problem."""
        if item_id not in self.children:
            return 0
        return sum(child.state == _GRANTED for child in self.of(item_id, "extensions"))


def read_facts(connection: Connection, actor: Actor, problems: Sequence[Any]) -> LedgerFacts:
    """Return the facts about some problems, limited to items visible to the actor."""
    facts = LedgerFacts()
    ids = [problem.id for problem in problems]
    family = select(ItemRow).where(
        ItemRow.parent_id.in_(ids),
        ItemRow.state != "withdrawn",
        or_(false(), *(visible_in(actor, key) for key in _FAMILY if key in pack().lists)),
    )
    for child in connection.execute(family.order_by(ItemRow.parent_id, ItemRow.id)):
        facts.children[child.parent_id].append(child)
    children = [child for found in facts.children.values() for child in found]
    moved = [item.id for item in (*problems, *children) if item.state != "raised"]
    facts.dates = _dates(connection, moved)
    facts.rungs = _rungs(connection, actor, {problem.id: problem for problem in problems})
    facts.names = person_names(connection, _people((*problems, *children)))
    return facts


def _dates(connection: Connection, ids: list[int]) -> dict[int, Dates]:
    rows = connection.execute(_HISTORY, {"ids": ids}) if ids else ()
    zone = settings().zone

    def day(at: datetime | None) -> date | None:
        return at.astimezone(zone).date() if at else None

    @cache  # many have the same
    def due(at: str) -> date:
        return last_day(datetime.fromisoformat(at), zone)

    return {
        item: Dates(day(assigned), day(rectified), day(closed), due(until) if until else None)
        for item, assigned, rectified, closed, until in rows
    }


def _rungs(connection: Connection, actor: Actor, problems: Mapping[int, Any]) -> dict[int, Words]:
    """Return the newest rung of each problem; a rung with a secret is left out."""
    climbed = [id_ for id_, problem in problems.items() if problem.rung]
    rungs: dict[int, Words] = {}
    for item_id, note in connection.execute(_RUNGS, {"ids": climbed}) if climbed else ():
        problem = problems[item_id]
        list_type = pack().lists[problem.list_key]
        secrets = confidential_of(list_type, note)
        if all(may_read(actor, key, problem.scope, problem.holder_id) for key in secrets):
            rungs[item_id] = list_type.rung_words(note)
    return rungs


def _people(items: Iterable[Any]) -> Iterator[int | None]:
    for item in items:
        process = typed(item.process)
        yield item.holder_id
        yield from (check["by"] for check in process.get("checks", ()))
        yield from (person["person"] for person in process.get("people", ()))
