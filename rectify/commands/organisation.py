"""``rectify organisation``: bring units, people and posts in, write them out, check them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rectify.language import language, say
from rectify.options import with_json, with_map, write_file
from workflow.words import LANGUAGES, Words

if TYPE_CHECKING:
    from workflow.organisation.workbook_import import Brought

_WOULD = Words("将有 {count} 处变化，没有写入。", "{count:change|changes}; nothing was written.")
_WRITTEN = Words("已写入 {count} 处变化。", "{count:change was|changes were} written.")
_WAIT = Words(
    "其中 {count} 处要等另一名管理员在“双人复核”页面同意（邮箱、任职、恢复在岗）。",
    "Of these, {count:change waits|changes wait} for an administrator on the page of approvals"
    " (mail addresses, posts, people who are back).",
)


@click.group(
    help=say(
        "组织机构：导入、导出、检查单位、人员和任职。",
        "The organisation: units, people and posts, brought in, written out, checked.",
    )
)
def command() -> None:
    """Hold the three commands."""


@command.command(
    "import",
    help=say(
        "导入花名册、单位名单或组织机构工作簿（.xlsx、.xls、.xlsb、.ods、.csv）：新增和修改单位、人员、任职等。"
        "列的含义按列名和内容推测；每个推测、每个不导入的列和单元格都会列出。有一处不能导入，"
        "整个文件都不导入；文件中没有的保持不变。花名册不开通账号，也不任命管理员。",
        "Bring in a staff roster, a list of units or the own workbook (.xlsx, .xls, .xlsb, .ods, "
        ".csv). What the columns mean is told by their names and by what stands in them; every "
        "guess and everything left out is listed. If one cell cannot go in, nothing does; what is "
        "not in the file is left as it is. A roster opens no account and makes nobody an "
        "administrator.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--dry-run",
    is_flag=True,
    help=say("只列出会有什么变化，不写入。", "Show what would change; write nothing."),
)
@click.option(
    "--under",
    default="",
    metavar="UNIT",
    help=say(
        "看不出位置的新单位设在哪个单位之下（名称或代码）。",
        "The unit (name or code) under which new units stand whose place cannot be told.",
    ),
)
@with_map
@with_json
def import_(
    file: Path, dry_run: bool, under: str, map_: Path | None, save_map: Path | None, as_json: bool
) -> None:
    """Import; exit with 1 if a cell could not go in."""
    from rectify.servers.command_database import running_environment
    from workflow.organisation.rosters.reading import RosterChoices, map_of, read_map
    from workflow.organisation.workbook_import import import_organisation

    with running_environment():
        choices = RosterChoices(under, read_map(map_) if map_ else {})
        brought = import_organisation(file, dry_run, choices)
    if save_map:
        write_file([map_of(brought.columns).encode()], save_map)
    if as_json:
        click.echo(json.dumps(_row(brought, dry_run), ensure_ascii=False))
    else:
        _show(brought, dry_run)
    sys.exit(1 if brought.faults else 0)


@command.command(
    help=say("把整个组织机构写成工作簿。", "Write the whole organisation as a workbook.")
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--language",
    "chosen",
    type=click.Choice(LANGUAGES),
    help=say("表头所用的语言。", "Language of the headings."),
)
def export(file: Path, chosen: str | None) -> None:
    """Export to a new file, or replace the file."""
    from rectify.servers.command_database import running_environment
    from workflow import journal
    from workflow.organisation.workbook import read_book, write_book
    from workflow.platform import connect

    with running_environment(), connect() as connection:
        book = read_book(connection)
        rows = {key: len(rows) for key, rows in book.items()}
        write_file([write_book(book, chosen or language())], file)
        journal.note(connection, "exported", subject=("organisation", ""), rows=rows)
    counts = ", ".join(f"{key} {len(rows)}" for key, rows in book.items())
    click.echo(f"{file}: {counts}")


@command.command(
    help=say(
        "按支部工作条例检查每个单位，列出空缺的职务和需要移交的人员。"
        "有必须改正的问题时退出码为 1。",
        "Check every unit against the regulations; list vacant posts and who has to hand over. "
        "Exit code 1 if something has to be put right.",
    )
)
@with_json
def check(as_json: bool) -> None:
    """Check; warnings alone do not fail."""
    from rectify.servers.command_database import running_environment
    from workflow.organisation.regulation_check import check_organisation

    with running_environment():
        remarks = check_organisation()
    rows = [
        {"unit": f.unit.of(language()), "wrong": f.words.of(language()), "source": f.source,
         "must": f.must}
        for f in remarks
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            click.echo(f"{'✗' if row['must'] else '!'} {row['unit']}: {row['wrong']}")
        click.echo(say("共 {count} 条。", "{count:remark|remarks}.", count=len(rows)))
    sys.exit(1 if any(row["must"] for row in rows) else 0)


def _row(brought: Brought, dry_run: bool) -> dict[str, object]:
    chosen = language()
    listed = {
        name: [
            {"sheet": c.sheet.of(chosen), "key": c.key, "change": c.words.of(chosen)} for c in some
        ]
        for name, some in (("changes", brought.changes), ("absent", brought.absent))
    }
    refused = [words.of(chosen) for words in brought.faults]
    return {
        "dry_run": dry_run, "refused": refused, "waiting": brought.asked, **listed,
        "cells": [
            {"sheet": cell.sheet, "row": cell.row, "column": cell.column, "cell": cell.cell,
             "value": cell.value, "reason": cell.reason.of(chosen), "effect": cell.effect}
            for cell in brought.cells
        ],
        "notes": [words.of(chosen) for words in brought.notes],
        "columns": [
            {"sheet": column.sheet, "column": column.letters, "name": column.name,
             "meaning": column.meaning.of(chosen), "certain": column.certain,
             "left_out": column.left_out}
            for column in brought.columns
        ],
    }  # fmt: skip


def _show(brought: Brought, dry_run: bool) -> None:
    for fault in brought.faults:
        click.echo(f"✗ {fault.of(language())}", err=True)
    for told in (*brought.left_out, *brought.notes):
        click.echo(f"~ {told.of(language())}")
    for mark, some in (("+", brought.changes), ("=", brought.absent)):
        for change in some:
            sheet, words = change.sheet.of(language()), change.words.of(language())
            click.echo(f"{mark} {sheet} {change.key}: {words}")
    click.echo(_outcome(brought, dry_run).of(language()))
    if brought.asked and not brought.faults:
        click.echo(_WAIT.format(count=brought.asked).of(language()))


def _outcome(brought: Brought, dry_run: bool) -> Words:
    count = len(brought.changes)
    if brought.faults:
        return Words("什么都没有写入。", "Nothing was written.")
    if dry_run:
        return _WOULD.format(count=count)
    return _WRITTEN.format(count=count)
