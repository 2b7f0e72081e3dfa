"""Conditions about the form: each unmet condition is told at the input, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from workflow.declaration import (
    EVIDENCE,
    REMARK,
    Asking,
    Condition,
    Facts,
    Transition,
    value_of,
)
from workflow.declaration.fields import parse
from workflow.errors import BadInput
from workflow.words import Words


def unmet(transition: Transition, facts: Facts, first: Condition) -> dict[str, Words]:
    """Return the faults by input, of the form as filled in; none where ``first`` names no input."""
    if not first.about:
        return {}
    asked = [first, *(c for c in transition.conditions if c.about and c is not first)]
    return _faults((c for c in asked if not c.met(facts)), facts)


def read(
    form: Asking, transition: Transition, facts: Facts, raw: Mapping[str, object], with_files: bool
) -> tuple[dict[str, Any], str]:
    """Return the values of the form and the comment.

    Raises ``BadInput`` with every fault: of the values, and of the conditions on the others.
    """
    try:
        return parse(form, raw, facts.comment, facts.today, facts.item.data)
    except BadInput as refused:
        others = _besides(transition, facts, raw, refused.fields, with_files)
        raise BadInput(refused.words, refused.fields | others) from None


def _besides(
    transition: Transition,
    facts: Facts,
    raw: Mapping[str, object],
    faults: Mapping[str, Words],
    with_files: bool,
) -> dict[str, Words]:
    """Return the further faults of a form of which some values cannot be read.

    Conditions on unread values, on other items, and on a place that is not known yet stay out.
    """
    left = {f.key for f in transition.fields if f.use == "reference"} | {"unit", *faults}
    values = _read(transition, raw, faults)
    known = replace(facts, fields=values)
    open_ = (c for c in transition.conditions if c.about and left.isdisjoint(c.about))
    asked = (c for c in open_ if not (with_files and EVIDENCE in c.about))
    return _faults((c for c in asked if not c.met(known)), known)


def needed(transition: Transition, facts: Facts) -> dict[str, Words]:
    """Return the demands of the form beside the required fields: evidence, and a reason."""
    asked = (c for c in transition.conditions if c.about and {*c.about} <= {REMARK, EVIDENCE})
    blank = replace(facts, fields={}, comment="")
    return _faults((c for c in asked if not c.met(blank)), blank)


def _read(
    transition: Transition, raw: Mapping[str, object], faults: Mapping[str, Words]
) -> dict[str, Any]:
    sent = {f.key: value_of(f, raw[f.key]) for f in transition.fields if f.key in raw}
    return {key: value for key, value in sent.items() if value is not None and key not in faults}


def _faults(conditions: Iterator[Condition], facts: Facts) -> dict[str, Words]:
    faults: dict[str, Words] = {}
    for condition in conditions:
        faults.setdefault(condition.about[0], condition.sentence(facts))
    return faults
