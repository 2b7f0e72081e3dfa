"""Colours are derived from dates and reports, each with its reason, in Python and in SQL alike."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from tests import clock
from tests.cast import Persona, actor
from tests.engine.stage import HOLDER, REASON, Stage
from workflow import queries
from workflow.calendar import STATUTORY, end_of
from workflow.declaration import NOTHING_SET, Colour, typed
from workflow.engine import commands, event_fold
from workflow.engine.loading import INSTANTS
from workflow.platform import reading, settings
from workflow.queries.colours import SHAPES, Work, _reports_past, marks_of, work_of
from workflow.queries.colours_sql import colours
from workflow.queries.due_display import DueDisplay, due_of
from workflow.queries.listing import Filters
from workflow.snapshots import policies

ZONE = settings().zone
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday
LONG_AGO = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_own_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count by the statutory calendar, whatever an earlier test's organisation has set."""
    monkeypatch.setattr(policies.snapshot, "cached", NOTHING_SET)


def due(day: str, work: Work | None = None, now: datetime = NOW) -> DueDisplay:
    found = due_of(end_of(date.fromisoformat(day), ZONE), now, work)
    assert found
    return found


def working(**left: Any) -> Work:
    """Return what tells the colour of a problem that was assigned on the second of March."""
    return worked("problems", "assigned", LONG_AGO, left)


