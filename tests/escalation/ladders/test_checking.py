"""A ladder that cannot be proven is refused, with a sentence for each fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.escalation.ladders.drafts import rows
from workflow.declaration import Rung
from workflow.errors import BadInput
from workflow.escalation.ladders.rung_form import RungFormRow, rungs_of, sent
from workflow.escalation.ladders.validation import faults
from workflow.profession.default_ladder import LADDER
from workflow.profession.lists import LIST_TYPES
from workflow.snapshots.policies import rung_of


def told(wanted: list[RungFormRow], list_key: str = "problems") -> dict[str, str]:
    with pytest.raises(BadInput) as refused:
        rungs_of(list_key, wanted)
    return {key: words.en for key, words in refused.value.fields.items()}


def test_every_declared_ladder_is_proven() -> None:
    for list_type in LIST_TYPES.values():
        for state in list_type.states:
            if state.ladder:
                assert faults(list_type.key, state.ladder) == [], (list_type.key, state.key)


def test_the_declared_ladder_goes_through_the_form_and_comes_out_the_same() -> None:
    kept = [rung_of(row) for row in rungs_of("problems", [RungFormRow.of(rung) for rung in LADDER])]

    def plain(rung: Rung) -> tuple[object, ...]:
        return rung.key, rung.level, rung.words, rung.offset, rung.opens, rung.tells, rung.colour

    assert [plain(rung) for rung in kept] == [plain(rung) for rung in LADDER]


def test_a_fault_names_row_and_column() -> None:
    faulty = [*rows((1, 1), (2, 3)), RungFormRow("", "soon", "3", "约谈", "", "", ("holder",))]
    assert told(faulty) == {"offset_2": "rung 3, days: has to be a whole number of days"}
    with pytest.raises(BadInput) as refused:
        rungs_of("problems", faulty)
    assert refused.value.fields["offset_2"].zh == "第3级，天数：请填整数天数"


@pytest.mark.parametrize(
    ("wanted", "where", "says"),
    [
        ([(1, 3), (2, 3)], "offset_1", "later than the rung before"),
        ([(2, 3)], "level_0", "“Warning (a message)” has to come before"),
        ([(1, 1), (3, 9)], "level_1", "“Supervision notice” has to come before"),
        ([(1, 1), (2, 3), (1, 9)], "level_2", "lower than that of the rung before"),
        ([(1, 1), (2, 3), (2, 9)], "level_2", "once only"),
        ([(1, -3), (2, -1)], "offset_1", "after the due date only"),
        ([(1, 251)], "offset_0", "between -60 and 250"),
        ([], "rungs", "one rung at least"),
        ([(0, -n) for n in range(13, 0, -1)], "rungs", "at most 12"),
    ],
)
def test_what_no_ladder_may_be(wanted: list[tuple[int, int]], where: str, says: str) -> None:
    assert says in told(rows(*wanted))[where]


def test_whoever_is_told_has_to_be_known_and_no_administrator() -> None:
    [row] = rows((1, 1))
    assert "choose somebody" in told([replace(row, tells=())])["tells_0"]
    for nobody in ("the_emperor", "security_admin"):
        assert nobody in told([replace(row, tells=("holder", nobody))])["tells_0"]


def test_a_name_is_asked_for_and_shows_all_that_it_holds() -> None:
    [row] = rows((1, 1))
    assert "missing" in told([replace(row, zh="")])["name_0"]
    assert "cannot be shown" in told([replace(row, zh="x\u202ey")])["name_0"]
    assert "at most 40" in told([replace(row, en="x" * 41)])["name_0"]


def test_a_list_has_only_the_documents_that_may_hang_on_it() -> None:
    assert "no document of this level" in told(rows((1, 1), (2, 3)), "extensions")["level_1"]
    assert rungs_of("extensions", rows((0, -1), (1, 1)))


def test_a_rung_is_known_by_its_document_also_when_it_was_taken_out_and_added_again() -> None:
    kept = rungs_of("problems", rows((0, -5), (0, -2), (1, 1), (1, 2), (2, 3), (3, 9)))
    assert [row["key"] for row in kept] == [
        "remind_5", "remind_2", "overdue", "day_2", "supervise", "interview",
    ]  # fmt: skip


def test_what_the_form_sends_is_read_and_emptied_rows_are_left_out() -> None:
    texts = {"offset_0": ["3"], "level_0": ["1"], "zh_0": ["预警"], "tells_0": ["holder", "raiser"],
             "level_1": ["2"], "colour_1": ["red"], "offset_2": [" 5 "]}  # fmt: skip
    [first, second] = sent(texts)
    assert (first.offset, first.zh, first.tells) == ("3", "预警", ("holder", "raiser"))
    assert second.offset == "5"
