"""The units and people made by ``rectify import`` of a ledger, or to be made, and people left."""

from __future__ import annotations

import click

from workflow.imports.import_ledger import Imported
from workflow.imports.missing_people import MissingPerson
from workflow.organisation.ledger_units import MadeOnTheSpot
from workflow.organisation.rosters.missing_units import MissingUnit
from workflow.words import Words

_MOST_NAMED = 40
_FOUNDED = Words("已设立单位 {count} 个：{names}", "{count:unit|units} founded: {names}")
_TO_FOUND = Words("将设立单位 {count} 个：{names}", "{count:unit|units} to be founded: {names}")
_NOT_FOUNDED = Words(
    "拿不准、没有设立的单位 {count} 个：{names}。请在台账中改正，或用 --map 指明，或自行设立。",
    "{count:unit|units} not founded, being in doubt: {names}. Correct the ledger, name them with "
    "--map, or found them yourself.",
)
_ADDED = Words("已增加人员 {count} 名：{names}", "{count:person|people} added: {names}")
_TO_ADD = Words("将增加人员 {count} 名：{names}", "{count:person|people} to be added: {names}")
_NOT_ADDED = Words(
    "没有已知单位、没有增加的人员 {count} 名：{names}。请在台账中补上单位，或从花名册导入。",
    "{count:person|people} not added, for no known unit stands beside the name: {names}. Write the "
    "unit into the ledger, or bring them in by a roster.",
)
_ASKED = Words(
    "其中 {count} 个任职要等管理员同意。", "{count:post waits|posts wait} for an administrator."
)


def show_made(imported: Imported, made: MadeOnTheSpot, language: str) -> None:
    """Print the units and people that were made, would be, or have to be settled by a person."""
    units = ((True, _FOUNDED if imported.written else _TO_FOUND), (False, _NOT_FOUNDED))
    for sure, words in units:
        _show(words, [_unit(one) for one in made.units if one.is_sure == sure], language)
    people = ((True, _ADDED if imported.written else _TO_ADD), (False, _NOT_ADDED))
    for sure, words in people if not made.faults else ():
        _show(words, [_person(one) for one in made.people if one.is_sure == sure], language)
    for words in made.faults:
        click.echo(words.of(language))
    if made.asked:
        click.echo(_ASKED.format(count=made.asked).of(language))


def _show(words: Words, names: list[str], language: str) -> None:
    if names:
        shown = "；".join(names[:_MOST_NAMED]) + ("……" if len(names) > _MOST_NAMED else "")
        click.echo(words.format(count=len(names), names=shown).of(language))


def _unit(unit: MissingUnit) -> str:
    at = f"{unit.parent} › " if unit.parent else ""
    return f"{at}{unit.name}" + (f"（{'、'.join(unit.likely)}？）" if unit.likely else "")


def _person(person: MissingPerson) -> str:
    return f"{person.name}（{person.unit}）" if person.unit else person.name
