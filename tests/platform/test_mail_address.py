"""A mail address is taken where every mail server takes it, and refused where it is typed."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.letters import checked
from workflow.accounts.person_fields import Details, faults_of
from workflow.platform import is_mail_address


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("ab.@-"), max_size=30) | st.emails())
def test_what_is_taken_on_the_form_can_be_sent_to(text: str) -> None:
    typed = Details("王芳", email=text)
    address = typed.trimmed["email"]
    if address and not faults_of(typed):
        assert checked(address).isascii()
        assert Address(addr_spec=address).addr_spec == address


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\ufeff", "\u00a0", "\u2060", "\u3000"])
def test_unseen_characters_of_a_pasted_address_are_cleaned_away(mark: str) -> None:
    typed = Details("王芳", email=f"{mark}wang@example.org{mark}")
    assert typed.trimmed["email"] == "wang@example.org"
    assert not faults_of(typed)


@pytest.mark.parametrize("address", ["ｗａｎｇ＠ｅｘａｍｐｌｅ．ｏｒｇ", " wang@example.org\n"])
def test_an_input_method_may_write_the_address_at_full_width(address: str) -> None:
    assert Details("王芳", email=address).trimmed["email"] == "wang@example.org"


@pytest.mark.parametrize(
    "address",
    ["王芳@example.org", "wäng@example.org", "wang@例子.中国", ".w@a.b", "w..x@a.b", "w@-a.b",
     "w@a..b", "w@", "@a", "wa\u00a0ng@example.org", "wаng@example.org", "w" * 65 + "@a.b",
     "w@" + "a." * 130],
)  # fmt: skip
def test_what_no_mail_server_takes_is_refused_at_its_field(address: str) -> None:
    assert not is_mail_address(address)
    assert "no mail address" in faults_of(Details("王芳", email=address))["email"].en


@pytest.mark.parametrize("key", ["name", "name_en", "code"])
def test_a_character_that_cannot_be_shown_is_told_at_its_field(key: str) -> None:
    told = faults_of(Details(**{"name": "王芳", key: "王\u202e芳"}))
    assert "U+202E in line 1, place 2" in told[key].en
