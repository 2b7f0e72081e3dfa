"""Posting: from the outbox to the other side and back, with channels that fail kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests import clock
from tests.cast import OTHER_BRANCH, Persona, actor
from tests.delivery.channels.made import channel
from tests.engine.stage import Stage
from tests.worker.mailserver import MailServer
from tests.worker.robots import Robot, robot
from worker import posting
from worker.jobs import deliver
from workflow.delivery import outbox
from workflow.delivery.channels import commands
from workflow.platform import settings

Owner = psycopg.Connection[Any]


@pytest.fixture
def group(
    cast: dict[str, Persona], owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Robot]:
    """A vendor's server in a network that is allowed."""
    monkeypatch.setenv("RECTIFY_WEBHOOK_ALLOW", "127.0.0.0/8")
    settings.cache_clear()
    with robot() as server:
        yield server
    settings.cache_clear()


def outcomes(owner: Owner) -> list[tuple[Any, ...]]:
    """Return (taken, given up, tries, error, answer) of each post."""
    return owner.execute(
        "SELECT delivered_at IS NOT NULL, failed_at IS NOT NULL, attempts, error, answer"
        "  FROM outbox WHERE person_id IS NULL ORDER BY id"
    ).fetchall()


def rest(owner: Owner) -> None:
    """Let every wait be over."""
    owner.execute("UPDATE outbox SET available_at = now()")
    owner.execute("UPDATE channels SET wait_until = NULL")


def test_a_move_is_posted_once_and_its_answer_kept(group: Robot, owner: Owner) -> None:
    channel(base_url=group.url)
    number = Stage().one("problems", "raised")
    assert posting.tick() == 1
    assert posting.tick() == 0
    assert number in group.came[0].json["text"]["content"]
    assert "a matter" not in group.came[0].json["text"]["content"]
    assert outcomes(owner) == [(True, False, 1, "", "0 ok")]


def test_the_title_is_posted_where_the_administrator_wants_it(group: Robot, owner: Owner) -> None:
    channel(base_url=group.url, titles=True)
    Stage().one("problems", "raised")
    posting.tick()
    assert "a matter" in group.came[0].json["text"]["content"]


def test_a_vendor_that_refuses_with_200_is_no_success(group: Robot, owner: Owner) -> None:
    channel(base_url=group.url)
    Stage().one("problems", "raised")
    group.answers.append((200, '{"errcode": 93000, "errmsg": "invalid webhook url"}'))
    assert posting.tick() == 0
    assert outcomes(owner) == [(False, True, 1, "errcode 93000: invalid webhook url", "")]


def test_a_busy_vendor_is_left_alone_with_all_that_waits(group: Robot, owner: Owner) -> None:
    channel(base_url=group.url)
    Stage().many("problems", "raised", 3)
    group.answers.append((200, '{"errcode": 45009, "errmsg": "too many"}'))
    posting.tick()
    posting.tick()
    assert len(group.came) == 1
    rest(owner)
    assert posting.tick() == 3
    assert [tries for _, _, tries, *_ in outcomes(owner)] == [2, 1, 1]
    assert owner.execute("SELECT failing_since, failures FROM channels").fetchall() == [(None, 0)]


def test_a_channel_that_fails_keeps_no_other_waiting(group: Robot, owner: Owner) -> None:
    channel(base_url="http://127.0.0.1:1")
    good = channel(base_url=group.url)
    Stage().many("problems", "raised", 2)
    assert posting.tick() == 2
    assert len(group.came) == 2
    waiting = owner.execute(
        "SELECT failing_since IS NOT NULL, wait_until > now() FROM channels WHERE id <> %s", [good]
    ).fetchone()
    assert waiting == (True, True)


def test_a_server_that_cannot_be_reached_costs_no_try(group: Robot, owner: Owner) -> None:
    channel(base_url="http://127.0.0.1:1")
    Stage().one("problems", "raised")
    for _ in range(outbox.MOST_ATTEMPTS + 1):
        posting.tick()
        rest(owner)
    ((taken, given_up, tries, error, _),) = outcomes(owner)
    assert (taken, given_up, tries) == (False, False, 0)
    assert error.startswith("127.0.0.1: ")


