"""The glossary tells every declared term, and the terms by hand beside them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files
from io import StringIO

import pytest
from click.testing import CliRunner

from rectify.commands.documents import command
from tests.servers import ROOT
from workflow.checks.glossary import GlossaryEntry, GlossarySection, by_hand, glossary, of_words
from workflow.organisation.kinds import KINDS
from workflow.profession.document_kinds import PAPERS
from workflow.profession.lists import LIST_TYPES
from workflow.profession.roles import ROLES
from workflow.profession.sanctions import METHODS
from workflow.profession.severity_classes import HANDLING
from workflow.words import Words

UNITS = of_words(Words("组织类型", "Kinds of unit"), ((k.key, k.words) for k in KINDS.values()))


def _line(words: Words, code: str) -> str:
    return f"| {words.zh} | {words.en} | `{code}` |"


@pytest.fixture(scope="module")
def printed() -> str:
    """What the command prints."""
    return CliRunner().invoke(command, ["glossary"], catch_exceptions=False).output


def test_the_command_prints_the_file_that_is_kept(printed: str) -> None:
    assert printed == (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), "make docs"


@pytest.mark.parametrize("key", LIST_TYPES)
def test_a_list_is_told_with_its_states_moves_and_fields(key: str, printed: str) -> None:
    declared = LIST_TYPES[key]
    fields = {(f.words, f.key) for move in declared.transitions for f in move.fields}
    states = {(state.words, state.key) for state in declared.states}
    moves = {(move.words, move.trigger) for move in declared.transitions}
    for words, code in {(declared.words, key), *states, *moves, *fields}:
        assert _line(words, code) in printed


def test_roles_severities_methods_documents_and_units_are_told(printed: str) -> None:
    codes = {
        **ROLES,
        **{key: handling.words for key, handling in HANDLING.items()},
        **{key: method.words for key, method in METHODS.items()},
        **{key: paper.words for key, paper in PAPERS.items()},
        **{key: kind.words for key, kind in KINDS.items()},
    }
    assert not [code for code, words in codes.items() if _line(words, code) not in printed]


def test_a_term_by_hand_stands_in_one_place(printed: str) -> None:
    for term in by_hand():
        assert f"| {term.words.zh} |" in printed
        alone = printed.partition("## Terms of the trade")[2].count(f"\n| {term.words.zh} |")
        before = printed.partition("## Terms of the trade")[0].count(f"\n| {term.words.zh} |")
        assert alone == (0 if before else 1), term


def test_a_declared_term_takes_the_other_english_of_the_line_by_hand() -> None:
    section = GlossarySection(
        Words("节", "Section"), (GlossaryEntry(Words("督办单", "Notice"), "notice"),)
    )
    assert "| 督办单 | Notice | `notice` | also: supervision notice |" in glossary(section)


def test_the_terms_by_hand_are_complete_and_each_said_once() -> None:
    text = files("workflow.checks").joinpath("glossary.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(StringIO(text))
    assert header == ["zh", "en", "code"]
    assert not [row for row in rows if len(row) != 3 or not all(cell.strip() for cell in row)]
    assert [zh for zh, times in Counter(row[0] for row in rows).items() if times > 1] == []
    for zh, en, code in rows:
        assert re.search("[一-鿿]", zh), zh
        assert not re.search("[一-鿿]", en), en
        assert re.fullmatch(r"\w+(\|\w+)*", code, re.ASCII), code
