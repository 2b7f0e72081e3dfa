"""``make quick`` runs the tests of what was touched, the nearest first."""

from __future__ import annotations

from tests.quick import LONG, MOST, nearest_tests


def test_a_module_asks_for_the_test_that_mirrors_it_and_for_those_that_import_it() -> None:
    chosen = nearest_tests(["workflow/escalation/sweep.py"])
    assert chosen[0] == "tests/escalation/test_sweep.py"
    assert any(name != chosen[0] for name in chosen)


def test_a_changed_test_is_run_even_where_it_is_long() -> None:
    assert nearest_tests(["tests/rectify/test_up.py"]) == ["tests/rectify/test_up.py"]


def test_what_everybody_imports_asks_for_few_and_quick_tests() -> None:
    chosen = nearest_tests(["workflow/words.py", "workflow/platform/db.py"])
    assert 0 < len(chosen) <= MOST
    assert not [name for name in chosen if name.startswith(LONG)]


def test_a_file_that_no_test_knows_asks_for_none() -> None:
    assert nearest_tests(["bench/report.py"]) == []
