"""``rectify check``: of the lists named, from the cache where nothing changed, in sentences."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import workflow
from tests.newcomer import DECLARED, FORGOTTEN
from tests.rectify.service import environment, looked_at

Check = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the domain, so that a list can be added to it as a newcomer does: by one file."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(workflow.__file__).parent, tmp_path / "workflow", ignore=ignored)
    return tmp_path


@pytest.fixture
def check(tree: Path) -> Check:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        env = environment(tree, XDG_CACHE_HOME=str(tree / "cache"), PYTHONPATH=looked_at(tree))
        return subprocess.run(
            [sys.executable, "-m", "rectify", "check", *arguments],
            env=env, cwd=tree, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip

    return run


def add(tree: Path, text: str, name: str = "suggestions") -> Path:
    file = tree / "workflow" / "profession" / "lists" / f"{name}.py"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_list_that_did_not_change_is_answered_from_the_cache(tree: Path, check: Check) -> None:
    file = add(tree, DECLARED)
    first, second = check("suggestions"), check("suggestions")
    assert first.returncode == second.returncode == 0, first.stderr
    assert "✓ suggestions: proven (" in first.stdout
    assert "cache" not in first.stdout
    assert "✓ suggestions: proven (" in second.stdout
    assert "unchanged, from the cache" in second.stdout
    assert "cache" not in check("--no-cache", "suggestions").stdout
    file.write_text(DECLARED.replace('"Answer"', '"Answer it"'), encoding="utf-8")
    assert "cache" not in check("suggestions").stdout


def test_a_list_is_proven_anew_where_something_changed_that_it_rests_on(
    tree: Path, check: Check
) -> None:
    add(tree, DECLARED)
    [before] = json.loads(check("--json", "suggestions").stdout)
    shared = tree / "workflow" / "profession" / "moves" / "basic.py"
    other = tree / "workflow" / "profession" / "moves" / "voting.py"
    for file, cached in ((other, True), (shared, False)):
        file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
        [now] = json.loads(check("--json", "suggestions").stdout)
        assert now == before | {"cached": cached}, file


def test_a_list_that_there_is_not_is_bad_usage(check: Check) -> None:
    refused = check("sugestions")
    assert refused.returncode == 2
    assert 'there is no list "sugestions"; there are: accountabilities, ' in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_forgotten_rule_stops_with_the_shortest_way_around_it(tree: Path, check: Check) -> None:
    add(tree, FORGOTTEN)
    found = check()
    assert found.returncode == 1
    assert "suggestions.answer: say whose work it judges" in found.stdout
    assert "1. the suspect raise\n      2. the suspect answer\n" in found.stdout
    assert found.stderr == ""


ODD: dict[str, tuple[Callable[[str], str], str]] = {
    "a field that the form has": (
        lambda text: text.replace('Field("answer"', 'Field("comment"'),
        "suggestions.answer: every form has 'comment' already",
    ),
    "a state that there is not": (
        lambda text: text.replace('dest="answered"', 'dest="replied"'),
        "suggestions.answer: unknown state ['replied']",
    ),
    "a mistake of Python": (lambda text: text + "\nLIST_TYPE = (", "SyntaxError"),
    "a name that there is not": (
        lambda text: text.replace("permission=director,", "permission=chief,"),
        "NameError: name 'chief' is not defined (suggestions.py, line ",
    ),
    "a rule that fails": (
        lambda text: text.replace(
            "f.within(VERIFICATION)", "f.within(f.item.data['no such thing'])"
        ),
        "'raise' fails: KeyError: 'no such thing' (suggestions.py, line ",
    ),
    "a person awaited that depends on what is not there": (
        lambda text: text.replace('awaits="raiser"', "awaits=lambda item: item.data['whom']"),
        "'answer' fails: KeyError: 'whom' (suggestions.py, line ",
    ),
    "a kind of field that there is not": (
        lambda text: text.replace(
            'Words("答复内容", "Answer"), kind="long"', 'Words("答复内容", "Answer"), kind="essay"'
        ),
        "'answer' fails: KeyError: 'essay'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), ODD.values(), ids=ODD.keys())
def test_whatever_a_declaration_says_is_answered_with_a_sentence(
    tree: Path, check: Check, change: Callable[[str], str], sentence: str
) -> None:
    text = change(DECLARED)
    assert text != DECLARED
    add(tree, text)
    found = check("suggestions")
    assert found.returncode == 1, found.stderr
    assert sentence in found.stdout
    assert "Traceback" not in found.stdout + found.stderr
