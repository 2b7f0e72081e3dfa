"""Code tables as files of a pack: read in the order of a tree; a fault is told with its place."""

from __future__ import annotations

import pytest

from workflow.declaration.code_files import code_tables
from workflow.declaration.pack_faults import PackFaults

HEAD = "table,key,zh,en,parent,valid_from,valid_to,also\n"
GOOD = "kinds,a,甲,A,,,,\nkinds,b,乙,,a,2026-01-01,,乙类、第二类\n"
TABLE = "key,zh,en,used_for\nkinds,种类,Kinds,problems\n"


def faults(codes: str, tables: str = TABLE) -> list[str]:
    """Return the English sentences about the two files of a pack."""
    found = PackFaults("ours")
    code_tables({"tables.csv": tables, "codes.csv": codes}, found)
    return [words.en for words in found.found.values()]


def test_values_are_read_with_parents_days_and_other_names() -> None:
    files = {"tables.csv": TABLE, "codes.csv": HEAD + GOOD}
    found = code_tables(files, PackFaults(""))["kinds"]
    assert [(code.key, code.parent, code.words.en) for code in found.values] == [
        ("a", "", "A"), ("b", "a", "乙"),
    ]  # fmt: skip
    assert (found.values[1].also, found.used_for) == (("乙类", "第二类"), "problems")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("kinds,b,丙,,,,,", 'ours/codes.csv, row 4, "key": "b" is there twice'),
        ("kinds,c,丙,,nobody,,,", 'row 4, "parent": "nobody" has to come before its children'),
        ("others,c,丙,,,,,", 'row 4, "table": there is no table "others" in tables.csv'),
        ("kinds,c,,,,,,", 'row 4, "zh": there is no name'),
        ("kinds,c d,丙,,,,,", 'row 4, "key": letters, digits and underscores'),
        ("kinds,c,丙,,,01.02.2026,,", 'row 4, "valid_from": "01.02.2026" is no day'),
        ("kinds,c,丙", "codes.csv, row 4: the row has not 8 cells"),
        ('kinds,c,"丙,,,,,', "codes.csv: its quotes do not match"),
    ],
)
def test_a_fault_is_told_with_file_row_and_column(row: str, told: str) -> None:
    [sentence] = faults(HEAD + GOOD + row + "\n")
    assert told in sentence


def test_every_fault_is_told_at_once() -> None:
    told = faults(HEAD + GOOD + "others,c,丙,,,,,\nkinds,c,,,,x,,\n", TABLE + "kinds,又,,no\n")
    assert len(told) == 5, told


def test_a_missing_column_file_or_value_is_told() -> None:
    assert 'codes.csv: there is no column "also"' in faults(HEAD.replace(",also", "") + "\n")[0]
    assert 'the table "kinds" has no value' in faults(HEAD)[0]
    missing = PackFaults("ours")
    code_tables({}, missing)
    assert [words.zh for words in missing.found.values()] == [
        "ours/tables.csv：没有这个文件", "ours/codes.csv：没有这个文件",
    ]  # fmt: skip
