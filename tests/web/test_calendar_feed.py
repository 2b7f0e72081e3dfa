"""A person's calendar at a secret address, and the meeting that goes with a mail."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from icalendar import Calendar

from tests.cast import PASSWORD, PERSONAS
from tests.engine.stage import Stage
from tests.web.conftest import Entering
from tests.web.visitor import Visitor
from worker.letters import compose
from workflow.platform import connect
from workflow.queries.letter import letter_of

HEAD = PERSONAS["branch-head"]


def _address(page: str) -> str:
    found = page.partition("/calendar-feed/")[2].partition("<")[0]
    return f"/calendar-feed/{found}"


def _events(made: bytes) -> dict[str, tuple[str, object]]:
    return {
        str(event["uid"]): (str(event["summary"]), event["dtstart"].dt)
        for event in Calendar.from_ical(made).walk("VEVENT")
    }


def test_a_calendar_shows_what_its_person_owes_until_it_is_revoked(
    app: Flask, enter: Entering
) -> None:
    problem = Stage().one("problems", "assigned")
    interview = Stage().one("interviews", "noticed")
    me, stranger = enter("branch-head"), Visitor(app)
    answer = me.post("/account/calendar", {"proof": PASSWORD}, page="/account")
    assert answer.status_code == 201
    address = _address(answer.text)
    assert address not in me.get("/account").text, "it is shown once"
    feed = stranger.get(address)
    assert (feed.status_code, feed.mimetype) == (200, "text/calendar")
    events = _events(feed.data)
    assert events[f"due-{problem}@rectify"] == (f"到期：{problem} a matter", date(2026, 3, 24))
    summary, begins = events[f"meeting-{interview}@rectify"]
    assert summary == f"约谈：{interview}（登录后查看）", "it is confidential"
    assert begins == datetime(2026, 3, 24, 1, 30, tzinfo=UTC)
    assert b"room 1" not in feed.data
    secret = address.removeprefix("/calendar-feed/").removesuffix(".ics")
    bearer = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get("/api/v1/me", headers=bearer).status_code == 401
    with connect() as connection:
        [(kept,)] = connection.execute("SELECT token_hash::text FROM tokens").fetchall()
        assert secret not in kept
        [(number,)] = connection.execute("SELECT id FROM tokens").fetchall()
    assert me.post("/account/calendar", {"proof": PASSWORD}, page="/account").status_code == 201
    assert stranger.get(address).status_code == 404, "another address ends the first"
    me.post(f"/account/tokens/{number + 1}/revoke", page="/account")
    assert stranger.get("/calendar-feed/calendar_x.ics").status_code == 404


def test_the_mail_of_an_interview_brings_it_to_the_calendar(cast: object) -> None:
    interview = Stage().one("interviews", "noticed")
    with connect() as connection:
        rows = connection.execute(
            "SELECT o.id, e.trigger FROM outbox o JOIN items i ON i.id = o.item_id"
            " JOIN events e ON e.item_id = o.item_id AND e.seq = o.seq WHERE i.number = %s",
            [interview],
        ).fetchall()
    letters = {trigger: letter_of(number) for number, trigger in rows}
    told = letters["notify"]
    assert told
    mail = compose(told)
    [file] = mail.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == (
        "text/calendar", f"meeting-{interview}.ics",
    )  # fmt: skip
    assert [*_events(file.get_content().encode())] == [f"meeting-{interview}@rectify"]
    for trigger, letter in letters.items():
        if trigger != "notify" and letter:
            assert not [*compose(letter).iter_attachments()], trigger
