"""Units are founded, renamed, moved, merged and dissolved; items follow, names are kept."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from tests import clock
from tests.approving import appointed
from tests.cast import BRANCH, BUREAU, OFFICE, OTHER_BRANCH, Persona, actor
from tests.servers import Database
from tests.web.stories import assigned, raised
from workflow import organisation
from workflow.audit.verifying import verify
from workflow.declaration import SYSTEM, Actor, Post
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.organisation.regulations import TermOfOffice
from workflow.organisation.tree_queries import name_on
from workflow.platform import connect
from workflow.queries import items

ADMIN = actor("system-admin")
pytestmark = pytest.mark.usefixtures("cast")


def _row(number: str) -> tuple[object, ...] | None:
    with connect() as connection:
        return connection.execute(
            "SELECT i.unit_id, i.scope, u.path FROM items i JOIN units u ON u.id = i.unit_id"
            " WHERE number = %s",
            [number],
        ).fetchone()


def _faults() -> list[object]:
    with connect() as connection:
        return list(verify(connection))


def test_a_unit_is_founded_where_its_kind_may_stand() -> None:
    made = organisation.found(ADMIN, OFFICE, "general_branch", "养护党总支", "Maintenance")
    below = organisation.found(ADMIN, made.unit_id, "branch", "第三党支部")
    group = organisation.found(ADMIN, below.unit_id, "group", "第一党小组")
    with connect() as connection:
        [path] = (
            connection.execute("SELECT path FROM units WHERE id = %s", [group.unit_id]).fetchone()
            or ()
        )
    assert path == f"/1/2/{made.unit_id}/{below.unit_id}/{group.unit_id}/"


def test_a_group_under_a_committee_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput) as refused:
        organisation.found(ADMIN, OFFICE, "group", "第一党小组")
    assert refused.value.fields["parent"].zh == "党小组不能设在机关党委之下"
    assert "group" in refused.value.fields["parent"].en


@pytest.mark.parametrize("login", ["security-admin", "audit-admin", "coordinator", "leader"])
def test_nobody_but_the_system_administrator_changes_the_tree(login: str) -> None:
    for change in (
        lambda who: organisation.found(who, OFFICE, "branch", "x"),
        lambda who: organisation.rename(who, BRANCH, "x"),
        lambda who: organisation.move(who, BRANCH, BUREAU),
        lambda who: organisation.merge(who, BRANCH, OTHER_BRANCH),
        lambda who: organisation.dissolve(who, BRANCH),
        lambda who: organisation.describe(who, BRANCH, "agency", 5),
    ):
        with pytest.raises(NotPermitted, match="system administrator"):
            change(actor(login))


def test_an_administrator_of_one_branch_knows_of_no_other() -> None:
    local = Actor(900, "local", (Post("system_admin", BRANCH, "/1/2/3/"),))
    with pytest.raises(NotFound):
        organisation.rename(local, OTHER_BRANCH, "x")
    with pytest.raises(NotPermitted):
        organisation.rename(local, OFFICE, "x")
    organisation.rename(local, BRANCH, "新名")


def test_the_name_of_a_day_is_the_one_the_unit_bore_then() -> None:
    organisation.rename(ADMIN, BRANCH, "综合党支部", on=date(2022, 5, 1))
    organisation.rename(ADMIN, BRANCH, "机关党支部", on=date(2024, 1, 1))
    names = [name_on(BRANCH, day).zh for day in (
        date(2021, 1, 1), date(2022, 4, 30), date(2022, 5, 1), date(2023, 12, 31), date(2024, 1, 1),
    )]  # fmt: skip
    assert names == ["第一党支部", "第一党支部", "综合党支部", "综合党支部", "机关党支部"]


def test_a_name_is_not_given_before_the_one_it_follows_nor_in_the_future() -> None:
    organisation.rename(ADMIN, BRANCH, "综合党支部", on=date(2022, 5, 1))
    for day in (date(2022, 4, 1), clock.today() + timedelta(days=2)):
        with pytest.raises(BadInput) as refused:
            organisation.rename(ADMIN, BRANCH, "机关党支部", on=day)
        assert "on" in refused.value.fields


def test_former_names_cannot_be_changed(database: Database) -> None:
    organisation.rename(ADMIN, BRANCH, "综合党支部", on=date(2022, 5, 1))
    with psycopg.connect(database.owner_url) as connection, pytest.raises(psycopg.Error):
        connection.execute("UPDATE unit_names SET name = 'x'")


def test_a_unit_moves_with_all_below_it_and_with_items_open_and_closed() -> None:
    line = organisation.found(ADMIN, OFFICE, "general_branch", "养护党总支").unit_id
    group = organisation.found(ADMIN, BRANCH, "group", "第一党小组").unit_id
    first, second = assigned(), raised(unit=group)
    assert organisation.move(ADMIN, BRANCH, line).items == 2
    assert _row(first) == (BRANCH, f"/1/2/{line}/3/", f"/1/2/{line}/3/")
    assert _row(second) == (group, f"/1/2/{line}/3/{group}/", f"/1/2/{line}/3/{group}/")
    assert _faults() == []


def test_whoever_heads_the_new_parent_sees_the_items_and_the_old_one_does_not() -> None:
    first = organisation.found(ADMIN, OFFICE, "general_branch", "甲").unit_id
    second = organisation.found(ADMIN, OFFICE, "general_branch", "乙").unit_id
    organisation.move(ADMIN, BRANCH, first)
    number = assigned()
    organisation.move(ADMIN, BRANCH, second)
    seen = [
        [row.number for row in items("problems", Actor(900 + n, "x", (
            Post("general_branch_secretary", n, f"/1/2/{n}/"),))).rows]
        for n in (first, second)
    ]  # fmt: skip
    assert seen == [[], [number]]


@pytest.mark.parametrize("target", [BRANCH, "below"])
def test_a_unit_never_stands_under_itself(target: int | str) -> None:
    group = organisation.found(ADMIN, BRANCH, "group", "第一党小组").unit_id
    with pytest.raises(BadInput, match=r"."):
        organisation.move(ADMIN, BRANCH, group if target == "below" else BRANCH)


def test_a_merged_unit_hands_open_items_over_and_keeps_its_history() -> None:
    number = assigned()
    done = organisation.merge(ADMIN, BRANCH, OTHER_BRANCH)
    assert (done.unit_id, done.items) == (OTHER_BRANCH, 1)
    assert _row(number) == (OTHER_BRANCH, "/1/2/4/", "/1/2/4/")
    with connect() as connection:
        row = connection.execute("SELECT path, valid_to FROM units WHERE id = 3").fetchone()
        ended = connection.execute(
            "SELECT count(*) FROM appointments WHERE unit_id = 3 AND valid_to IS NULL"
        ).fetchone()
    assert row == ("/1/2/4/3/", clock.today() - timedelta(days=1))
    assert ended == (0,)
    assert _faults() == []


def test_a_unit_with_open_items_or_units_below_is_not_dissolved() -> None:
    organisation.found(ADMIN, OTHER_BRANCH, "group", "第一党小组")
    assigned()
    with pytest.raises(NotPossible, match="1 open item;"):
        organisation.dissolve(ADMIN, BRANCH)
    with pytest.raises(NotPossible, match="1 unit below it;"):
        organisation.dissolve(ADMIN, OTHER_BRANCH)
    top = organisation.found(SYSTEM, None, "organisation", "另一单位", on=date(2020, 1, 1))
    with pytest.raises(NotPossible, match="topmost"):
        organisation.dissolve(SYSTEM, top.unit_id)


def test_a_dissolved_unit_takes_no_more_items_and_no_changes() -> None:
    organisation.dissolve(ADMIN, BRANCH)
    with pytest.raises(BadInput):
        raised()
    with pytest.raises(NotPossible, match="dissolved"):
        organisation.rename(ADMIN, BRANCH, "x")


def test_a_branch_of_two_is_refused_and_one_of_sixty_is_warned_of() -> None:
    with pytest.raises(NotPossible, match="joint branch") as refused:
        organisation.describe(ADMIN, BRANCH, "agency", 2)
    assert "支部工作条例" in refused.value.words.en
    warned = organisation.describe(ADMIN, BRANCH, "agency", 58, 2).warnings
    assert any("60" in words.zh and "党小组" in words.zh for words in warned)
    organisation.found(ADMIN, BRANCH, "group", "第一党小组")
    assert not any(
        "60" in w.zh for w in organisation.describe(ADMIN, BRANCH, "agency", 58, 2).warnings
    )


def test_a_joint_branch_of_six_units_is_warned_of_and_one_of_one_is_refused() -> None:
    joint = organisation.found(ADMIN, OFFICE, "joint_branch", "联合党支部").unit_id
    assert any("6" in words.zh for words in organisation.describe(ADMIN, joint, joined=6).warnings)
    with pytest.raises(NotPossible):
        organisation.describe(ADMIN, joint, joined=1)


@pytest.mark.parametrize(("unit_class", "years", "goes"), [
    ("agency", 3, True), ("agency", 4, False), ("village", 5, True), ("village", 6, False),
])  # fmt: skip
def test_a_term_is_as_long_as_the_class_allows(unit_class: str, years: int, goes: bool) -> None:
    organisation.describe(ADMIN, BRANCH, unit_class, 10)
    term = TermOfOffice(date(2024, 3, 1), date(2024 + years, 2, 28))
    if goes:
        organisation.set_term(ADMIN, BRANCH, term)
    else:
        with pytest.raises(NotPossible):
            organisation.set_term(ADMIN, BRANCH, term)


def test_a_term_is_extended_by_a_year_at_most_and_its_end_is_reminded_of() -> None:
    organisation.set_term(ADMIN, BRANCH, TermOfOffice(date(2020, 3, 1), date(2023, 2, 28)))
    warned = organisation.describe(ADMIN, BRANCH, "agency", 5).warnings
    assert any("2023-02-28" in words.zh for words in warned)
    with pytest.raises(NotPossible, match="one year"):
        organisation.set_term(
            ADMIN, BRANCH, TermOfOffice(date(2020, 3, 1), date(2023, 2, 28), None, date(2024, 3, 1))
        )


def test_a_vacant_post_is_named_with_its_unit_when_an_item_is_to_be_assigned(
    cast: dict[str, Persona], database: Database
) -> None:
    from workflow.engine import commands

    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE appointments SET valid_to = current_date - 1"
            " WHERE role = 'office_party_secretary'"
        )
    number = raised()
    fields = {
        "holder": cast["branch-head"].id,
        "due_on": (clock.today() + timedelta(days=9)).isoformat(),
    }
    with pytest.raises(NotPossible) as refused:
        commands.fire(number, "assign", actor("coordinator"), fields=fields)
    assert "“第一党支部”及其上级今天没有在任的直接责任人（机关党委书记）" in refused.value.words.zh
    assert "First Branch" in refused.value.words.en
    appointed(OFFICE, cast["nobody"].id, "office_party_secretary")
    assert commands.fire(number, "assign", actor("coordinator"), fields=fields).state == "assigned"
