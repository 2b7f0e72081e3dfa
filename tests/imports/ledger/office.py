"""The organisation that the handed ledgers speak of, as a directory without a database."""

from __future__ import annotations

import csv
from functools import lru_cache

from rectify.demo.organisation import DATA
from workflow.imports.ledger.directory import Directory, DirectoryPerson, DirectoryUnit


@lru_cache(maxsize=1)
def office() -> Directory:
    """Return the units and people of the demonstration."""
    units: dict[str, DirectoryUnit] = {}
    for number, row in enumerate(_rows("organisation.csv"), 1):
        above = units[row["parent"]].path if row["parent"] else "/"
        units[row["code"]] = DirectoryUnit(number, row["name"], row["name_en"], f"{above}{number}/")
    people = [
        DirectoryPerson(number, row["name"], row["name_en"], True, (("member", 1),))
        for number, row in enumerate(_rows("people.csv"), 1)
    ]
    return Directory(list(units.values()), people)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
