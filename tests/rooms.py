"""The rooms of the project and what each is for: ``python -m tests.rooms`` prints the table.

A room is a folder of Python modules; the first sentence of its ``__init__`` says what it is for.
``make docs`` puts the table into docs/architecture.md; a law compares the two.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.servers import ROOT
from tests.sources import SHIPPED

BEGIN, END = "<!-- rooms: written by `make docs` -->\n", "<!-- end of rooms -->\n"
ARCHITECTURE = ROOT / "docs" / "architecture.md"


def rooms() -> dict[str, str]:
    """Return the first sentence of each room by its path, from the top layer down.

    A room without a docstring has the empty string.
    """
    found = [folder for name in SHIPPED for folder in _folders(ROOT / name)]
    return {
        str(folder.relative_to(ROOT)): _sentence(folder) for folder in sorted(found, key=_order)
    }


def table() -> str:
    """Return the table of rooms as Markdown."""
    rows = (f"| `{path}/` | {sentence} |\n" for path, sentence in rooms().items())
    return "| room | what it is for |\n|---|---|\n" + "".join(rows)


def _folders(top: Path) -> Iterator[Path]:
    for folder in (top, *sorted(path for path in top.rglob("*") if path.is_dir())):
        if any(folder.glob("*.py")) and "migrations" not in folder.parts:
            yield folder


def _sentence(folder: Path) -> str:
    init = folder / "__init__.py"
    text = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) if init.exists() else ""
    return " ".join((text or "").split("\n\n")[0].split()).replace("``", "`")


def _order(folder: Path) -> tuple[int, int, Path]:
    """Sort by the layers of the contracts: what stands higher comes first."""
    path = folder.relative_to(ROOT)
    tops = ["rectify", "web", "worker", "workflow"]
    layer = _layers().get(path.parts[1], 0) if len(path.parts) > 1 else -1
    return tops.index(path.parts[0]), layer if path.parts[0] == "workflow" else 0, path


def _layers() -> dict[str, int]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    inside = next(contract for contract in contracts if contract.get("containers") == ["workflow"])
    return {
        name.strip(): place for place, row in enumerate(inside["layers"]) for name in row.split(":")
    }


def main() -> None:
    """Write the table into docs/architecture.md."""
    text = ARCHITECTURE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    ARCHITECTURE.write_text(head + BEGIN + table() + END + tail, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
