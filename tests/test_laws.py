"""Laws of the house: what holds of the whole tree, whoever writes in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from tests.servers import ROOT, Database
from tests.sources import SHIPPED, files, trees
from workflow.declaration import effects
from workflow.ops.schema import configuration, upgrade
from workflow.platform import Settings, sqlalchemy_url
from workflow.platform.models.base import Base

OURS = (*SHIPPED, "bench", "tests", "hatch_build.py")
GENERATED = "workflow/ops/migrations/versions"
LONGEST = 300


def _calls(tree: ast.Module) -> Iterator[str]:
    """Yield what is called, as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_no_file_is_longer_than_a_reader_takes_in() -> None:
    long = {
        name: lines
        for name, file in files(*OURS)
        if not name.startswith(GENERATED)
        and (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_models_and_migrations_say_the_same(database: Database) -> None:
    engine = create_engine(sqlalchemy_url(database.owner_url))
    try:
        with engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    finally:
        engine.dispose()
    assert not differences


def test_migrations_go_down_to_nothing_and_up_again(database: Database) -> None:
    engine = create_engine(sqlalchemy_url(database.owner_url))
    try:
        with engine.begin() as connection:
            downgrade(configuration(connection), "base")
            left = connection.exec_driver_sql(
                "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = 'public' AND c.relkind = 'r'"
                " UNION ALL SELECT p.proname FROM pg_proc p JOIN pg_namespace n"
                " ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
            )
            assert [row[0] for row in left] == ["alembic_version"]
    finally:
        engine.dispose()
    upgrade(database.owner_url)


def test_migrating_twice_changes_nothing(database: Database) -> None:
    upgrade(database.owner_url)
    upgrade(database.owner_url)


def test_nothing_commits_by_hand() -> None:
    offenders = [
        name
        for name, tree in trees(*SHIPPED)
        if any(call.endswith(".commit") for call in _calls(tree))
    ]
    assert not offenders, "decisions are single statements; open a transaction as a block instead"


def test_only_the_machine_sets_a_state() -> None:
    setters = {
        name
        for name, tree in trees(*SHIPPED)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for part in ast.walk(target)
        if isinstance(part, ast.Attribute) and part.attr == "state"
    }
    assert setters == {"workflow/engine/machine.py"}


def test_only_the_machine_knows_the_library_of_state_machines() -> None:
    importers = {
        name
        for name, tree in trees(*OURS)
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "transitions")
        or (isinstance(node, ast.Import) and node.names[0].name.split(".")[0] == "transitions")
    }
    shipped = {name for name in importers if not name.startswith("bench/")}
    assert shipped == {"workflow/engine/machine.py"}


def test_nothing_in_the_domain_reads_the_clock() -> None:
    clocks = re.compile(r"(datetime\.(now|utcnow|today)|date\.today|time\.time)$")
    readers = {
        name
        for name, tree in trees("workflow")
        if any(clocks.search(call) for call in _calls(tree))
        and not name.startswith("workflow/accounts/")  # cookies and codes age by the real clock
    }
    assert not readers, "the time is an argument; the database's clock decides"


def test_no_test_depends_on_the_day_or_on_the_speed_of_the_machine() -> None:
    clock = re.compile(r"(datetime\.(now|utcnow|today)|date\.today|time\.time|localtime|gmtime)$")
    watch = re.compile(r"(monotonic|perf_counter|process_time)(_ns)?$")
    calls = [(name, call) for name, tree in trees("tests", "bench") for call in _calls(tree)]
    asked = {name for name, call in calls if clock.search(call)}
    timed = {name for name, call in calls if watch.search(call) and name.startswith("tests/")}
    # When a benchmark ran, and when the peers, who have no clock of their own, decide.
    assert asked == {"tests/clock.py", "bench/report.py", "bench/peers/harness.py"}
    # The campaign is run by hand and reports how long it took. What else takes time is for bench/.
    campaign = {"tests/chaos/campaign.py", "tests/chaos/__main__.py"}
    assert timed == {"tests/patience.py", *campaign}


def test_no_test_keeps_the_day_on_which_it_was_loaded() -> None:
    early = {
        f"{name}:{node.lineno}"
        for name, tree in trees("tests")
        for statement in tree.body
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef))
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("clock.")
    }
    assert not early, "midnight may come before the test does"


def test_every_promise_has_a_hand_that_keeps_it() -> None:
    carrying_out = trees(
        *(
            f"workflow/engine/{name}.py"
            for name in ("apply_effects", "raising", "cascades", "outcomes")
        )
    )
    nodes = [node for _, tree in carrying_out for node in ast.walk(tree)]
    handled = {
        ast.unparse(kind)
        for node in nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance"
        for kind in getattr(node.args[1], "elts", [node.args[1]])
    } | {ast.unparse(node.cls) for node in nodes if isinstance(node, ast.MatchClass)}
    assert {kind.__name__ for kind in effects.KINDS} <= handled


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_setting_is_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    names = {
        str(field.validation_alias or f"RECTIFY_{name.upper()}")
        for name, field in Settings.model_fields.items()
    }
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_the_modules_import_only_downwards() -> None:
    checked = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout[-3000:]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locked_packages_have_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\$", text, re.MULTILINE | re.IGNORECASE)
    assert len(pinned) > 20
    assert len(re.findall(r"^[a-z0-9]", text, re.MULTILINE | re.IGNORECASE)) == len(pinned)


def test_nothing_is_put_off_in_a_comment() -> None:
    put_off = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b")
    offenders = [n for n, file in files(*OURS) if put_off.search(file.read_text(encoding="utf-8"))]
    assert not offenders


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "base_utils"}
    assert not [name for name, file in files(*OURS) if {*file.with_suffix("").parts} & drawers]


# Copied by place in every trial of a decision: names would take four times as long.
BY_PLACE = {"Item", "PostHolder"}
MOST_BY_PLACE = 5


def _by_place(record: ast.ClassDef) -> int:
    """Return the number of fields that may be given without their names; 0 for other classes."""
    marks = [ast.unparse(mark) for mark in record.decorator_list]
    is_record = any(mark.startswith(("dataclass", "dataclasses.dataclass")) for mark in marks)
    if not is_record and [ast.unparse(base) for base in record.bases] != ["NamedTuple"]:
        return 0
    asked = [
        ast.unparse(line.annotation)
        for line in record.body
        if isinstance(line, ast.AnnAssign) and "init=False" not in ast.unparse(line)
    ]
    named = 0 if any("kw_only=True" in mark for mark in marks) else len(asked)
    return asked.index("KW_ONLY") if "KW_ONLY" in asked else named


def test_a_record_of_more_than_five_fields_is_made_by_their_names() -> None:
    rooms = ("workflow/declaration", "workflow/engine", "workflow/queries")
    records = [
        (node.name, _by_place(node))
        for _, tree in trees(*rooms)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name not in BY_PLACE
    ]
    assert {name: by_place for name, by_place in records if by_place > MOST_BY_PLACE} == {}
