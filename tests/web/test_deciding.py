"""No decision form lacks what is decided: all that was said and handed in stands beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import LOOKS, actor
from tests.engine.stage import ABOVE, START, WAYS, Stage
from tests.evidence.files import photo
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import queries
from workflow.declaration import Transition, system
from workflow.engine import commands
from workflow.evidence import Piece
from workflow.profession.lists import LIST_TYPES

_READER = {"accountabilities": "discipline", "appeals": "discipline"}


class _Marked:
    """An item on its way, each text typed and each file handed in with a mark of its own."""

    def __init__(self, list_key: str) -> None:
        self.list_key = list_key
        self.parent: str | None = None
        self.steps = iter(WAYS[list_key])
        self.marks: list[str] = []
        self.number = self._raise()

    def _raise(self) -> str:
        step, self.parent = next(self.steps), self._above()
        opened = LIST_TYPES[self.list_key].named(step.trigger)
        new = commands.NewItem(
            list_key=self.list_key,
            fields=self._filled(step.filled(START)),
            evidence=self._handed_in(step.evidence),
            parent=self.parent,
            opened=bool(opened and opened.permission is system),
        )
        return commands.raise_items([new], actor(step.by), START)[0].number

    def _above(self) -> str | None:
        if not LIST_TYPES[self.list_key].needs_parent:
            return None
        return Stage().one(*ABOVE.get(self.list_key, ("problems", "assigned")))

    def go_on(self) -> bool:
        """Make the next move of the way, if there is one."""
        step = next(self.steps, None)
        if step is None:
            return False
        now = START + timedelta(days=step.day)
        commands.fire(
            self.number, step.trigger, actor(step.by), fields=self._filled(step.filled(now)),
            comment=self._mark("comment of ten"), evidence=self._handed_in(step.evidence), now=now,
        )  # fmt: skip
        return True

    def _filled(self, fields: dict[str, Any]) -> dict[str, Any]:
        texts = {"said", "done", "half", "a matter"}
        return {k: self._mark(k) if v in texts else v for k, v in fields.items()}

    def _mark(self, what: str) -> str:
        self.marks.append(f"{what} {len(self.marks)}.")
        return self.marks[-1]

    def _handed_in(self, wanted: bool) -> tuple[Piece, ...]:
        if not wanted:
            return ()
        sha = f"{len(self.marks):064d}"
        self.marks.append(sha)
        return (Piece(sha, "photo.jpg", "image/jpeg", 1000, "photo"),)


def _move(list_key: str, state: str) -> Transition | None:
    return next(
        (
            t
            for t in LIST_TYPES[list_key].transitions
            if state in t.source and t.permission is not system
        ),
        None,
    )


@pytest.mark.parametrize("list_key", WAYS)
def test_a_form_shows_all_that_was_said_and_handed_in_on_the_way(
    enter: Entering, list_key: str
) -> None:
    marked = _Marked(list_key)
    login = _READER.get(list_key, "leader")
    reader, going = enter(login), True
    while going:
        item = queries.item(marked.number, actor(login)).item
        move = _move(list_key, item.state)
        if move is not None:
            page = reader.post(f"/items/{item.number}/{move.trigger}", page="/account").text
            lacking = [mark for mark in [*marked.marks, marked.parent or ""] if mark not in page]
            assert lacking == [], (item.state, move.trigger)
        going = marked.go_on()


def test_an_answer_to_an_extension_shows_the_reason_the_asked_and_the_present_date(
    enter: Entering,
) -> None:
    number = stories.assigned(days=30)
    given = {
        "title": "材料要等上级批复",
        "asked_for": stories.in_days(45),
        "progress": "已完成一半",
    }
    made = commands.raise_item(
        "extensions", actor("branch-head"), fields=given, parent=number
    ).number
    director = enter("director", "en")
    present = queries.item(number, actor("director")).due
    assert present
    for trigger in ("approve", "refuse", "return"):
        page = director.get(f"/items/{made}/{trigger}").text
        for told in ("材料要等上级批复", "已完成一半", number, stories.in_days(45)):
            assert told in page, (trigger, told)
        assert "Due date now" in page
        assert f'datetime="{present.on.isoformat()}"' in page


def test_the_judgement_of_work_shows_what_was_found_beside_what_was_done(enter: Entering) -> None:
    found, done = stories.stored(name="before.jpg"), stories.stored(photo(32, 24), "after.jpg")
    fields = {"title": "会议记录不全", "unit": "3", "severity": "minor"}
    number = commands.raise_item(
        "problems", actor("inspector"), fields=fields, evidence=(found,)
    ).number
    work = {"holder": "4", "due_on": stories.in_days(20)}
    commands.fire(number, "assign", actor("coordinator"), fields=work)
    told = {"statement": "签到表已经补齐", "pledge": "yes"}
    commands.fire(number, "rectify", actor("branch-head"), fields=told, evidence=(done,))
    form = queries.move_form(number, "verify", actor("verifier"))
    assert [piece["name"] for piece in form.decided.before] == ["before.jpg"]
    assert [piece["name"] for piece in form.decided.after] == ["after.jpg"]
    page = enter("verifier").text(f"/items/{number}/verify")
    assert page.index("before.jpg") < page.index("after.jpg")
    assert "签到表已经补齐" in page


def test_an_earlier_round_is_told_with_the_reason_of_its_return(enter: Entering) -> None:
    number = stories.rectified()
    why = "照片看不清签到表，请重新拍照"
    commands.fire(number, "return", actor("verifier"), comment=why)
    again = {"statement": "重新拍了照片", "pledge": "yes"}
    commands.fire(
        number, "rectify", actor("branch-head"), fields=again, evidence=(stories.stored(),)
    )
    page = words(enter("verifier").get(f"/items/{number}/verify"))
    for told in (why, "已补齐", "重新拍了照片"):
        assert told in page
    assert page.index("重新拍了照片") < page.index(why)
    commands.fire(number, "verify", actor("verifier"), fields=LOOKS, comment="已现场看过")
    closing = words(enter("committee").get(f"/items/{number}/close"))
    for told in (why, "已现场看过"):
        assert told in closing


def test_a_form_sent_back_still_shows_what_is_decided(enter: Entering) -> None:
    number = stories.rectified()
    answer = enter("verifier").move(number, "verify", comment="")
    assert answer.status_code == 422
    assert "已补齐" in words(answer)


def test_a_request_that_was_completed_shows_what_it_said_before(enter: Entering) -> None:
    number = stories.assigned(days=40)
    given = {"title": "要等上级批复", "asked_for": stories.in_days(50), "progress": "一半"}
    made = commands.raise_item(
        "extensions", actor("branch-head"), fields=given, parent=number
    ).number
    commands.fire(made, "return", actor("director"), comment="请附上级文件的名称和日期")
    fuller = {**given, "title": "要等上级第8号文件的批复"}
    commands.fire(made, "resubmit", actor("branch-head"), fields=fuller)
    page = words(enter("director").get(f"/items/{made}/approve"))
    for told in ("要等上级批复", "请附上级文件的名称和日期", "要等上级第8号文件的批复"):
        assert told in page
