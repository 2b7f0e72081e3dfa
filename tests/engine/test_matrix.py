"""Every cell of state × trigger × role goes through HTTP once, for every list.

The oracle's table says which cells there are; each of the others answers 403, 404 or 409 with a
sentence and writes nothing. A cell that there is gets an item of its own to move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from psycopg.rows import dict_row

from tests import clock
from tests.cast import BRANCH, BUREAU, OFFICE, PATHS, PERSONAS, Persona
from tests.engine.stage import REASON, Stage
from tests.profession.oracle.moves import MOVES, find
from tests.profession.oracle.people import Act, Human
from tests.profession.oracle.rules import Thing, may, may_see
from tests.servers import Database
from web.app import create_app
from workflow import accounts
from workflow.profession.lists import LIST_TYPES
from workflow.profession.roles import ROLES

_HOME = {
    "party_work_clerk": OFFICE, "party_work_director": OFFICE, "verifier": OFFICE,
    "committee_member": OFFICE, "office_party_secretary": OFFICE, "branch_secretary": BRANCH,
    "branch_committee_member": BRANCH, "group_leader": BRANCH, "member": BRANCH,
    "general_branch_secretary": OFFICE,
}  # fmt: skip
_KEPT = (  # tables that no refused request may change, whatever else is noted about it
    "items", "events", "inbox", "outbox", "counters", "escalations", "idempotency_keys", "people",
    "appointments", "units", "accounts",
)  # fmt: skip
FIRST = 300  # ids of the people of the matrix begin here


@dataclass(frozen=True)
class Seat:
    """One column of the matrix: a role held by somebody who never touched the items."""

    name: str
    human: Human
    token: str


@dataclass
class Hall:
    """The application, the people of every role, and what they were answered."""

    client: FlaskClient
    connection: psycopg.Connection[dict[str, Any]]
    seats: list[Seat]

    def press(self, seat: Seat, number: str, trigger: str, fields: dict[str, Any], key: str) -> Any:
        """Send one move as this person's program would."""
        return self.client.post(
            f"/api/v1/items/{number}/{trigger}",
            json={"fields": fields, "comment": REASON},
            headers={
                "Authorization": f"Bearer {seat.token}",
                "Accept-Language": "en",
                "Idempotency-Key": key,
            },
        )

    def digest(self) -> str:
        """Return a hash over all that is kept."""
        digest = sha256()
        for table in _KEPT:
            for row in self.connection.execute(f"SELECT t::text AS row FROM {table} t ORDER BY 1"):
                digest.update(row["row"].encode())
        return digest.hexdigest()

    def thing(self, number: str) -> Thing:
        """Return an item as the oracle sees it, read back from its events."""
        [row] = self._rows("SELECT * FROM items WHERE number = %s", number)
        parent = None
        if row["parent_id"]:
            [above] = self._rows("SELECT number FROM items WHERE id = %s", row["parent_id"])
            parent = self.thing(above["number"])
        thing = Thing(
            row["list_key"], number, row["severity"], row["scope"], row["holder_id"], parent
        )
        asked = {k: _day(v) if k == "asked_for" else v for k, v in row["data"].items()}
        for event in self._rows("SELECT * FROM events WHERE item_id = %s ORDER BY seq", row["id"]):
            if event["trigger"] != "child":
                thing.acts.append(
                    Act(event["trigger"], event["actor_id"], event["source"], event["dest"],
                        event["at"], asked, 0)
                )  # fmt: skip
        thing.due, thing.published_at = _day_of(row["due_at"]), row["scope"]
        return thing

    def _rows(self, query: str, value: Any) -> list[dict[str, Any]]:
        return self.connection.execute(query, [value]).fetchall()


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_of(due_at: datetime | None) -> date | None:
    return (due_at + timedelta(hours=8, seconds=-1)).date() if due_at else None


@pytest.fixture
def hall(cast: dict[str, Persona], database: Database) -> Iterator[Hall]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        humans = [*_enact(connection)]
    branch_head = PERSONAS["branch-head"]
    holder = Human(branch_head.id, (("branch_secretary", PATHS[BRANCH]),))
    seats = [Seat(name, human, accounts.create_token(human.id, "matrix")) for name, human in humans]
    seats.append(Seat("the holder", holder, accounts.create_token(branch_head.id, "matrix")))
    with psycopg.connect(database.app_url, autocommit=True, row_factory=dict_row) as connection:
        Thing.humans = {seat.human.id: seat.human for seat in seats}
        yield Hall(create_app().test_client(), connection, seats)


