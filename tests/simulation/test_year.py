"""A simulated year: every invariant holds in it, no message leaves outside working hours, and
everything that people were told is what is on record; ``RECORD_YEAR=1`` records it anew.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from tests.cast import Persona
from tests.servers import Database
from tests.simulation import by_hand
from tests.simulation.notices import mailed, told
from tests.simulation.year import ITEMS, ZONE, Simulation
from workflow.audit.invariants.check_job import check
from workflow.platform import settings
from workflow.profession.lists import LIST_TYPES

_OPENED = """
    SELECT d.list_key, d.holder_id, (d.created_at AT TIME ZONE %s)::date,
           coalesce(p.parent_id, p.id)
      FROM items d JOIN items p ON p.id = d.parent_id JOIN events e ON e.item_id = d.id
     WHERE e.seq = 1 AND e.actor_id IS NULL AND d.process ? 'contents'"""
RECORDED = Path(__file__).parent / "recorded"
HOURS = "09:00-17:30"  # in which mail may leave


@pytest.fixture
def year(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> tuple[Simulation, list[str], list[str]]:
    """The year as it went: the simulation, what people were told, and which mail left when."""
    monkeypatch.setenv("RECTIFY_MAIL_HOURS", HOURS)
    settings.cache_clear()
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        simulation = Simulation(owner)
        simulation.run()
        return simulation, told(owner), mailed(owner, simulation.left)


def test_a_year_of_five_hundred_items_keeps_every_promise(
    year: tuple[Simulation, list[str], list[str]], database: Database
) -> None:
    simulation, notices, mails = year
    for at, _ in simulation.left:
        local = at.astimezone(ZONE)
        assert by_hand.is_worked(local.date()), local
        assert "09:00" <= f"{local:%H:%M}" < "17:30", local
    # It had all in it that it is to show.
    assert len(simulation.characters) == ITEMS
    for kind in ("extensions.approve", "hand_over", "problems.close"):
        assert simulation.made[kind] > 10, kind
    assert simulation.made["interviews.close"] > 5  # one is about several late matters
    _one_of_a_kind(database)
    # The auditor finds nothing wrong with it, except that the seals come from a job of their own.
    assert {finding.key for finding in check()} <= {"unsealed"}
    _count_by_hand(database)
    for name, lines in (("notices.log", notices), ("mails.log", mails)):
        _compare(RECORDED / name, lines)


def _count_by_hand(database: Database) -> None:
    """Every rung comes as many working days after its due date as docs/domain/ says."""
    with psycopg.connect(database.owner_url) as owner:
        rungs = [*by_hand.climbed(owner)]
    assert {rung for _, rung, _, _ in rungs} == {*by_hand.OFFSETS}
    for number, rung, day, days in rungs:
        assert by_hand.is_worked(day), (number, rung, day)
        assert days == by_hand.OFFSETS[rung], (number, rung, day)


def _one_of_a_kind(database: Database) -> None:
    """Nobody gets two documents of a kind on one day about one matter, or two that are shared."""
    with psycopg.connect(database.owner_url) as owner:
        opened = owner.execute(_OPENED, [ZONE.key]).fetchall()
    counted = Counter(
        (list_key, holder, day, top if LIST_TYPES[list_key].shared.common == "matter" else 0)
        for list_key, holder, day, top in opened
    )
    assert {*counted.values()} == {1}


def _compare(file: Path, lines: list[str]) -> None:
    if os.environ.get("RECORD_YEAR"):
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    recorded = file.read_text(encoding="utf-8").splitlines()
    wrong = [pair for pair in zip(recorded, lines, strict=False) if pair[0] != pair[1]]
    assert not wrong, f"{file.name}: on record {wrong[0][0]!r}, now {wrong[0][1]!r}"
    assert len(recorded) == len(lines)
