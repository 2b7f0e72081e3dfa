"""The pack of workplace hazards: words and data alone carry another trade to the closed matter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.cast import SECRET_KEY
from tests.servers import ROOT, Servers


@pytest.fixture(scope="module")
def told(postgres: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What happened on a database that ``rectify init --pack hazards`` made."""
    owner_url, app_url = postgres.new_database()
    with psycopg.connect(owner_url, autocommit=True) as owner:  # as empty as a new one
        owner.execute("DROP SCHEMA public CASCADE")
        owner.execute("CREATE SCHEMA public")
    settings = os.environ | {
        "RECTIFY_OWNER_DATABASE_URL": owner_url, "DATABASE_URL": app_url,
        "RECTIFY_DATA": str(tmp_path_factory.mktemp("plant")), "RECTIFY_LANG": "en",
        "RECTIFY_SECRET_KEY": SECRET_KEY, "RECTIFY_REQUIRE_TOTP": "false",
        "RECTIFY_MAIL_HOURS": "always",
    }  # fmt: skip
    made = _run(settings, "rectify", "init", "--pack", "hazards")
    assert made.returncode == 0, made.stderr
    told = _run(settings, "tests.packs.hazards_story")
    assert told.returncode == 0, told.stderr[-4000:]
    other = _run(settings, "rectify", "init", "--pack", "party_branch")
    yield json.loads(told.stdout) | {"other": (other.returncode, other.stderr)}
    postgres.give_back(owner_url)


def _run(settings: dict[str, str], module: str, *given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *given],
        cwd=ROOT, env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_installation_has_the_severities_of_its_pack(told: dict[str, Any]) -> None:
    assert told["pack"] == ["hazards", ["general", "major"], "general"]


def test_a_failing_line_of_its_sheet_makes_the_three_lists(told: dict[str, Any]) -> None:
    assert told["made"] == ["problems", *["responsibilities"] * 3, "tasks", "tasks"]


def test_the_hazard_is_worked_off_from_raised_to_closed(told: dict[str, Any]) -> None:
    assert told["closed"] == ["closed", "", ""]


def test_pages_speak_the_words_of_the_pack_and_none_of_the_other(told: dict[str, Any]) -> None:
    pages = told["pages"]
    assert [page for page, text in pages.items() if len(text) < 10] == []
    assert "隐患清单" in pages["zh /lists/problems"]
    assert "Hazard list" in pages["en /lists/problems"]
    assert "安全总监" in pages["zh /help/roles/office_party_secretary"]
    assert "车间现场安全检查表" in pages["zh /sheets"]
    foreign = [
        f"{page}: {text[max(0, at - 30) : at + 30]}"
        for page, text in pages.items()
        for word in ("党", "支部", "party", "branch")
        if (at := text.lower().find(word)) >= 0
    ]
    assert foreign == []


def test_programs_are_held_to_the_codes_and_severities_of_the_pack(told: dict[str, Any]) -> None:
    assert told["api"] == {"refused": 422, "raised": 201, "below": ["天车限位失效"]}


def test_another_pack_is_refused_once_the_tables_are_made(told: dict[str, Any]) -> None:
    code, sentence = told["other"]
    assert code == 1
    assert 'The pack "hazards" is installed here already' in sentence