def parted(list_key: str, left: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part what is left on an item into fields and notes, also a note of today."""
    data, process = event_fold.split(list_key, left)
    process |= {key: data.pop(key) for key in [*data] if key == "handed_in"}
    return data, process


def worked(list_key: str, state: str, since: datetime, left: dict[str, Any]) -> Work:
    """Return what tells the colour of an item by all that fields and moves have left on it."""
    data, process = parted(list_key, left)
    return work_of(list_key, state, since, data, typed(process))


@pytest.mark.parametrize(
    ("day", "percent", "colour"),
    [
        ("2026-03-01", 100, "red"),
        ("2026-03-02", 0, "yellow"),
        ("2026-03-09", 89, "yellow"),
        ("2026-03-09", 90, "blue"),
        ("2026-03-10", 0, "blue"),
        ("2026-03-16", 0, "blue"),
        ("2026-03-17", 0, "green"),
    ],
)
def test_the_colour_of_a_due_date_begins_on_its_day_and_says_why(
    day: str, percent: int, colour: str
) -> None:
    found = due(day, working(percent=percent))
    assert found.colour == colour
    assert found.why.en.startswith(colour.capitalize())
    assert len(found.why.zh.split("：")) == 2


# A hundred days from the second of March to the tenth of June; half of them are over on 21 April.
@pytest.mark.parametrize(
    ("percent", "colour", "points"),
    [(50, "green", 0), (41, "green", 0), (40, "yellow", 10), (20, "yellow", 30), (19, "red", 31)],
)
def test_work_that_is_behind_its_time_is_yellow_from_ten_points_and_red_beyond_thirty(
    percent: int, colour: str, points: int
) -> None:
    now = datetime(2026, 4, 22, 2, tzinfo=UTC)
    found = due("2026-06-10", working(percent=percent, reported_on="2026-04-21"), now)
    assert found.colour == colour
    assert (f"{points} points behind" in found.why.en) == (points > 0)
    assert (f"落后{points}个百分点" in found.why.zh) == (points > 0)


def test_work_is_judged_on_the_day_of_its_report_and_a_pause_counts_for_nobody() -> None:
    reported = working(percent=41, reported_on="2026-04-21")
    assert due("2026-06-10", reported, datetime(2026, 5, 7, 2, tzinfo=UTC)).colour == "green"
    paused = {"on": "2026-03-12", "until": "2026-04-11"}  # thirty days
    rested = working(percent=19, reported_on="2026-04-21", paused=[paused])
    assert due("2026-07-10", rested, datetime(2026, 4, 22, 2, tzinfo=UTC)).colour == "green"


def test_an_old_report_says_nothing_of_a_round_that_began_after_it() -> None:
    work = working(percent=5, reported_on="2026-03-01")
    assert due("2026-06-10", work).colour == "green"


@pytest.mark.parametrize(
    ("today", "reported", "colour"),
    [
        ("2026-04-08", None, "green"),  # the fifth working day of April
        ("2026-05-11", None, "green"),  # that of March was on the sixth: a whole month had to pass
        ("2026-05-12", None, "yellow"),
        ("2026-05-12", "2026-04-08", "yellow"),
        ("2026-05-12", "2026-04-09", "green"),
        ("2026-06-05", None, "yellow"),
        ("2026-06-06", None, "red"),
    ],
)
def test_a_monthly_report_that_is_missing_is_yellow_and_two_of_them_are_red(
    today: str, reported: str | None, colour: str
) -> None:
    told = {"percent": 95, "reported_on": reported} if reported else {}
    work = worked("problems", "assigned", datetime(2026, 3, 20, tzinfo=UTC), told)
    noon = datetime.combine(date.fromisoformat(today), time(12), ZONE)
    assert due("2026-12-30", work, noon).colour == colour


def test_a_step_that_is_overdue_is_yellow_and_false_rectification_red_at_once() -> None:
    step = {"key": "receipt", "on": "2026-03-04"}
    late = due("2026-06-10", working(step=step), datetime(2026, 3, 5, 2, tzinfo=UTC))
    assert (late.colour, late.why.en) == ("yellow", "Yellow: Receipt is overdue")
    assert late.beside
    assert (late.beside.late, late.beside.words.zh) == (True, "签收超期1个工作日")
    timely = due("2026-06-10", working(step=step), datetime(2026, 3, 4, 2, tzinfo=UTC))
    assert timely.colour == "green"
    false = due("2026-06-10", working(reopened_for="false"))
    assert (false.colour, "false" in false.why.en) == ("red", True)


def test_what_is_reopened_for_false_rectification_is_red_until_it_is_closed_again(
    cast: dict[str, Persona],
) -> None:
    number = Stage().one("problems", "closed")
    given = {"due_on": "2099-12-31", "reopened_for": "false"}
    commands.fire(number, "reopen", actor("discipline"), fields=given, comment=REASON)
    shown = queries.item(number, actor("discipline")).due
    assert shown
    assert shown.colour == "red"


def test_what_a_superior_has_criticised_is_red_and_says_since_when() -> None:
    circulated = {"C2026-0001": "2026-02-10", "C2026-0002": "2026-02-20"}
    found = due("2026-12-30", working(criticised=circulated))
    assert found.colour == "red"
    assert found.why.en == "Red: a superior has criticised it in a circular, on 2026-02-20"
    assert found.why.zh == "红色：2026-02-20被上级通报批评"


def test_what_the_rectifier_reported_says_nothing_of_the_checker() -> None:
    told = {"percent": 5, "reported_on": "2026-03-02"}
    work = worked("problems", "rectified", LONG_AGO, told)
    assert (work.percent, work.reports) == (None, False)
    assert due("2027-03-02", work, datetime(2026, 9, 1, tzinfo=UTC)).colour == "green"


def test_each_colour_has_a_name_and_a_shape_of_its_own() -> None:
    assert {*SHAPES} == {*queries.COLOURS}
    assert len({*SHAPES.values()}) == len(SHAPES)


def test_reports_are_due_on_the_fifth_working_day_of_a_month_counted_one_by_one() -> None:
    for n in range(0, 800, 3):
        today = date(2025, 6, 1) + timedelta(days=n)
        past, day = list[date](), today
        while len(past) < 3:
            day -= timedelta(days=1)
            month = [day.replace(day=n) for n in range(1, day.day + 1)]
            worked = [each for each in month if STATUTORY.is_working_day(each)]
            past += [day] if len(worked) == 5 and worked[-1] == day else []
        assert _reports_past(STATUTORY, today) == past


def _random_item(chance: Random, today: date) -> dict[str, Any]:
    """Draw an item near the edges of the rules: due soon, reported about the days that count."""
    since = today - timedelta(days=chance.randrange(0, 130))
    key, state = chance.choice(
        [*[("problems", "assigned")] * 3, ("tasks", "assigned"), ("responsibilities", "assigned"),
         ("problems", "rectified"), ("tasks", "verified"), ("problems", "closed")]
    )  # fmt: skip
    ahead = chance.choice((chance.randrange(-3, 20), chance.randrange(200)))
    due_on = today + timedelta(days=ahead)
    reported = min(since + timedelta(days=chance.randrange(-5, 131)), today)
    total, elapsed = max((due_on - since).days, 1), (reported - since).days
    exact = 100 * elapsed // total - chance.choice((10, 30))
    data: dict[str, Any] = {}
    if chance.random() < 0.7:
        percent = chance.choice((exact + chance.randrange(-1, 2), chance.randrange(101), 90, 89))
        data |= {"percent": min(max(percent, 0), 100), "reported_on": str(reported)}
    if chance.random() < 0.3:
        data["paused"] = [_pause(chance, today) for _ in range(chance.randrange(1, 3))]
    if key != "tasks" and state == "assigned" and chance.random() < 0.3:
        step_on = today + timedelta(days=chance.randrange(-2, 3))
        data["step"] = {"key": "receipt", "on": str(step_on)}
    if key != "closed" and chance.random() < 0.3:
        notes = [{"on": str(today), "due": str(since), "late": late} for late in (0, 3)]
        data["handed_in"] = chance.choice((notes[:1], notes[1:], notes))
    if chance.random() < 0.05:
        data["reopened_for"] = chance.choice(("false", "relapse"))
    if chance.random() < 0.05:
        data["criticised"] = {"C2026-0001": str(reported), "C2026-0002": str(since)}
    at = datetime.combine(since, time(chance.randrange(24), 30), ZONE)
    due_at = None if chance.random() < 0.03 else end_of(due_on, ZONE)
    awaits = "" if state == "closed" else "holder"
    return {"list_key": key, "state": state, "awaits": awaits, "due_at": due_at,
            "state_since": at, "left": data}  # fmt: skip


def _pause(chance: Random, today: date) -> dict[str, str]:
    on = today - timedelta(days=chance.randrange(0, 140))
    return {"on": str(on), "until": str(on + timedelta(days=chance.randrange(0, 30)))}


def _ruled(item: dict[str, Any], now: datetime) -> Colour | None:
    if not item["awaits"]:
        return None
    work = worked(item["list_key"], item["state"], item["state_since"], item["left"])
    found = due_of(item["due_at"], now, work)
    return found.colour if found else None


@pytest.mark.usefixtures("cast")
def test_sql_and_the_rule_give_the_same_colour_to_thousands_of_random_items() -> None:
    chance, seen = Random(37), Counter[str | None]()
    for _ in range(40):
        today = date(2026, 1, 1) + timedelta(days=chance.randrange(360))
        now = datetime.combine(today, time(chance.randrange(24), chance.randrange(60)), ZONE)
        items = [_random_item(chance, today) for _ in range(250)]
        ruled = [_ruled(item, now) for item in items]
        assert _by_sql(items, now) == ruled
        seen.update(ruled)
    assert min(seen[colour] for colour in (*SHAPES, None)) > 100, seen


def _parted(item: dict[str, Any]) -> dict[str, Any]:
    return dict(zip(("data", "process"), parted(item["list_key"], item["left"]), strict=True))


def _by_sql(items: list[dict[str, Any]], now: datetime) -> list[str | None]:
    """Ask for the colours of these items as if they were the table."""
    shown = [
        {
            "n": n,
            **{k: str(v) if k in INSTANTS and v else v for k, v in item.items()},
            **_parted(item),
        }
        for n, item in enumerate(items)
    ]
    column = colours(marks_of(now))
    query = text(
        "WITH items AS (SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (n int,"
        " list_key text, state text, awaits text, due_at timestamptz, state_since timestamptz,"
        f" data jsonb, process jsonb)) SELECT {column.text} FROM items ORDER BY n"
    ).bindparams(*column._bindparams.values(), rows=json.dumps(shown))
    with reading() as connection:
        return [row[0] for row in connection.execute(query)]


def test_lists_are_filtered_by_colour_and_counted_as_their_pages_show(
    cast: dict[str, Persona],
) -> None:
    stage = Stage(start=clock.now() - timedelta(days=3))
    stage.many("problems", "assigned", 3)
    numbers = stage.many("problems", "raised", 4)
    for n, number in enumerate(numbers):
        day = (clock.today() + timedelta(days=(0, 12, 60, 90)[n])).isoformat()
        given = {"holder": HOLDER, "due_on": day}
        commands.fire(number, "assign", actor("coordinator"), fields=given)
    me = actor("coordinator")
    shown = queries.items("problems", me, limit=200).rows
    counted = Counter(row.due.colour for row in shown if row.due)
    assert len(counted) > 1
    [standing] = queries.overview(me, ["problems"])
    assert standing.colours == counted
    for colour in SHAPES:
        found = queries.items("problems", me, Filters(colour=colour), limit=200).rows
        assert {row.number for row in found} == {
            row.number for row in shown if row.due and row.due.colour == colour
        }
