"""Code tables as files of a pack: read in the order of a tree; a fault is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.declaration.code_files import code_tables
from workflow.errors import BadDeclaration

HEAD = "table,key,zh,en,parent,valid_from,valid_to,also\n"
GOOD = "kinds,a,甲,A,,,,\nkinds,b,乙,,a,2026-01-01,,乙类、第二类\n"
TABLE = "key,zh,en,used_for\nkinds,种类,Kinds,problems\n"


def written(folder: Path, codes: str, tables: str = TABLE) -> Path:
    """Write the two files of a pack."""
    (folder / "tables.csv").write_text(tables, "utf-8")
    (folder / "codes.csv").write_text(codes, "utf-8")
    return folder


def test_values_are_read_with_parents_days_and_other_names(tmp_path: Path) -> None:
    found = code_tables(written(tmp_path, HEAD + GOOD))["kinds"]
    assert [(code.key, code.parent, code.words.en) for code in found.values] == [
        ("a", "", "A"), ("b", "a", "乙"),
    ]  # fmt: skip
    assert (found.values[1].also, found.used_for) == (("乙类", "第二类"), "problems")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("kinds,b,丙,,,,,", "codes.csv, row 4: 'b' is there twice"),
        ("kinds,c,丙,,nobody,,,", "codes.csv, row 4: 'nobody' has to come before its children"),
        ("others,c,丙,,,,,", "codes.csv, row 4: there is no table 'others' in tables.csv"),
        ("kinds,c,,,,,,", "codes.csv, row 4: a value needs a key and a name"),
        ("kinds,c,丙,,,01.02.2026,,", "codes.csv, row 4: '01.02.2026' is no day"),
        ("kinds,c,丙", "codes.csv, row 4: too many or too few cells"),
    ],
)
def test_a_fault_is_told_with_file_and_row(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(BadDeclaration, match=told):
        code_tables(written(tmp_path, HEAD + GOOD + row + "\n"))


def test_a_missing_column_file_or_value_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadDeclaration, match=r"codes\.csv, row 1: the column 'also' is missing"):
        code_tables(written(tmp_path, HEAD.replace(",also", "") + "\n"))
    with pytest.raises(BadDeclaration, match=r"tables\.csv, row 2: the table 'kinds' has no value"):
        code_tables(written(tmp_path, HEAD))
    with pytest.raises(BadDeclaration, match=r"tables\.csv: cannot be read"):
        code_tables(tmp_path / "nowhere")
