"""``rectify import``: bring a ledger in, from an .xlsx or a CSV file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rectify.language import language as terminal_language
from rectify.language import say
from workflow.words import LANGUAGES

if TYPE_CHECKING:
    from workflow.imports.import_ledger import Imported


@click.command(
    help=say(
        "导入整改台账（.xlsx 或 .csv）：一行一个问题，连同任务和责任。"
        "有一行不能导入，整个文件都不导入；"
        "重复导入不会重复登记。",
        "Bring in a ledger (.xlsx or .csv): each row is a problem with its tasks and "
        "responsibilities. If one row cannot go in, nothing of the file does; importing a file "
        "twice adds nothing.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--dry-run",
    is_flag=True,
    help=say("只检查并列出结果，不写入。", "Check and show what would come of it; write nothing."),
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=say("输出 JSON，供程序使用。", "Print JSON for programs."),
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=say("说明所用的语言。", "Language of the explanations."),
)
def command(file: Path, dry_run: bool, as_json: bool, language: str | None) -> None:
    """Import a ledger; exit with 1 if a row could not go in."""
    from rectify.reports import ledger
    from workflow.errors import WorkflowError

    language = language or terminal_language()
    try:
        imported = _import(file, dry_run, language)
    except WorkflowError as refused:
        if as_json:
            click.echo(ledger.as_json_of_fault(refused.words.of(language)))
        click.echo(refused.words.of(language), err=True)
        sys.exit(1)
    if as_json:
        click.echo(ledger.as_json(imported, dry_run, language))
    else:
        ledger.show(imported, dry_run, language)
    sys.exit(0 if imported.can_go_in else 1)


def _import(file: Path, dry_run: bool, language: str) -> Imported:
    """Connect the database and import, with the progress shown on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from rectify.servers.command_database import running_environment
    from workflow.imports.import_ledger import import_ledger
    from workflow.words import Words

    title = Words("导入台账", "Importing the ledger").of(language)
    with (
        running_environment(),
        Progress(
            console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
        ) as bar,
    ):
        row = bar.add_task(title, total=None)

        def progress(done: int, total: int) -> None:
            bar.update(row, completed=done, total=total)

        return import_ledger(file, dry_run=dry_run, progress=progress)
