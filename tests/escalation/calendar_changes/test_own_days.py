"""The organisation's own days: who sets them, what they change, and that it is noted."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from rectify.cli import cli
from tests.cast import Persona, actor
from tests.escalation.late_items import assigned
from tests.servers import Database
from workflow.calendar import OwnDay
from workflow.declaration import Actor, Post
from workflow.engine.loading import read
from workflow.errors import BadInput, NotFound, NotPermitted
from workflow.escalation.calendar_changes import commands
from workflow.escalation.calendar_changes.day_sheets import read_days
from workflow.platform import db
from workflow.profession.rights import KEEP_CALENDAR
from workflow.words import Words

MONDAY = date(2027, 3, 8)
FOUNDING = OwnDay(
    MONDAY, working=False, name=Words("建局纪念日", "Founding day"), note="局发〔2027〕1号"
)
ADMIN = "system-admin"


def _calendar() -> Any:
    [number] = assigned()
    with db.connect() as connection:
        return read(connection, [number])[number].calendar


@pytest.mark.usefixtures("cast")
def test_a_day_of_ones_own_counts_from_the_next_decision_on_and_is_noted(
    database: Database,
) -> None:
    before = _calendar()
    assert before.add_working_days(date(2027, 3, 5), 1) == MONDAY
    commands.set_days(actor(ADMIN), [FOUNDING])
    after = _calendar()
    assert after.add_working_days(date(2027, 3, 5), 1) == date(2027, 3, 9)
    assert after.day(MONDAY).name == FOUNDING.name
    assert after.edition != before.edition
    with psycopg.connect(database.owner_url) as connection:
        noted = connection.execute(
            "SELECT details FROM journal WHERE kind = 'calendar' ORDER BY id DESC LIMIT 1"
        ).fetchone()
    assert noted
    assert noted[0]["day"] == "2027-03-08"
    commands.remove_day(actor(ADMIN), MONDAY)
    assert _calendar() == before


@pytest.mark.usefixtures("cast")
def test_only_the_system_administrator_changes_the_calendar(cast: dict[str, Persona]) -> None:
    for login in cast:
        if login != ADMIN:
            with pytest.raises(NotPermitted):
                commands.set_days(actor(login), [FOUNDING])
    assert not commands.in_force_now().own


def test_a_post_in_one_unit_is_not_enough_for_the_calendar_of_all() -> None:
    below = Actor(901, "branch administrator", (Post(ADMIN.replace("-", "_"), 3, "/1/2/3/"),))
    assert not KEEP_CALENDAR.held_by(below)
    assert KEEP_CALENDAR.held_by(actor(ADMIN))


@pytest.mark.usefixtures("cast")
def test_the_command_explains_a_period_by_days_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECTIFY_LANG", "en")
    asked = ["calendar", "explain", "2026-03-09", "2026-03-13", "--stated", "5"]
    assert "5 stated agree" in CliRunner().invoke(cli, asked).output
    day = date(2026, 3, 11)
    commands.set_days(
        actor(ADMIN), [OwnDay(day, working=False, name=Words("局庆", "Founding day"))]
    )
    told = CliRunner().invoke(cli, asked).output
    assert "holds 4 working days" in told
    assert "2026-03-11  Founding day" in told


@pytest.mark.usefixtures("cast")
def test_a_year_can_be_completed_by_hand_and_a_convention_changed() -> None:
    assert commands.in_force_now().is_provisional(2027)
    commands.settle_year(actor(ADMIN), 2027, settled=True)
    assert not commands.in_force_now().is_provisional(2027)
    with pytest.raises(BadInput):
        commands.settle_year(actor(ADMIN), 2026, settled=True)
    commands.set_convention(actor(ADMIN), "publicity", counts_first=False)
    assert commands.in_force_now().counts_first == {"publicity": False}
    with pytest.raises(NotFound):
        commands.set_convention(actor(ADMIN), "other", counts_first=False)


@pytest.mark.usefixtures("cast")
def test_what_was_never_set_cannot_be_removed() -> None:
    with pytest.raises(NotFound):
        commands.remove_day(actor(ADMIN), MONDAY)


def test_a_file_of_days_is_read_whatever_form_the_dates_have() -> None:
    table = "日期,上班,名称,备注\n2027-02-13,是,春节调休,国办发明电\n2027/3/8,否,纪念日,\n"
    first, second = read_days(table.replace("/3/8", "/03/08").encode(), "days.csv")
    assert (first.day, first.working, first.note) == (date(2027, 2, 13), True, "国办发明电")
    assert (second.day, second.working, second.name) == (MONDAY, False, Words("纪念日", "纪念日"))


def test_every_wrong_row_of_a_file_is_named_and_nothing_of_it_goes_in() -> None:
    table = "date,working,name\n2027-13-01,yes,x\n2027-01-02,perhaps,x\n2027-01-03,no,\n"
    with pytest.raises(BadInput) as refused:
        read_days(table.encode(), "days.csv")
    assert [*refused.value.fields] == ["row 2", "row 3", "row 4"]
    assert "2027-13-01" in refused.value.fields["row 2"].zh


def test_a_file_without_a_needed_column_is_refused_with_its_name() -> None:
    with pytest.raises(BadInput) as refused:
        read_days("日期,名称\n2027-01-02,x\n".encode(), "days.csv")
    assert "上班" in refused.value.words.zh
