"""Laws of the house as a building: every room has a sentence, every public type one meaning."""

from __future__ import annotations

import ast
import importlib
from collections import defaultdict

import pytest

from tests.rooms import ARCHITECTURE, rooms, table
from tests.servers import ROOT
from tests.sources import trees

MOST_DOORS = 22  # entries of a folder that a reader takes in at a glance


@pytest.mark.parametrize("room", rooms())
def test_every_room_says_in_one_sentence_what_it_is_for(room: str) -> None:
    assert rooms()[room].endswith("."), f"{room}/__init__.py has no first sentence"


def test_the_architecture_shows_every_room() -> None:
    assert table() in ARCHITECTURE.read_text(encoding="utf-8"), "run `make docs`"


def test_the_domain_shows_no_more_doors_than_a_reader_takes_in() -> None:
    doors = [p.name for p in (ROOT / "workflow").iterdir() if not p.name.startswith("__")]
    assert len(doors) <= MOST_DOORS, sorted(doors)


def test_no_two_public_types_of_the_domain_have_one_name() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for file, tree in trees("workflow"):
        for name in _types(tree):
            places[name].append(file)
    doubled = {name: files for name, files in places.items() if len(files) > 1}
    assert not doubled, "one word, one meaning: rename all but one"


@pytest.mark.parametrize("room", ["workflow.declaration", "workflow.platform"])
def test_what_a_room_hands_out_at_its_door_is_taken_there(room: str) -> None:
    handed_out = set(importlib.import_module(room).__all__)
    past_the_door = [
        f"{file}:{node.lineno} {alias.name}"
        for file, tree in trees("workflow", "web", "worker", "rectify")
        if not file.startswith(room.replace(".", "/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{room}.")
        for alias in node.names
        if alias.name in handed_out
    ]
    assert not past_the_door, f"import them from {room}"


def _types(tree: ast.Module) -> list[str]:
    """Return the public classes and type aliases that a module defines."""
    names = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name):
            camel = target.id[0].isupper() and not target.id.isupper() and "_" not in target.id
            names += [target.id] if camel else []
    return [name for name in names if not name.startswith("_")]