def test_an_address_inside_is_refused_unless_it_is_allowed(
    group: Robot, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel("webhook", base_url=group.url)
    Stage().one("problems", "raised")
    monkeypatch.delenv("RECTIFY_WEBHOOK_ALLOW")
    settings.cache_clear()
    posting.tick()
    assert group.came == []
    assert "RECTIFY_WEBHOOK_ALLOW" in outcomes(owner)[0][3]


def test_days_of_failures_switch_it_off_and_its_administrator_is_told(
    group: Robot, owner: Owner, mail: MailServer
) -> None:
    id_ = channel(base_url=group.url)
    Stage().many("problems", "raised", 2)
    group.usual = (500, "")
    posting.tick()
    owner.execute("UPDATE channels SET failing_since = now() - interval '6 days'")
    rest(owner)
    posting.tick()
    assert owner.execute("SELECT active, off_reason FROM channels").fetchall() == [
        (False, "HTTP 500")
    ]
    posting.tick()
    assert [(t, g) for t, g, *_ in outcomes(owner)] == [(False, True)] * 2
    for leased in outbox.lease():
        deliver(leased)
    told = [(to, message) for to, message in mail.came if "渠道" in str(message["Subject"])]
    assert [to for to, _ in told] == ["system-admin@example.org"]
    assert f"/channels/{id_}" in told[0][1].get_content()
    kinds = owner.execute("SELECT details ->> 'what' FROM journal WHERE kind = 'channel'")
    assert [what for (what,) in kinds] == ["added", "switched_off"]


def test_what_has_moved_elsewhere_meanwhile_is_not_told(group: Robot, owner: Owner) -> None:
    channel(base_url=group.url)
    number = Stage().one("problems", "raised")
    id_ = channel(base_url=group.url, unit=OTHER_BRANCH)
    owner.execute("UPDATE outbox SET channel_id = %s WHERE person_id IS NULL", [id_])
    posting.tick()
    assert group.came == []
    assert number not in str(outcomes(owner))
    assert outcomes(owner)[0][:2] == (False, True)


def test_a_test_is_posted_and_a_failed_post_can_be_sent_again(group: Robot, owner: Owner) -> None:
    id_ = channel(base_url=group.url)
    group.answers.append((200, '{"errcode": 93000, "errmsg": "no"}'))
    commands.test(actor("system-admin"), id_)
    posting.tick()
    (post,) = owner.execute("SELECT id FROM outbox WHERE channel_id = %s", [id_]).fetchall()
    commands.send_again(actor("system-admin"), id_, post[0])
    assert posting.tick() == 1
    assert outcomes(owner) == [(True, False, 1, "", "0 ok")]


def test_at_night_only_programs_and_tests_are_told(
    group: Robot, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = channel(base_url=group.url)
    channel("webhook", base_url=f"{group.url}/hook")
    Stage().one("problems", "raised")
    later = (clock.now().astimezone(settings().zone).hour + 12) % 24
    monkeypatch.setenv("RECTIFY_MAIL_HOURS", f"{later:02}:00-{later:02}:30")
    settings.cache_clear()
    assert posting.tick() == 1
    assert [came.path for came in group.came] == ["/hook"]
    commands.test(actor("system-admin"), id_)
    assert posting.tick() == 1
    monkeypatch.setenv("RECTIFY_MAIL_HOURS", "always")
    settings.cache_clear()
    posting.tick()
    assert [taken for taken, *_ in outcomes(owner)] == [True] * len(outcomes(owner))


def test_mails_and_posts_are_leased_apart(
    group: Robot, owner: Owner, hasten: Callable[[], None]
) -> None:
    id_ = channel(base_url=group.url)
    Stage().one("problems", "assigned")
    mails, posted = outbox.lease(), outbox.lease(10, id_)
    assert mails
    assert len(posted) == 2
    assert not set(mails) & set(posted)
