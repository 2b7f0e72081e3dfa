"""``rectify import``: bring a ledger in, from an .xlsx or a CSV file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rectify.language import language as terminal_language
from rectify.language import say
from rectify.options import with_json, with_map, write_file
from workflow.words import LANGUAGES, Words

if TYPE_CHECKING:
    from workflow.imports.import_ledger import Choices, Finished, Imported
    from workflow.organisation.ledger_units import MadeOnTheSpot

_ONE_OF = Words(
    "请给出要导入的文件，或者 --take-back 编号。",
    "Give the file to import, or --take-back NUMBER.",
)
_TAKEN_BACK = Words(
    "导入 {id} 已撤回：{count} 项不予立项，编号不再使用；同一文件可以重新导入。",
    "Import {id} is taken back: {count:item is|items are} withdrawn, their numbers stay used; the "
    "same file can be imported again.",
)

_UNDONE = Words(
    "导入 {id} 采用的改动已撤回：{count} 项恢复为导入前的内容。",
    "The changes of import {id} are taken back: {count:item is|items are} as before it.",
)


@click.command(
    help=say(
        "导入整改台账（.xlsx、.xls、.xlsb、.ods、.csv）：一个问题连同任务和责任。"
        "列的含义按列名和内容推测，拿不准的会列出来；写明已完成的行不登记为新问题。"
        "有一行不能导入，整个文件都不导入（--only-good 除外）；重复导入不会重复登记。",
        "Bring in a ledger (.xlsx, .xls, .xlsb, .ods, .csv): each problem with its tasks and "
        "responsibilities. What the columns mean is told by their names and by what stands in "
        "them; every doubt is listed, and rows that are called finished are not raised. If one "
        "row cannot go in, nothing of the file does, unless --only-good is given; importing a "
        "file twice adds nothing.",
    )
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--take-back",
    type=int,
    metavar="NUMBER",
    help=say(
        "整批撤回编号为 NUMBER 的导入（见 rectify imports）；已有人办理的不能撤回。",
        "Take import NUMBER (see rectify imports) back whole, unless somebody has worked on it.",
    ),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=say("只检查并列出结果，不写入。", "Check and show what would come of it; write nothing."),
)
@with_map
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    help=say("只读取这个工作表，可重复。", "Read this sheet only; may be given again."),
)
@click.option(
    "--only-good",
    is_flag=True,
    help=say("能导入的行先导入，其余列出。", "Let the rows go in that can, and list the others."),
)
@click.option(
    "--finished",
    type=click.Choice(["skip", "waiting", "closed"]),
    default="skip",
    help=say(
        "写明已完成的行：skip 略过并列出，waiting 作为已整改、待核查接收，closed 作为已销号接收"
        "（注明来自台账，本系统未核查）。",
        "Rows that are called finished: skip leaves them out and names them, waiting takes them "
        "over as rectified and waiting for verification, closed as closed before, noted as not "
        "verified here.",
    ),
)
@click.option(
    "--apply",
    "apply_",
    metavar="all|none|FILE",
    default="none",
    help=say(
        "已登记的行有改动时：none 只列出；all 采用没有冲突的改动；FILE 是 JSON，列出要采用的"
        "改动 id，或写成 id 到 theirs、ours 的对应。",
        "Where known rows have changed: none lists the changes, all applies those without a "
        "conflict, FILE is JSON with the ids to apply, or ids mapped to theirs or ours.",
    ),
)
@click.option(
    "--make-units",
    is_flag=True,
    help=say(
        "先设立台账中写到、系统中还没有的单位（种类和上级按名称判断，拿不准的只列出），再导入；"
        "一个单位都没有时，台账标题中的单位作为最高一级。台账不能导入时，单位也不设立。",
        "First found the units that the ledger names and that are not there yet: kind and place "
        "are told by their names, doubtful ones are only listed. An empty installation begins with "
        "the unit in the title. Of a ledger that does not go in, no unit stays.",
    ),
)
@click.option(
    "--make-people",
    is_flag=True,
    help=say(
        "先增加台账中写到、系统中还没有的人员（不开账号，作为所在支部的党员，写明职务的按职务），再导入；"
        "认不出单位的只列出。已有管理员时，任职要等管理员同意。",
        "First add the people whom the ledger names and who are not there yet: without accounts, "
        "as members of the branch in their row, or in the post that is written. Whoever has no "
        "known unit is only listed; where there are administrators, posts wait for one to agree.",
    ),
)
@click.option(
    "--under",
    default="",
    metavar="UNIT",
    help=say(
        "与 --make-units 同用：新单位设在这个单位之下；还没有单位时，就是最高一级的名称。",
        "With --make-units: the unit under which new ones stand, or, in an empty installation, the "
        "name of the topmost.",
    ),
)
@click.option(
    "--as",
    "login",
    metavar="LOGIN",
    help=say("以谁的身份导入和采用改动。", "In whose name it is imported and changes are applied."),
)
@with_json
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=say("说明所用的语言。", "Language of the explanations."),
)
def command(
    file: Path | None,
    take_back: int | None,
    dry_run: bool,
    as_json: bool,
    language: str | None,
    **told: Any,
) -> None:
    """Import a ledger; exit with 1 if a row could not go in."""
    from rectify.reports import ledger, ledger_made
    from workflow.errors import WorkflowError

    language = language or terminal_language()
    if (file is None) == (take_back is None):
        raise click.UsageError(_ONE_OF.of(language))
    try:
        if take_back is not None:
            return _take_back(take_back, told["login"], as_json, language)
        assert file  # noqa: S101 -- it is one of the two
        imported, made = _import(file, dry_run, language, told)
        _save_map(imported, told["save_map"])
    except WorkflowError as refused:
        if as_json:
            click.echo(ledger.as_json_of_fault(refused.words.of(language)))
        click.echo(refused.words.of(language), err=True)
        sys.exit(1)
    if as_json:
        click.echo(ledger.as_json(imported, dry_run, language, made))
    else:
        ledger.show(imported, dry_run, language)
        ledger_made.show_made(imported, made, language)
    sys.exit(0 if imported.can_go_in else 1)


def _take_back(import_id: int, login: str | None, as_json: bool, language: str) -> None:
    """Take an import back and say how many items are withdrawn, or are as before."""
    import json

    from rectify.servers.command_database import running_environment
    from workflow.accounts.queries import actor_of
    from workflow.declaration import SYSTEM
    from workflow.imports.records import read_import
    from workflow.imports.taking_back import take_back
    from workflow.platform import connect

    with running_environment():
        count = take_back(import_id, actor_of(login) if login else SYSTEM)
        with connect() as connection:
            made = read_import(connection, import_id)
    words = _UNDONE if made and "changes" in made.counts else _TAKEN_BACK
    told = words.format(id=import_id, count=count).of(language)
    answer = {"import": import_id, "withdrawn": count}
    click.echo(json.dumps(answer) if as_json else told)


def _choices(
    map_: Path | None,
    sheets: tuple[str, ...],
    only_good: bool,
    finished: Finished,
    apply_: str,
    **_: Any,
) -> Choices:
    """Read the map, if given; sheets named by the command go before the sheets of the map."""
    from dataclasses import replace

    from workflow.imports.applying import NOTHING, Decisions, read_decisions
    from workflow.imports.import_ledger import Choices
    from workflow.imports.ledger.mapping import read_map
    from workflow.imports.ledger.wishes import NO_WISHES

    wishes = read_map(map_) if map_ else NO_WISHES
    chosen = {"all": Decisions(all=True), "none": NOTHING}.get(apply_)
    decisions = chosen or read_decisions(Path(apply_))
    wishes = replace(wishes, sheets=sheets or wishes.sheets)
    return Choices(wishes, finished, only_good, decisions)


def _save_map(imported: Imported, path: Path | None) -> None:
    """Write the reading of the ledger, as a draft for corrections.

    Raises ``BadInput`` where the file cannot be written.
    """
    import json

    from workflow.imports.ledger.mapping import map_of

    if path is None:
        return
    told = json.dumps(map_of(imported.ledger, imported.directory), ensure_ascii=False, indent=2)
    write_file([f"{told}\n".encode()], path)


def _import(
    file: Path, dry_run: bool, language: str, told: dict[str, Any]
) -> tuple[Imported, MadeOnTheSpot]:
    """Connect the database and import, with the progress shown on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from rectify.servers.command_database import running_environment
    from workflow.accounts.queries import actor_of
    from workflow.declaration import SYSTEM
    from workflow.imports.import_ledger import import_source
    from workflow.imports.ledger.workbook import read_file
    from workflow.imports.opening import Source
    from workflow.organisation.ledger_units import MadeOnTheSpot, Making, import_with_units

    choices, login = _choices(**told), told["login"]
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

        actor = actor_of(login) if login else SYSTEM
        source = Source(read_file(file), file.name)
        options: Any = {"dry_run": dry_run, "progress": progress, "choices": choices}
        making = Making(told["make_units"], told["make_people"], told["under"])
        if making.units or making.people:
            return import_with_units(source, actor, making, **options)
        return import_source(source, actor, **options), MadeOnTheSpot()
