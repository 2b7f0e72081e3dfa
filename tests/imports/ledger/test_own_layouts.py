"""Layouts that nobody handed to us: as proposed, without a correction, they come out right."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.imports.ledger.books import layout_file
from tests.imports.ledger.own_layouts import Layout
from tests.imports.ledger.proposals import proposed

FOLDER = Path(__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("own_layouts*.py"))
LAYOUTS = [
    layout for name in MODULES for layout in import_module(f"tests.imports.ledger.{name}").LAYOUTS
]


def written(layout: Layout, folder: Path) -> Path:
    encoding = "gb18030" if "gb18030" in layout.file else "utf-8"
    return layout_file(folder / layout.file, layout.sheets, layout.merges, encoding)


def told_of(item: dict[str, Any], key: str) -> Any:
    if key == "kind":
        return item["deadline"]["kind"]
    return len(item["tasks"]) if key == "tasks" else item[key]


def same(said: Any, want: Any) -> bool:
    return set(said) == set(want) if isinstance(want, list) else bool(said == want)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_comes_out_as_a_person_reads_it(layout: Layout, tmp_path: Path) -> None:
    told = proposed(written(layout, tmp_path))
    items = {(item["sheet"], item["row"]): item for item in told["items"]}
    assert items.keys() == layout.want.keys(), told.get("error")
    wrong = [
        (place, key, want, told_of(items[place], key))
        for place, wants in layout.want.items()
        for key, want in wants.items()
        if not same(told_of(items[place], key), want)
    ]
    wrong += [
        (name, meaning) for name, meaning in layout.meanings.items()
        if meaning not in {m for column, m in told["columns"].items() if column.endswith(name)}
    ]  # fmt: skip
    assert wrong == []
