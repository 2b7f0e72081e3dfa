"""The picture of a list's states: readable, complete, and said in words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from flask import Flask

from tests.web import stories
from tests.web.conftest import Entering
from web import diagram
from workflow.declaration import ESCALATE, TAKE_BACK
from workflow.profession.lists import LIST_TYPES

EVERY = [(key, language) for key in sorted(LIST_TYPES) for language in ("zh", "en")]


def _drawn(key: str, language: str, app: Flask) -> diagram.Diagram:
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        return diagram.drawn(LIST_TYPES[key], LIST_TYPES[key].initial)


def _width(text: str) -> float:
    """Return about how wide a label is in the picture; Chinese signs are square."""
    return sum(12.0 if ord(c) > 0x2E80 else 6.6 for c in text)


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_move_between_states_is_in_the_picture_and_in_the_words(
    key: str, language: str, app: Flask
) -> None:
    drawn = _drawn(key, language, app)
    shown = "".join(line for arrow in drawn.arrows for line in arrow.lines).replace(" ", "")
    said = " ".join(words.of(language) for words in drawn.sentences)
    for move in LIST_TYPES[key].transitions:
        if move.source and move.trigger != ESCALATE and move.dest not in ("", *move.source):
            drawn_too = move.trigger != TAKE_BACK  # it goes with an import, from everywhere
            assert (move.words.of(language).replace(" ", "") in shown) is drawn_too
            assert move.words.of(language) in said


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_nothing_in_the_picture_overlaps_or_sticks_out(key: str, language: str, app: Flask) -> None:
    drawn = _drawn(key, language, app)
    tops = [box.y for box in drawn.boxes]
    assert all(b - a >= diagram.BOX_HEIGHT + 20 for a, b in pairwise(tops))
    for arrow in drawn.arrows:
        longest = max(map(_width, arrow.lines))
        left = arrow.x if arrow.anchor == "start" else arrow.x - longest
        assert left >= 0
        assert left + longest <= drawn.width
        assert 8 <= arrow.y <= drawn.height
    labels = [(a.x, a.anchor, a.y, a.y + 15 * (len(a.lines) - 1)) for a in drawn.arrows]
    for n, (x, anchor, first, last) in enumerate(labels):
        for other_x, other_anchor, other_first, other_last in labels[n + 1 :]:
            if (x, anchor) == (other_x, other_anchor):
                assert last + 10 < other_first or other_last + 10 < first


def test_the_present_state_is_marked_without_relying_on_colour(enter: Entering) -> None:
    page = enter("branch-head").get(f"/items/{stories.assigned()}").text
    assert "● 整改中" in page
    assert page.count("box-now") == 1
    assert "<title" in page.split('<svg class="diagram"')[1]
