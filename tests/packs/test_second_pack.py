"""A second, tiny pack runs on the same engine, and nothing there imports the first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import SECRET_KEY
from tests.servers import ROOT, Servers


@pytest.fixture(scope="module")
def story(postgres: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What a process with the second pack did, on a database of its own."""
    owner_url, app_url = postgres.new_database()
    yield _told(owner_url, app_url, tmp_path_factory.mktemp("depot"))
    postgres.give_back(owner_url)


def _told(owner_url: str, app_url: str, data: Path) -> dict[str, Any]:
    settings = {
        "OWNER_URL": owner_url, "DATABASE_URL": app_url, "RECTIFY_DATA": str(data),
        "RECTIFY_SECRET_KEY": SECRET_KEY, "RECTIFY_REQUIRE_TOTP": "false",
        "RECTIFY_MAIL_HOURS": "always",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.packs.story"],
        cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_engine_with_another_pack_never_imports_the_profession(story: dict[str, Any]) -> None:
    assert story["profession"] == []


def test_an_item_of_the_second_pack_is_worked_off_from_raised_to_closed(
    story: dict[str, Any],
) -> None:
    told = story["worked_off"]
    assert told["number"].startswith("F")
    assert told["states"] == ["raised", "assigned", "refilled", "checked", "closed"]


def test_whoever_did_the_work_may_not_judge_it_there_either(story: dict[str, Any]) -> None:
    assert story["worked_off"]["barred"].startswith("You are")


def test_lateness_climbs_the_ladder_of_the_second_pack_and_opens_its_document(
    story: dict[str, Any],
) -> None:
    told = story["escalated"]
    assert told["problems"] == ["", ""]
    assert told["rungs"] == ["late", "remark"]
    assert told["told"] == [2, 3]  # the refiller, and the chief one level above
    assert told["remark"].startswith("R")


def test_an_effect_of_the_second_pack_changes_the_parent_by_its_own_function(
    story: dict[str, Any],
) -> None:
    assert story["escalated"]["noted"] == story["escalated"]["remark"]


def test_its_items_are_raised_moved_and_read_on_pages(story: dict[str, Any]) -> None:
    told = story["pages"]
    assert (told["raised"], told["moved"]) == (303, 303)
    assert set(told["pages"].values()) == {200}, told["pages"]
    assert "Being refilled" in told["item"]
    assert "Fire extinguishers" in told["list"]
    assert "Problems" not in told["list"]


def test_its_items_are_raised_and_read_by_the_api(story: dict[str, Any]) -> None:
    told = story["api"]
    assert (told["raised"], told["state"], told["listed"]) == (201, "raised", 200)
    assert told["unknown"] == 400
    assert told["lists"] == ["extinguishers", "remarks"]
    assert told["triggers"]


def test_its_lists_are_proven_and_printed(story: dict[str, Any]) -> None:
    told = story["proven"]
    assert told["findings"] == {"extinguishers": [], "remarks": []}
    assert min(told["explored"].values()) > 1
    assert told["ladder"] == []
    assert "is noted on it" in told["document"]


def test_no_invariant_is_broken_by_what_happened(story: dict[str, Any]) -> None:
    assert story["broken"] == []


_IMPORTING = """
import pkgutil, sys
from importlib import import_module
for top in ("workflow", "web", "worker"):
    for found in pkgutil.walk_packages(import_module(top).__path__, top + "."):
        if not found.name.startswith(("workflow.profession", "workflow.ops.migrations")):
            import_module(found.name)
"""


def test_no_module_reads_the_pack_while_it_is_imported() -> None:
    """The starting program names the pack, and its imports come before its first line."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTING], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
