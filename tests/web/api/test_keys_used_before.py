"""A key that was used before, with other content: every POST of the API refuses it alike."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH
from tests.servers import Database
from tests.web.api.client import Programs, refused

RAISE = ("/items", {"list": "problems", "fields": {
    "title": "灭火器过期", "unit": BRANCH, "severity": "minor",
}})  # fmt: skip
COMPLAIN = ("/complaints", {"title": "记录造假", "text": "后补的", "about": "第一党支部"})
OTHER = ("/complaints", {"title": "另一件事", "text": "后补的", "about": "第一党支部"})
# What looks at the key of a request, and at its content.
_LOOKING = {
    "once", "acted", "key_for", "refuse_reused", "of_form", "_key", "_acted", "_carried_out",
}  # fmt: skip
_API = Path("web/api")


@pytest.mark.parametrize(
    ("first", "second"),
    [(COMPLAIN, OTHER), (COMPLAIN, RAISE), (RAISE, COMPLAIN),
     (RAISE, ("/items/P2026-9999/follow", {})), (COMPLAIN, ("/me/language", {"language": "en"})),
     (RAISE, ("/complaints/F2026-9999/complainant", None)),
     (COMPLAIN, ("/decisions/foreseen", {"decisions": [
         {"number": "P2026-9999", "trigger": "close"}]}))],
)  # fmt: skip
def test_a_key_of_another_request_is_refused_and_nothing_is_made(
    programs: Programs, database: Database, first: Any, second: Any
) -> None:
    inspector = programs("inspector")
    assert inspector.post(*first, Idempotency_Key="k").status_code == 201
    told = refused(inspector.post(*second, Idempotency_Key="k"), 422)
    assert told["code"] == "idempotency_key_reused"
    again = inspector.post(*first, Idempotency_Key="k")
    assert again.status_code == 201  # the first request has its answer still
    with psycopg.connect(database.owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM items").fetchone() == (1,)


def test_every_post_of_the_api_looks_at_its_key() -> None:
    posts = {f"{file.stem}.{one.name}": one for file, one in _posts()}
    assert len(posts) > 50
    assert [name for name, one in posts.items() if not _called(one) & _LOOKING] == []


def _posts() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for file in _API.glob("*.py"):
        for one in ast.walk(ast.parse(file.read_text())):
            if isinstance(one, ast.FunctionDef) and any(
                "blueprint.post(" in ast.unparse(each) for each in one.decorator_list
            ):
                yield file, one


def _called(one: ast.FunctionDef) -> set[str]:
    called = (node.func for node in ast.walk(one) if isinstance(node, ast.Call))
    return {f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in called}
