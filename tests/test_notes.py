"""Laws of the wall: code names only notes that there are, and only fields that a list declares."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.sources import SHIPPED, files
from web.api.facts import ItemFacts
from workflow.declaration import RectificationProcess
from workflow.profession.lists import LIST_TYPES

NOTES = {*RectificationProcess.__annotations__}
FIELDS = {
    field.key
    for list_type in LIST_TYPES.values()
    for transition in list_type.transitions
    for field in transition.fields
    if field.is_kept
}
# What follows from the other notes, or is of use to the machine alone.
# The contents of a document are lines of their own. Who complained about whom is nobody's business.
_UNTOLD = {"answered", "audience", "by_row", "complaint", "contents", "pieces", "shut_out", "tally",
           "to_execute", "votes"}  # fmt: skip
# Other times, and rows of registers.
_OF_OTHERS = (
    "workflow/ops/migrations/versions/", "workflow/registers/", "workflow/ops/code_tables.py",
    "workflow/queries/figures/targets.py", "workflow/snapshots/policies.py",
    "workflow/delivery/reports/",
)  # fmt: skip
_SQL = re.compile(r"\b(data|process)\s*(?:->>?|#>>?|\?)\s*'(?:\{\{?)?([a-z_]+)")
_ORM = re.compile(r"ItemRow\.(data|process)(?:\[|\.has_key\()\"([a-z_]+)")


def _named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what is looked into, as it is written, and the name that is looked for."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=of, slice=ast.Constant(value=str(key))):
                yield ast.unparse(of), key
            case ast.Call(
                func=ast.Attribute(value=of, attr="get" | "pop" | "setdefault"),
                args=[ast.Constant(value=str(key)), *_],
            ):
                yield ast.unparse(of), key
            case ast.Compare(
                left=ast.Constant(value=str(key)),
                ops=[ast.In() | ast.NotIn()],
                comparators=[of],
            ):
                yield ast.unparse(of), key
            case ast.Call(func=ast.Name(id="forget"), args=[of, *names]):
                texts = [name.value for name in names if isinstance(name, ast.Constant)]
                yield from ((ast.unparse(of), str(text)) for text in texts)


def _is_process(of: str) -> bool:
    return of == "process" or of.endswith((".process", "process_of(item)", "process_of(f.item)"))


def test_code_looks_only_for_notes_and_fields_that_there_are() -> None:
    looked_for = set[str]()
    for name, file in files(*SHIPPED):
        text = file.read_text(encoding="utf-8")
        if name.startswith(_OF_OTHERS) or not name.startswith(("workflow/", "web/")):
            continue
        found = [*_named(ast.parse(text)), *_SQL.findall(text), *_ORM.findall(text)]
        for of, key in found:
            if _is_process(of):
                assert key in NOTES, f"{name}: there is no note {key!r}"
                looked_for.add(key)
            elif of.endswith(".data") or of == "data":
                assert key in FIELDS | {"look_back"}, f"{name}: no list declares {key!r}"
    assert len(looked_for) > len(NOTES) // 2


def test_the_engine_reads_no_field_by_its_name() -> None:
    for name, file in files("workflow/engine", "workflow/deadlines", "workflow/declaration"):
        for of, key in _named(ast.parse(file.read_text(encoding="utf-8"))):
            assert not of.endswith(".data"), f"{name} reads the field {key!r}"


def test_the_api_tells_every_note_or_it_is_said_why_not() -> None:
    assert {*ItemFacts.model_fields} | _UNTOLD == NOTES
    assert not {*ItemFacts.model_fields} & _UNTOLD