def _enact(connection: psycopg.Connection[Any]) -> Iterator[tuple[str, Human]]:
    """Insert one person for each role, and one without any; account and person share an id."""
    for id_, role in enumerate([*ROLES, ""], FIRST):
        unit = _HOME.get(role, BUREAU)
        connection.execute("INSERT INTO people (id, name) VALUES (%s, %s)", [id_, role or "none"])
        connection.execute(
            "INSERT INTO accounts (id, person_id, login, password_hash) VALUES (%s, %s, %s, '')",
            [id_, id_, f"matrix-{id_}"],
        )
        if role:
            connection.execute(
                "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
                " VALUES (%s, %s, %s, '2020-01-01')",
                [id_, unit, role],
            )
        yield role or "nobody", Human(id_, ((role, PATHS[unit]),) if role else ())


def _expected(thing: Thing, trigger: str, human: Human) -> int:
    """Return the status that the table gives this cell; 200 for a cell that there is."""
    if not may_see(thing, human):
        return 404
    move = find(thing.kind, trigger, thing.state)
    if move is None:
        return 409
    return 200 if may(thing, move, human) else 403


_VALUES = {"text": "said", "long": "said", "number": 50, "yes": True, "unit": BRANCH}


def _filled(list_key: str, trigger: str, state: str) -> dict[str, Any]:
    """Fill in the form of a move; one that leads from elsewhere is sent bare."""
    move = LIST_TYPES[list_key].find(trigger, state)
    found: dict[str, Any] = {}
    for field in move.fields if move else ():
        if field.key == "decided_on":
            found[field.key] = clock.today().isoformat()
        elif field.kind == "date":
            found[field.key] = (clock.today() + timedelta(days=30)).isoformat()
        elif field.required and (offered := dict(field.offered())):
            found[field.key] = next(iter(offered))
        elif field.kind == "person":
            found[field.key] = PERSONAS["branch-head"].id
        elif field.required:
            found[field.key] = _VALUES[field.kind]
    return found


@pytest.mark.parametrize("list_key", MOVES)
def test_only_the_cells_of_the_table_open(hall: Hall, list_key: str) -> None:
    seen: Counter[int] = Counter()
    stage = Stage(start=clock.now() - timedelta(days=25))
    triggers = sorted({move.trigger for move in MOVES[list_key]})
    for state in LIST_TYPES[list_key].states:
        [number] = stage.many(list_key, state.key, 1)
        thing = hall.thing(number)
        cells = [
            (trigger, seat, _expected(thing, trigger, seat.human))
            for trigger in triggers
            for seat in hall.seats
        ]
        _shut(hall, number, [cell for cell in cells if cell[2] != 200])
        declared = [cell for cell in cells if cell[2] == 200]
        fresh = stage.many(list_key, state.key, len(declared)) if declared else []
        for own, (trigger, seat, _) in zip(fresh, declared, strict=True):
            seen[_open(hall, own, state.key, trigger, seat)] += 1
        seen.update(status for *_, status in cells if status != 200)
    assert seen.keys() <= {200, 403, 404, 409, 422}
    assert seen[200] > seen[422], seen


def _shut(hall: Hall, number: str, cells: list[tuple[str, Seat, int]]) -> None:
    """Press what is not declared: each answers with its status and a sentence, writing nothing."""
    before = hall.digest()
    for n, (trigger, seat, expected) in enumerate(cells):
        answer = hall.press(seat, number, trigger, {}, f"shut-{number}-{n}")
        cell = f"{trigger} on {number} by {seat.name}"
        assert answer.status_code == expected, f"{cell}: {answer.text}"
        assert answer.mimetype == "application/problem+json"
        assert answer.json["detail"].endswith("."), cell
    assert hall.digest() == before


def _open(hall: Hall, number: str, state: str, trigger: str, seat: Seat) -> int:
    """Press what is declared: it moves, or the item is not in a condition for it."""
    kind = hall.thing(number).kind
    move = find(kind, trigger, state)
    assert move
    answer = hall.press(seat, number, trigger, _filled(kind, trigger, state), f"open-{number}")
    cell = f"{trigger} on {number} ({state}) by {seat.name}: {answer.text}"
    assert answer.status_code in (200, 409, 422), cell
    if answer.status_code == 200:
        assert answer.json["state"] == (state if move.dest == "=" else move.dest), cell
    else:
        assert answer.json["detail"], cell
    return int(answer.status_code)
