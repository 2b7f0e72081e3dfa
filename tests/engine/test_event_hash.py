"""The hashed bytes have one form, whichever library writes them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workflow.declaration import pack
from workflow.declaration.fields import value_of
from workflow.engine.event_hash import canonical
from workflow.words import Words

_TEXT = st.text(st.characters(exclude_categories=("Cs",)))
_PLAIN = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | _TEXT
_JSON = st.recursive(
    _PLAIN, lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner), max_leaves=20
)


@given(_JSON)
def test_hashed_bytes_are_those_of_the_standard_library(value: Any) -> None:
    form = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value) == form.encode()


def test_a_sentence_is_hashed_as_its_two_texts() -> None:
    assert canonical({"why": Words("没有", "none")}) == '{"why":["没有","none"]}'.encode()


def test_no_field_takes_a_number_with_a_fraction_into_the_trail() -> None:
    fields = [f for kept in pack().lists.values() for t in kept.transitions for f in t.fields]
    sent = (1.5, 1e22, 1e-7, float("nan"), [1.5])
    assert not [
        (field.key, value)
        for field in fields
        for raw in sent
        if isinstance(value := value_of(field, raw), float)
        or (isinstance(value, list) and any(isinstance(one, float) for one in value))
    ]
