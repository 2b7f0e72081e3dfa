"""``rectify pack``: the packs that ship, a check of a folder, and a copy to begin another with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rectify.language import language, say
from rectify.options import with_json
from workflow.errors import NotPossible
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.declaration.pack_data import PackData

_THERE = Words("{folder} 已经存在，不会改写。", "{folder} is there already and stays as it is.")
_UNKNOWN = Words(
    "没有名为“{name}”的工作包。随软件提供的有：{known}。",
    'There is no pack "{name}". Those that ship are: {known}.',
)


@click.group(
    help=say(
        "工作包：一个数据文件夹，含代码、检查表、严重程度、期限和用词，"
        "由 rectify init --pack 选用。",
        "Packs: folders of data files with codes, sheets, severities, periods and words, chosen by "
        "'rectify init --pack'.",
    )
)
def command() -> None:
    """Hold the three commands."""


@command.command("list", help=say("列出随软件提供的工作包。", "List the packs that ship."))
@with_json
def list_(as_json: bool) -> None:
    """Print a line for each pack: key, name, and the number of its tables and sheets."""
    from workflow.declaration.pack_choice import PackChoice
    from workflow.profession.packs import shipped
    from workflow.profession.packs.reading import read

    packs = [read(PackChoice(key)) for key in shipped()]
    if as_json:
        told = [
            {"key": p.key, **p.words._asdict(), "tables": [*p.code_tables], "sheets": [*p.sheets]}
            for p in packs
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for p in packs:
            click.echo(_line(p))


@command.command(
    "check",
    help=say(
        "检查一个工作包文件夹；有错时逐条指出文件、行和列，退出码为 1。",
        "Check a folder of a pack; each fault is told with file, row and column, and the exit "
        "code is 1.",
    ),
)
@click.argument("folder")
def check(folder: str) -> None:
    """Read the whole folder as ``init`` would, and change nothing."""
    from rectify.chosen_pack import choose_pack

    click.echo(f"✓ {_line(choose_pack(folder))}")


@command.command(
    "copy",
    help=say(
        "把随软件提供的工作包 NAME 复制到 FOLDER，作为自己工作包的起点。",
        "Copy the pack NAME to FOLDER, as the beginning of one of your own.",
    ),
)
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path))
def copy(name: str, folder: Path) -> None:
    """Write the files of a pack that ships into a new folder."""
    import shutil

    from workflow.profession.packs import shipped

    if name not in shipped():
        raise NotPossible(_UNKNOWN.format(name=name, known=", ".join(shipped())))
    if folder.exists():
        raise NotPossible(_THERE.format(folder=folder))
    shutil.copytree(shipped()[name], folder)
    click.echo(
        say(
            "已写入 {folder}。请先在 pack.csv 里另起名称，改好后用 rectify pack check 检查。",
            "Written to {folder}. Give it a key of its own in pack.csv first; 'rectify pack check' "
            "tells what is wrong with it.",
            folder=folder,
        )
    )


def _line(data: PackData) -> str:
    """Return key, name, and the number of tables and sheets."""
    counts = say(
        "{tables} 个代码表，{sheets} 个检查表",
        "{tables:table|tables} of codes, {sheets:sheet|sheets}",
        tables=len(data.code_tables),
        sheets=len(data.sheets),
    )
    return f"{data.key}  {data.words.of(language())} ({counts})"
