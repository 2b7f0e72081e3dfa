"""Appoint people to posts and end posts, from day to day.

The security administrator asks for an appointment, the system administrator agrees to it; a post
is ended by the security administrator alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from psycopg.errors import ExclusionViolation
from psycopg.rows import dict_row

from workflow import journal
from workflow.accounts import approvals
from workflow.accounts.approvals import SECURITY, Approval, Wanted
from workflow.declaration import APPOINT, CHECK, END_POSTS, SYSTEM, Actor, pack
from workflow.errors import BadInput, CodedWords, NotFound, NotPermitted, NotPossible
from workflow.organisation.kinds import SINGLE
from workflow.organisation.posts import demand_security
from workflow.organisation.transaction import Desk, UnitRow, at_desk, may_see_unit
from workflow.words import Words

_LEAVE = Words("办理离任", "enter that somebody leaves")
_NO_PERSON = CodedWords("没有这个人", "there is no such person", "not_there")
_NO_POST = Words("没有这项任职。", "There is no such post.")
_LEFT = CodedWords("{person}已经离任", "{person} has left", "not_there")
_NO_ROLE = Words("没有这种职务", "there is no such role")
_ENDS_EARLY = CodedWords(
    "结束日期不能早于开始日期", "a post cannot end before it begins", "too_early"
)
_TOO_EARLY = Words(
    "“{unit}”从{day}起才设立", '"{unit}" was founded on {day}; no post there begins before'
)
_HELD = Words("“{unit}”{role}，{days}", '{role} in "{unit}", {days}')
_SINCE = Words("自{begin}起", "from {begin} on")
_PERIOD = Words("{begin}至{until}", "{begin} to {until}")
_TWICE = CodedWords(
    "{person}已任此职（{post}），与所填日期重叠",
    "{person} holds this post already ({post}), on some of the same days",
    "taken",
)
_OTHER = CodedWords(
    "{person}在这段时间任此职（{post}），请先免去原任",
    "{person} holds this post on some of these days ({post}); end that first",
    "not_together",
)
_APART = CodedWords(
    "三员分立：{person}另有任职（{post}），系统、安全、审计管理员不能兼任其他职务",
    "{person} holds another post ({post}); an administrator holds no other post of any kind",
    "not_together",
)
_ONESELF = Words("不能给自己任免职务。", "Nobody appoints themselves.")
_ENDED = Words("这项任职已于{day}结束。", "This post ended on {day} already.")
_OVERLAPPING = """
    SELECT p.id, p.name, a.role, a.unit_id, u.name, u.name_en, a.valid_from, a.valid_to
      FROM appointments a JOIN people p ON p.id = a.person_id JOIN units u ON u.id = a.unit_id
     WHERE (a.person_id = %(person)s OR (a.unit_id = %(unit)s AND a.role = %(role)s))
       AND a.valid_from <= coalesce(%(until)s::date, 'infinity')
       AND coalesce(a.valid_to, 'infinity') >= %(begin)s"""
_POST = """
    SELECT a.*, u.path FROM appointments a JOIN units u ON u.id = a.unit_id
     WHERE a.id = %s FOR UPDATE OF a"""
_APPOINTED = """
    INSERT INTO appointments (person_id, unit_id, role, valid_from, valid_to)
    VALUES (%s, %s, %s, %s, %s) RETURNING id"""


def appoint(
    actor: Actor,
    unit_id: int,
    person_id: int,
    role: str,
    begin: date | None = None,
    until: date | None = None,
    now: datetime | None = None,
) -> int:
    """Ask for a post from a day to a day, both included; return the number of the request.

    Raises ``NotFound``, ``NotPermitted``, ``NotPossible`` or ``BadInput`` with the reason.
    """
    return at_desk(actor, lambda desk: _ask(desk, unit_id, person_id, role, begin, until), now)


def _ask(
    desk: Desk, unit_id: int, person_id: int, role: str, begin: date | None, until: date | None
) -> int:
    unit = desk.active(unit_id)
    APPOINT.demand(desk.actor, unit.path)
    if person_id in desk.actor.people:
        raise NotPermitted(_ONESELF)
    begin = begin or desk.today
    _person(desk, person_id, begin)
    request = wanted_post(unit, person_id, role, begin, until)
    trial = partial(appoint_at, desk, unit_id, person_id, role, begin, until)
    return approvals.ask(desk.connection, desk.actor, SECURITY, request, trial)


def wanted_post(
    unit: UnitRow, person_id: int, role: str, begin: date, until: date | None
) -> Wanted:
    """Return the request for a post, for the approval."""
    row = {"unit_id": unit.id, "role": role, "valid_from": begin, "valid_to": until}
    return Wanted("post", person_id, row, known={"unit": list(unit.words), "path": unit.path})


def carry_post(desk: Desk, approval: Approval) -> None:
    """Put the person into the post, in the name of the requesting administrator."""
    row, asker = approval.row, replace(desk, actor=approval.asker)
    begin, until = (row[key] and date.fromisoformat(row[key]) for key in ("valid_from", "valid_to"))
    appoint_at(asker, row["unit_id"], approval.person_id, row["role"], begin, until)


def appoint_at(
    desk: Desk, unit_id: int, person_id: int, role: str, begin: date | None, until: date | None
) -> int:
    """Appoint within an open transaction, after the approval; return the post's id.

    Raises ``BadInput`` where person, role or days are wrong, ``NotPossible`` in a dissolved unit.
    """
    unit = replace(desk, actor=SYSTEM).active(unit_id)
    begin = begin or desk.today
    person = _person(desk, person_id, begin)
    _check(unit, role, begin, until)
    _check_others(desk, unit, person_id, person, role, begin, until)
    values = [person_id, unit_id, role, begin, until]
    try:
        with desk.connection.transaction():  # a fault leaves the one under way as it was
            row = desk.connection.execute(_APPOINTED, values).fetchone()
    except ExclusionViolation:  # somebody who does not come to this desk was quicker
        _check_others(desk, unit, person_id, person, role, begin, until)
        raise
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    desk.note(unit_id, "appoint", begin, person=person_id, name=person, role=role, until=until)
    return int(row[0])


def _person(desk: Desk, person_id: int, begin: date) -> str:
    query = "SELECT name, left_on FROM people WHERE id = %s"
    row = desk.connection.execute(query, [person_id]).fetchone()
    if row is None:
        raise BadInput(CHECK, {"person": _NO_PERSON})
    if row[1] and row[1] <= begin:
        raise BadInput(CHECK, {"person": _LEFT.format(person=row[0])})
    return str(row[0])


def _check(unit: UnitRow, role: str, begin: date, until: date | None) -> None:
    for wrong, field, words in (
        (role not in pack().roles, "role", _NO_ROLE),
        (until and until < begin, "until", _ENDS_EARLY),
        (begin < unit.valid_from, "begin", _TOO_EARLY.format(unit=unit.words, day=unit.valid_from)),
    ):
        if wrong:
            raise BadInput(CHECK, {field: words})


def _check_others(
    desk: Desk, unit: UnitRow, person_id: int, person: str, role: str, begin: date,
    until: date | None,
) -> None:  # fmt: skip
    """Check the appointment against other posts of the same days.

    Raises ``BadInput`` for a second equal post, a single post already taken, or an administrator's
    other post.
    """
    asked = {"person": person_id, "unit": unit.id, "role": role, "begin": begin, "until": until}
    for other, name, held, where, *rest in desk.connection.execute(_OVERLAPPING, asked):
        post = _described(held, *rest)
        here = where == unit.id and held == role
        if other == person_id and here:
            raise BadInput(CHECK, {"person": _TWICE.format(person=person, post=post)})
        if here and role in SINGLE:
            raise BadInput(CHECK, {"role": _OTHER.format(person=name, post=post)})
        if other == person_id and {held, role} & {*pack().administrators}:
            raise BadInput(CHECK, {"person": _APART.format(person=person, post=post)})


def _described(role: str, unit: str, unit_en: str, begin: date, until: date | None) -> Words:
    days = _PERIOD.format(begin=begin, until=until) if until else _SINCE.format(begin=begin)
    named = pack().roles.get(role, Words(role, role))
    return _HELD.format(unit=Words(unit, unit_en or unit), role=named, days=days)


def end_post(
    actor: Actor, post_id: int, last: date | None = None, now: datetime | None = None
) -> None:
    """End a post with its last day; a post not begun by then is taken back.

    Raises ``NotFound`` for an unknown post, ``NotPermitted`` for one's own, ``NotPossible`` for an
    ended post, ``BadInput`` for a wrong day.
    """
    at_desk(actor, lambda desk: _end_post(desk, post_id, last or desk.today), now)


def _end_post(desk: Desk, post_id: int, last: date) -> None:
    with desk.connection.cursor(row_factory=dict_row) as cursor:
        post = cursor.execute(_POST, [post_id]).fetchone()
    if post is None or not may_see_unit(desk.actor, post["path"]):
        raise NotFound(_NO_POST)
    unit = desk.unit(post["unit_id"])
    END_POSTS.demand(desk.actor, unit.path)
    if post["person_id"] in desk.actor.people:
        raise NotPermitted(_ONESELF)
    if post["valid_to"] and post["valid_to"] <= last:
        raise NotPossible(_ENDED.format(day=post["valid_to"]))
    if last >= post["valid_from"]:
        desk.connection.execute(
            "UPDATE appointments SET valid_to = %s WHERE id = %s", [last, post_id]
        )
    elif post["valid_from"] > desk.today:
        desk.connection.execute("DELETE FROM appointments WHERE id = %s", [post_id])
    else:
        raise BadInput(CHECK, {"last": _ENDS_EARLY})
    if post["role"] in APPOINT.roles:
        demand_security(desk, last)
    details = {key: post[key] for key in ("person_id", "role", "valid_from", "valid_to")}
    desk.note(unit.id, "end_post", last, **details)


def leave(
    actor: Actor, person_id: int, last: date | None = None, now: datetime | None = None
) -> list[int]:
    """Enter a person's departure after a last day; return the ids of units that lose a post."""
    return at_desk(actor, lambda desk: _leave(desk, person_id, last or desk.today), now)


def _leave(desk: Desk, person_id: int, last: date) -> list[int]:
    query = """SELECT a.id, a.unit_id, u.path FROM appointments a JOIN units u ON u.id = a.unit_id
                WHERE a.person_id = %s AND coalesce(a.valid_to, 'infinity') > %s ORDER BY a.id"""
    posts = desk.connection.execute(query, [person_id, last]).fetchall()
    for _, unit_id, _ in posts:
        desk.unit(unit_id)  # what the administrator may not see is not there to be ended
    for path in [path for _, _, path in posts]:
        END_POSTS.demand(desk.actor, path, _LEAVE)
    if not posts:
        END_POSTS.demand(desk.actor, doing=_LEAVE)
    for post_id, _, _ in posts:
        _end_post(desk, post_id, last)
    desk.connection.execute(
        "UPDATE people SET left_on = %s WHERE id = %s", [last + timedelta(days=1), person_id]
    )
    subject = ("person", person_id)
    journal.note(desk.connection, "person", desk.actor, subject=subject, what="leaves", last=last)
    return sorted({unit_id for _, unit_id, _ in posts})
