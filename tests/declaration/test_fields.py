"""Whatever is sent into a form, the answer is typed values or a sentence for each wrong field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.samples import MOVES
from workflow.declaration import Choice, CodeTable, Field, FieldKind, Transition, fields, holder
from workflow.declaration.codes import Code
from workflow.declaration.field import Pattern
from workflow.declaration.field_words import read
from workflow.errors import BadDeclaration, BadInput
from workflow.words import Words

W = Words("某项", "the thing")
HUGE = (pytest.param("9" * 5000, id="digits"), pytest.param(10**5000, id="huge"))
HALF_A_YEAR = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 6, 30)}
TABLE = CodeTable("things", W, (Code("1", W), Code("1.1", W, "1", **HALF_A_YEAR), Code("2", W)))
BY_KIND: dict[FieldKind, Field] = {
    "text": Field("text", W, "text", limit=50),
    "long": Field("long", W, "long", required=False),
    "date": Field("date", W, "date"),
    "number": Field("number", W, "number", limit=100),
    "choice": Field("choice", W, "choice", choices=(Choice("a", W), Choice("b", W))),
    "person": Field("person", W, "person"),
    "unit": Field("unit", W, "unit", required=False),
    "yes": Field("yes", W, "yes"),
    "money": Field("money", W, "money", limit=1000),
    "many": Field("many", W, "many", choices=(Choice("a", W), Choice("b", W), Choice("c", W))),
    "code": Field("code", W, "code", table=TABLE),
    "ref": Field("ref", W, "ref", of="problems"),
}
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.characters(categories=("Cs", "Cc", "Cf")).map(lambda c: f"a{c}b")
    | st.sampled_from(
        ["2027-02-29", "9999-12-31", "2026-W01-1", "yes", "a", "9" * 5000, "٣", "１"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def _form(*asked: Field, comment: bool = False) -> Transition:
    return Transition("t", W, ("s",), "", holder, fields=asked, comment_required=comment)


def _faults(form: Transition, raw: dict[str, object], comment: Any) -> dict[str, Words]:
    try:
        fields.parse(form, raw, comment)
    except BadInput as refused:
        return refused.fields
    return {}


def _read(kind: FieldKind, value: object) -> Any:
    asked = BY_KIND[kind]
    values, _ = fields.parse(_form(asked), {asked.key: value}, "")
    return values.get(asked.key)


def _refused(kind: FieldKind, value: object) -> str:
    with pytest.raises(BadInput) as refused:
        _read(kind, value)
    return refused.value.fields[BY_KIND[kind].key].en


@given(st.dictionaries(st.sampled_from([*BY_KIND]) | st.text(), ANYTHING), ANYTHING)
def test_anything_at_all_is_read_or_refused_in_both_languages(
    raw: dict[str, object], comment: Any
) -> None:
    form = _form(*BY_KIND.values(), comment=True)
    told = _faults(form, raw, comment)
    for words in told.values():
        assert all(0 < len(sentence.encode()) < 400 for sentence in words)
    if not told:
        values, _ = fields.parse(form, raw, comment)
        assert {"text", "date", "number", "choice", "person", "yes", "money"} <= values.keys()
        assert values.keys() <= {*BY_KIND}


@given(st.sampled_from(MOVES), st.dictionaries(st.text(max_size=9), ANYTHING), st.text())
def test_the_form_of_every_declared_move_survives_anything(
    declared: Any, raw: dict[str, object], comment: str
) -> None:
    _, move = declared
    named = dict(zip([field.key for field in move.fields], raw.values(), strict=False))
    for sent in (raw, named, raw | named):
        if not _faults(move, sent, comment):
            values, _ = fields.parse(move, sent, comment)
            assert values.keys() <= {field.key for field in move.fields}


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        fields.parse(_form(*BY_KIND.values(), comment=True), {"date": "soon", "more": 1}, " \t")
    assert refused.value.fields.keys() == {
        "text", "date", "number", "choice", "person", "yes", "money", "many", "code", "ref", "more",
        "comment",
    }  # fmt: skip
    assert refused.value.fields["more"].en == 'there is no field "more"'
    assert refused.value.fields["comment"].zh == "“意见”没有填写"


@pytest.mark.parametrize(
    "blank", [None, "", "  ", "\n", "\u3000", "\u200b\ufeff", "\xa0\xa0", "\u3164"]
)
def test_what_looks_empty_is_missing(blank: object) -> None:
    assert _refused("text", blank) == '"the thing" is missing'
    assert _read("long", blank) is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (" 两\r\n行 ", "两\n行"),
        ("e\u0301", "é"),
        ("שלום مرحبا", "שלום مرحبا"),  # right-to-left letters are letters
        ("👩‍🔧 ok", "👩‍🔧 ok"),
        ("𠮷野家", "𠮷野家"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),  # a text is a text; exports see to this
        ("a" * 50, "a" * 50),
    ],
)
def test_text_is_kept_as_people_wrote_it(sent: str, kept: str) -> None:
    assert _read("text", sent) == kept


@pytest.mark.parametrize("hidden", ["\0", "\x1b[31m", "\x7f", "\x80", "\ud800"])
def test_characters_that_cannot_be_shown_are_refused(hidden: str) -> None:
    told = _refused("text", f"a\nb{hidden}b")
    assert f"cannot be shown: U+{ord(hidden[0]):04X} in line 2, place 2" in told


@pytest.mark.parametrize("mark", ["\u202e", "\u202d"])
def test_marks_that_turn_letters_around_are_refused_with_their_place(mark: str) -> None:
    assert f"U+{ord(mark):04X} in line 1, place 8" in _refused("text", f"invoice{mark}fdp.exe")


@pytest.mark.parametrize("mark", ["\u200e", "\u202a", "\u2066", "\u2067", "\u2069", "\x0c"])
def test_marks_that_do_no_harm_are_cleaned_away(mark: str) -> None:
    assert _read("text", f"{mark}消防通道{mark}") == "消防通道"


def test_text_over_its_limit_is_refused_with_the_limit_and_its_length() -> None:
    told = '"the thing" holds at most 50 characters, these are 51'
    assert _refused("text", "字" * 51) == told


@pytest.mark.parametrize("value", [5, 1.5, True, ["a"], {"a": 1}])
def test_what_is_not_text_is_not_taken_for_text(value: object) -> None:
    assert _refused("text", value) == '"the thing" has to be text'


@pytest.mark.parametrize("day", ["2024-02-29", "2026-12-31", "1900-01-01", "2199-12-31"])
def test_a_day_of_the_calendar_is_a_date(day: str) -> None:
    assert _read("date", day) == date.fromisoformat(day)


def test_an_input_method_may_write_digits_at_full_width() -> None:
    assert _read("date", " ２０２６-12-31") == date(2026, 12, 31)
    assert (_read("number", "１２"), _read("money", "１２．５")) == (12, "12.50")
    assert _read("ref", "Ｐ２０２６－０００１") == "P2026-0001"


@pytest.mark.parametrize(
    "value",
    ["2027-02-29", "2026-13-01", "2026-1-1", "20261231", "2026-W01-1", "2026-366", "2026/12/31",
     "2026-12-31T00:00", "２０２６/12-31", "31.12.2026", 20261231, True],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_an_example(value: object) -> None:
    assert _refused("date", value) == '"the thing" has to be a date such as 2026-12-31'


@pytest.mark.parametrize("value", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_beyond_every_calendar_is_refused(value: str) -> None:
    assert _refused("date", value) == 'the year of "the thing" has to be from 1900 to 2199'


@pytest.mark.parametrize(("value", "number"), [("0", 0), ("007", 7), (100, 100), (0, 0)])
def test_a_whole_number_within_its_limit_is_read(value: object, number: int) -> None:
    assert _read("number", value) == number


@pytest.mark.parametrize(
    "value",
    [101, -1, "101", "-1", "1.5", 1.5, "1e2", True, False, "٣", "²", *HUGE],
)
def test_what_is_no_whole_number_within_its_limit_is_refused(value: object) -> None:
    assert _refused("number", value) == '"the thing" has to be a whole number from 0 to 100'


@pytest.mark.parametrize("value", ["0", 0, -3, "x", True, 2**31, *HUGE, 3.0, [3], "3 OR 1=1"])
def test_what_is_no_key_of_a_list_is_refused(value: object) -> None:
    assert _refused("person", value) == 'choose "the thing" from the list'
    assert _refused("unit", value) == 'choose "the thing" from the list'
    assert fields.unit_id(value) is None


def test_a_key_may_be_written_or_counted() -> None:
    assert _read("person", "12") == _read("unit", 12) == fields.unit_id("12") == 12


@pytest.mark.parametrize("value", ["c", "A", 1, True, ["a"], {"a": 1}, "\ud800" * 90])
def test_what_is_not_offered_cannot_be_chosen(value: object) -> None:
    assert _refused("choice", value).startswith('"the thing" has no choice "')


@pytest.mark.parametrize("value", [True, "yes", "on", "true"])
def test_a_ticked_box_is_yes(value: object) -> None:
    assert _read("yes", value) is True


@pytest.mark.parametrize("value", [False, "no", "off", 1, "1", "False", None, "", [True]])
def test_a_pledge_is_given_by_ticking_and_nothing_else(value: object) -> None:
    assert _refused("yes", value) == 'tick "the thing"'


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12", "12.00"), (" 999.5 ", "999.50"), ("1,000.00", "1000.00"), (0, "0.00"), (7, "7.00")],
)
def test_a_sum_of_money_loses_nothing(typed: object, kept: str) -> None:
    assert _read("money", typed) == kept
    assert read(BY_KIND["money"], kept, {}).zh == f"¥{float(kept):,.2f}"


@pytest.mark.parametrize(
    "typed", ["1000.01", "1.234", "-1", "1,00", "1e3", "一百", True, 1.5, -1, *HUGE]
)
def test_what_is_no_sum_of_money_is_refused(typed: object) -> None:
    assert "a sum from 0 to 1000 yuan" in _refused("money", typed)


def test_several_choices_are_kept_in_the_order_of_the_declaration() -> None:
    assert _read("many", "c,a,c") == ["a", "c"]
    assert _read("many", ["b"]) == ["b"]
    assert _refused("many", ["b", "x"]) == '"the thing" has no choice "x"'
    assert _refused("many", []) == '"the thing" is missing'
    assert _refused("many", {"a": 1}) == '"the thing" has no choice ""'


def test_a_code_has_to_be_in_its_table_and_valid_on_the_day() -> None:
    form, told = _form(BY_KIND["code"]), {"code": "1.1"}
    assert fields.parse(form, told, "")[0] == told
    assert fields.parse(form, told, "", date(2026, 6, 30))[0] == told
    with pytest.raises(BadInput) as refused:
        fields.parse(form, told, "", date(2026, 7, 1))
    assert refused.value.fields["code"].en == '"the thing" has no code "1.1", or not on this day'
    assert "no code" in _refused("code", "3")
    assert [code.key for code in TABLE.valid(date(2025, 1, 1))] == ["1", "2"]
    assert TABLE.within("1") == {"1", "1.1"}
    assert TABLE.depth(TABLE.values[1]) == 1


def test_a_reference_is_a_number_or_a_key() -> None:
    assert _read("ref", " p2026-0001 ") == "P2026-0001"
    assert _read("ref", "12") == _read("ref", 12) == 12
    assert "such as P2026-0001" in _refused("ref", "nonsense")


def test_a_text_may_have_to_have_a_form() -> None:
    sentence = Words("请填6位邮政编码", "give a postal code of 6 digits")
    asked = Field("post", W, pattern=Pattern("[0-9]{6}", sentence, "100000"))
    assert fields.parse(_form(asked), {"post": "100000"}, "")[0] == {"post": "100000"}
    assert _faults(_form(asked), {"post": "1000000"}, "") == {"post": sentence}


@pytest.mark.parametrize(
    "wrong",
    [
        Field("x", W, "code"), Field("x", W, "many"), Field("x", W, "ref"),
        Field("x", W, "date", pattern=Pattern("a", W, "a")), Field("x", W, "text", of="units"),
        Field("x", W, "choice", choices=(Choice("a", W), Choice("a", W))),
        Field("x", W, "many", choices=(Choice("a,b", W),)),
    ],
)  # fmt: skip
def test_a_field_whose_kind_and_values_do_not_fit_is_refused(wrong: Field) -> None:
    with pytest.raises(BadDeclaration):
        wrong.check("things")


def test_a_table_names_each_code_once_and_parents_first() -> None:
    for values in ((), (Code("a", W), Code("a", W)), (Code("a", W, "b"), Code("b", W))):
        with pytest.raises(BadDeclaration):
            CodeTable("things", W, values)
