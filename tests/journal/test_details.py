"""The details of an entry are told in words; no kind of detail is left as a raw key."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests import sources
from tests.cast import BRANCH, PERSONAS, actor
from tests.web import stories
from workflow import organisation
from workflow.journal.detail_words import ACTS, NAMES
from workflow.journal.kinds import KINDS, SUBJECTS
from workflow.journal.logs import queries, wording
from workflow.journal.logs.queries import LogEntry, LogFilter

NOTING = ("note", "_note", "_tell", "note_seen", "facts_of")
BESIDE = ("subject", "account_id", "what", "final")  # of which no detail comes


def calls() -> Iterator[ast.Call]:
    """Yield every call that writes an entry, or may."""
    for _, call in sources.calls(*sources.SHIPPED):
        if ast.unparse(call.func).rpartition(".")[2] in NOTING:
            yield call


def entry(**details: Any) -> LogEntry:
    at = datetime(2026, 3, 4, tzinfo=UTC)
    return LogEntry(1, at, "unit", 1, "周敏", None, "", "unit", "5", details, "", "第一党支部")


def test_every_detail_that_is_kept_has_a_name_in_both_languages() -> None:
    kept = {keyword.arg for call in calls() for keyword in call.keywords if keyword.arg}
    assert len(kept) > 50
    assert kept - {*BESIDE} - {*NAMES} == set()


def test_every_act_that_is_noted_has_words_in_both_languages() -> None:
    said = {
        text.value
        for call in calls()
        for value in [*call.args, *(k.value for k in call.keywords if k.arg == "what")]
        for text in ([value.body, value.orelse] if isinstance(value, ast.IfExp) else [value])
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    assert len(said) > 40
    assert said - {*ACTS} - {*KINDS} - {*SUBJECTS} == set()


def test_an_entry_reads_as_a_sentence_and_not_as_keys() -> None:
    told = wording.details(entry(what="end_post", role="inspector", valid_to=None, strong=True))
    assert told.zh == "免职；职务：检查人员；至：无；第二因素：是"
    assert told.en == "ended a post; role: inspector; until: none; second factor: yes"


def test_what_was_read_of_a_confidential_item_is_named() -> None:
    assert wording.details(entry(what="evidence 1a2b3c4d")).en == "evidence 1a2b3c4d"
    assert wording.details(entry(what="paper 2")).zh == "查阅文书 2"


@pytest.mark.usefixtures("cast")
def test_an_entry_names_the_unit_and_the_person_that_it_is_about() -> None:
    organisation.rename(actor("system-admin"), BRANCH, "新名")
    stories.assigned()
    head = PERSONAS["branch-head"]
    organisation.hand_over(actor("coordinator"), head.id, PERSONAS["branch-member"].id, "书记调任")
    found, _ = queries.entries(actor("audit-admin"), LogFilter())
    told = [wording.subject(line).zh for line in found]
    assert f"单位 新名 {BRANCH}" in told
    assert f"人员 {head.name} {head.id}" in told


def test_a_list_is_told_by_its_name() -> None:
    listed = replace(entry(), subject_kind="list", subject_id="appeals", subject_name="")
    assert wording.subject(listed).zh == "清单 申诉"
