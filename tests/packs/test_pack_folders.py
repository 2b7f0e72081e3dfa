"""A folder of an organisation's own: read whole, or refused with path, row and column."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rectify.service import environment, run
from workflow.declaration import pack
from workflow.declaration.pack_data import PackData
from workflow.errors import BadInput, NotPossible, WorkflowError
from workflow.profession.packs import read_folder, shipped
from workflow.profession.packs.reading import read_files

pytestmark = pytest.mark.dayless


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the pack of hazards, under a key of its own."""
    ours = tmp_path / "ours"
    shutil.copytree(shipped()["hazards"], ours)
    changed(ours / "pack.csv", "hazards,", "works,")
    return ours


def changed(path: Path, old: str, new: str) -> None:
    """Write a file anew with one text in place of another."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def read(folder: Path) -> PackData:
    """Read a folder as ``init`` does."""
    return read_files(read_folder(folder), folder)


def faults(folder: Path) -> list[str]:
    """Return the English sentences about a folder."""
    with pytest.raises(BadInput) as refused:
        read(folder)
    return [words.en for words in refused.value.fields.values()]


def test_what_a_pack_leaves_out_of_words_and_periods_is_as_in_the_usual_one(folder: Path) -> None:
    (folder / "words.csv").unlink()
    (folder / "periods.csv").unlink()
    data = read(folder)
    assert data.names["role", "member"].words.zh == "党员"
    assert data.periods["D06"].days == pack().limits["D06"].days
    assert [*data.severities] == ["general", "major"]


def test_the_files_of_an_office_in_its_own_encoding_are_read(folder: Path) -> None:
    for name, encoding in (("codes.csv", "gb18030"), ("words.csv", "utf-8-sig")):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_bytes(text.encode(encoding))
    assert read(folder).code_tables["hazard_kinds"].find("fire") is not None


def _write(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text, "utf-8")


def _change(name: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda folder: changed(folder / name, old, new)


BAD: tuple[tuple[Callable[[Path], object], str], ...] = (
    (
        _change("severities.csv", "general,", "tiny,"),
        'severities.csv, row 2, "key": there is no "t',
    ),
    (
        _change("severities.csv", "D07", "D06.none"),
        'row 3, "period": there is no "D06.none"',
    ),
    (_change("severities.csv", "yes", ""), "severities.csv: exactly one row has yes"),
    (_change("severities.csv", "yes", "y"), 'severities.csv, row 2, "usual": write yes'),
    (_change("periods.csv", ",15,", ",many,"), 'periods.csv, row 6, "days": write days from 1'),
    (_change("periods.csv", ",1,working", ",0,working"), 'row 2, "days": write days from 1'),
    (_change("periods.csv", "working", "weeks"), 'periods.csv, row 2, "unit": write working'),
    (_change("periods.csv", "D03,", "D02,"), 'periods.csv, row 3, "key": "D02" is there twice'),
    (_change("words.csv", "role,inspector", "role,ruler"), 'words.csv, row 2, "key": there is no'),
    (_change("words.csv", "role,", "rule,"), 'words.csv, row 2, "of": there is no "rule"'),
    (_change("role_words.csv", "verifier", "judge"), 'role_words.csv, row 13, "role": there is no'),
    (_change("sheets.csv", "workshop", "works"), "there is no sheets/works.csv"),
    (_change("codes.csv", "sources,complaint", "sources,letter"), 'needs "sources/complaint"'),
    (_change("pack.csv", "works,", "我们,"), 'pack.csv, row 2, "key": letters, digits'),
    (_write("severity.csv", "key\n"), "severity.csv: a pack has no such file"),
    (lambda folder: (folder / "codes.csv").write_bytes(b"\xff\xfe\x00\x01"), "it is no text"),
    (lambda folder: (folder / "tables.csv").unlink(), "tables.csv: there is no such file"),
)


@pytest.mark.parametrize(("spoil", "told"), BAD, ids=[told for _, told in BAD])
def test_a_bad_folder_is_refused_with_path_row_and_column(
    folder: Path, spoil: Callable[[Path], object], told: str
) -> None:
    spoil(folder)
    found = faults(folder)
    assert any(told in sentence for sentence in found), found
    assert all(sentence.startswith(str(folder)) for sentence in found)


def test_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="There is no folder"):
        read_folder(tmp_path / "nowhere")
    assert issubclass(NotPossible, WorkflowError)


def test_the_command_copies_a_pack_checks_it_and_tells_the_cells_of_its_sheets(
    tmp_path: Path,
) -> None:
    ours, env = tmp_path / "ours", environment(tmp_path / "data")
    assert run("pack", "copy", "hazards", str(ours), env=env).returncode == 0
    taken = run("pack", "check", str(ours), env=env)
    assert (taken.returncode, "is the key of a pack that ships" in taken.stderr) == (1, True)
    changed(ours / "pack.csv", "hazards,", "works,")
    good = run("pack", "check", str(ours), env=env)
    assert (good.returncode, good.stdout) == (
        0, "✓ works  Workplace hazards (6 tables of codes, 3 sheets)\n",
    )  # fmt: skip
    changed(ours / "sheets" / "workshop.csv", "things,general", "things,minor")
    changed(ours / "sheets" / "standard_100.csv", ",15,", ",14,")
    bad = run("init", "--pack", str(ours), env=env)
    assert bad.returncode == 1
    assert f'{ours}/sheets/workshop.csv: row 4, "Severity": write one of' in bad.stderr
    assert "standard_100.csv: the points come to 99 and have to be 100" in bad.stderr
    assert not (tmp_path / "data").exists()
