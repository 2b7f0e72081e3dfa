"""The source files of the project, for tests that read code as text or as trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.servers import ROOT

SHIPPED = ("workflow", "web", "worker", "rectify")


def files(*names: str) -> Iterator[tuple[str, Path]]:
    """Yield each file of these folders, or these files, with its path below the project."""
    for name in names:
        path = ROOT / name
        found = [path] if path.is_file() else sorted(path.rglob("*.py"))
        for file in found:
            if ".venv" not in file.parts:
                yield str(file.relative_to(ROOT)), file


def trees(*names: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield each of them parsed."""
    for name, file in files(*names):
        yield name, ast.parse(file.read_text(encoding="utf-8"))


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call in them, with the path of its file."""
    for name, tree in trees(*names):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield name, node
