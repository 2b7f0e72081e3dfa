"""Text that comes in: nothing unseen stays, nothing that can be seen is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.platform import cleaned, narrow, unfit
from workflow.platform.typed_text import Unfit

# Every character that Unicode calls a format character, a separator or a control, among others.
UNSEEN = st.characters(categories=("Cf", "Zs", "Zl", "Zp", "Cc"))
ANY = st.text(
    st.characters() | UNSEEN | st.sampled_from("a字ｱ👩🔧❤\ufe0f\u200d\u3164\u115f\u2800क्")
)
# ISO 15924 marks for annotation in Arabic and Egyptian text have a width or a shape of their own.
SHAPED = {chr(c) for c in range(0x20000) if unicodedata.category(chr(c)) == "Cf" and (
    0x600 <= c <= 0x605 or c in (0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)
    or 0x13430 <= c <= 0x1343F)}  # fmt: skip


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(ANY)
def test_what_was_cleaned_has_nothing_unseen_but_what_shapes_its_neighbours(text: str) -> None:
    for character in cleaned(text):
        kind = unicodedata.category(character)
        if kind in ("Cf", "Zs", "Zl", "Zp") and character not in SHAPED:
            dependent = "\u200c\u200d" + "".join(map(chr, range(0xE0020, 0xE0080)))
            assert character in " \u3000\u202d\u202e" + dependent, hex(ord(character))


@given(st.text(st.characters(categories=("Cf", "Zs", "Zl", "Zp")) | st.sampled_from(
    "\t\n\r\x0b\x0c\x85\u3164\u115f\u1160\uffa0\u2800\ufe0f\u034f\u17b4\ufffc\U0001fffe\U000e0100"
)))  # fmt: skip
def test_a_text_of_which_nothing_is_seen_is_no_text(text: str) -> None:
    text = "".join(c for c in text if c not in SHAPED)
    assert not cleaned(text) or unfit(text), ascii(cleaned(text))


@given(st.text(st.characters(categories=("L", "N", "P", "Sm", "Sc"), exclude_characters=(
    "\u3164\u115f\u1160\uffa0"))))  # fmt: skip
def test_what_can_be_seen_is_all_kept(text: str) -> None:
    assert cleaned(text) == unicodedata.normalize("NFC", text)
    assert unfit(text) is None


@given(st.text("ab字 "), UNSEEN, st.text("ab字 "))
def test_whatever_cannot_be_seen_is_cleaned_away_or_told_with_its_place(
    before: str, mark: str, after: str
) -> None:
    text = f"x{before}{mark}{after}y"
    if found := unfit(text):
        assert found.code == f"U+{ord(mark):04X}"
        assert (found.line, found.column) == (1, len(before) + 2)
    elif mark not in SHAPED:
        assert {*cleaned(text)} <= set("xyab字 \u3000\n\t")


@pytest.mark.parametrize(
    "written",
    ["👩‍🔧", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👨🏽‍⚕️", "می‌خواهم", "क्‍ष",
     "葛󠄀城市", "甲　乙", "שלום", "1️⃣"],
)  # fmt: skip
def test_joiners_and_selectors_stay_where_they_shape_what_is_written(written: str) -> None:
    assert cleaned(f"\u200d {written} \u200d") == unicodedata.normalize("NFC", written)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\u00a0\u00a0", ""), ("\u3164", ""), ("\u2800\u2800", ""), ("\u200b", ""), ("\ufe0f", ""),
        ("消防\u200b通道", "消防通道"), ("v\u200dpn", "vpn"), ("a\u00a0b", "a b"),
        ("a\u2028b\u2029c", "a\nb\nc"), ("a\x0cb\x0bc\x85d\re", "a\nb\nc\nd\ne"),
        ("\u202aC:\\报告.docx", "C:\\报告.docx"), ("甲\u200e乙\u2069", "甲乙"),
        ("e\u200b\u0301", "é"), ("a\ttab", "a\ttab"),
    ],
)  # fmt: skip
def test_pasted_texts_of_every_day_are_cleaned(pasted: str, kept: str) -> None:
    assert cleaned(pasted) == kept
    assert unfit(pasted) is None


def test_a_place_is_a_line_and_a_character_in_it() -> None:
    assert unfit("一二\r\n三\u202e四") == Unfit(2, 2, "U+202E")
    assert unfit("\0") == Unfit(1, 1, "U+0000")


def test_numbers_may_be_typed_with_full_width_digits() -> None:
    assert narrow("\u3000２０２６－１２－３１ ") == "2026-12-31"
    assert narrow("²٣") == "²٣"  # other digits mean something else, or are for others to judge
