"""No number and no mail tells a person of a row that is withheld: what is hidden is not counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from tests import clock
from tests.cast import BRANCH, PERSONAS, actor
from tests.servers import Database
from workflow import organisation, queries
from workflow.engine import commands
from workflow.inspections.complaints.receiving import receive
from workflow.platform import reading
from workflow.queries import colours_kept
from workflow.queries.colours import marks_of
from workflow.queries.digest import digest_of
from workflow.queries.exports.export import ExportWish, export
from workflow.queries.figures import taking_in
from workflow.queries.letter import letter_of
from workflow.queries.list_filters import Filters

COMPLAINTS = "complaints"
pytestmark = pytest.mark.usefixtures("cast")


def received(about: str) -> str:
    told = {"title": "后补记录", "text": "三月的会没有开，记录是后补的。", "about": about}
    return receive(told, uuid4().hex).number


def stands_in(database: Database, delegate: str, absent: str) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO delegations (principal_id, delegate_id, valid_from, valid_to, reason,"
            " made_at) VALUES (%s, %s, %s, %s, 'leave', now())",
            [PERSONAS[absent].id, PERSONAS[delegate].id, clock.today() - timedelta(days=1),
             clock.today() + timedelta(days=9)],
        )  # fmt: skip


def test_numbers_of_the_first_page_do_not_count_what_is_withheld() -> None:
    for about in ("何卫东", "李志远", "某商店"):  # a reader, one who heads the unit, and nobody
        received(about)
    colours_kept.take_in()
    with reading() as connection:
        kept = colours_kept.standing(connection, {COMPLAINTS: ["/1/"]}, [], marks_of(clock.now()))
    assert kept  # what is kept knows of all of them
    assert kept[COMPLAINTS]["open"] == 3
    for login in ("director", "secretary", "leader", "discipline"):
        rows = queries.items(COMPLAINTS, actor(login), Filters(states=("open",))).rows
        told = queries.overview(actor(login), [COMPLAINTS])
        assert sum(one.open for one in told) == len(rows), login


def test_a_digest_tells_a_stand_in_nothing_about_the_unit_that_the_stand_in_heads(
    database: Database,
) -> None:
    number = received("某商店")
    commands.fire(number, "place", actor("discipline"), fields={"unit": str(BRANCH)})
    stands_in(database, "branch-head", "discipline")
    assert number not in _digest(database, "branch-head")
    stands_in(database, "outsider", "discipline")
    assert number in _digest(database, "outsider")


def test_a_mail_on_its_way_to_a_stand_in_tells_nothing_once_the_matter_is_closed_to_them(
    database: Database,
) -> None:
    stands_in(database, "outsider", "leader")
    number = received("某商店")
    holder = {"holder": str(PERSONAS["leader"].id)}
    commands.fire(number, "accept", actor("discipline"), fields=holder)
    [mail] = _asked(database, _MAILS, PERSONAS["outsider"].id)
    letter = letter_of(mail[0])
    assert letter
    assert not letter.has_left
    fields = {"concerned": str(PERSONAS["outsider"].id)}
    commands.fire(number, "name_concerned", actor("discipline"), fields=fields)
    letter = letter_of(mail[0])
    assert letter
    assert letter.has_left


def test_a_list_of_the_past_opens_nothing_that_is_closed_now() -> None:
    number = received("某商店")
    taking_in.take_in()
    then = Filters(as_of=clock.now())
    assert [row.number for row in queries.items(COMPLAINTS, actor("leader"), then).rows] == [number]
    fields = {"concerned": str(PERSONAS["leader"].id)}
    commands.fire(number, "name_concerned", actor("discipline"), fields=fields)
    for filters in (then, replace(then, q="某商店"), replace(then, group="unit")):
        page = queries.items(COMPLAINTS, actor("leader"), filters, count=True)
        assert (page.rows, page.count and page.count.rows, page.groups) == ([], 0, [])
    wish = ExportWish(list_key=COMPLAINTS, filters=then, form="csv")
    made = b"".join(export(actor("leader"), wish, clock.now()))
    assert number not in made.decode("utf-8-sig")


def test_what_is_to_be_handed_over_is_counted_for_those_who_may_see_it(database: Database) -> None:
    number = received("某商店")
    commands.fire(number, "place", actor("discipline"), fields={"unit": str(BRANCH)})
    fields = {"holder": str(PERSONAS["director"].id)}
    commands.fire(number, "accept", actor("discipline"), fields=fields)
    ends = "UPDATE appointments SET valid_to = valid_from WHERE person_id = %s RETURNING person_id"
    _asked(database, ends, PERSONAS["director"].id)
    [leaver] = organisation.needing_hand_over(actor("leader"))
    assert (leaver.person_id, leaver.items) == (PERSONAS["director"].id, 1)
    assert organisation.needing_hand_over(actor("coordinator")) == []  # reads no complaints


_MAILS = "SELECT id FROM outbox WHERE person_id = %s AND digest_on IS NULL"
_DIGEST = (
    "WITH made AS (INSERT INTO digests (day, at, people) VALUES (current_date, now(), 1)"
    " ON CONFLICT DO NOTHING)"
    "INSERT INTO outbox (person_id, digest_on, kind, at, available_at)"
    " VALUES (%s, current_date, 'digest', now(), now()) RETURNING id"
)


def _digest(database: Database, login: str) -> str:
    [(mail,)] = _asked(database, _DIGEST, PERSONAS[login].id)
    return str(digest_of(mail))


def _asked(database: Database, query: str, person: int) -> list[tuple[int]]:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        return owner.execute(query.encode(), [person]).fetchall()
