"""``rectify case-file``: take a case file out, and verify one."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from rectify.language import language, say


@click.group(help=say("一案一档：导出和核验档案。", "Case files: take one out, verify one."))
def command() -> None:
    """Hold the two acts."""


@command.command(
    help=say(
        "把事项连同关联事项的全部记录导出为一个可自证的 .zip；"
        "只含 --as 所写的人可见的内容，并记入日志。",
        "Write the whole record of items, with what hangs on them, into one .zip that proves "
        "itself; it holds what --as may see, and the journal notes it.",
    )
)
@click.argument("numbers", nargs=-1, required=True)
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help=say("写入的文件。", "The file to write."))  # fmt: skip
@click.option("--as", "login", required=True, metavar="LOGIN",
              help=say("以谁的身份查看。", "Who reads it."))  # fmt: skip
def make(numbers: tuple[str, ...], file: Path, login: str) -> None:
    """Write the case file; exit with 1 for a refusal."""
    from datetime import UTC, datetime

    from rectify.options import write_file
    from rectify.servers.command_database import running_environment
    from workflow.accounts import actor_of
    from workflow.errors import WorkflowError
    from workflow.queries.case_files.making import case_file

    try:
        with running_environment():
            who, now = actor_of(login), datetime.now(UTC)
            with closing(case_file(numbers, who, language(), now)) as made:
                write_file(made, file)
    except WorkflowError as refused:
        click.echo(refused.words.of(language()), err=True)
        sys.exit(1)
    click.echo(say("已写入 {file}。", "Written to {file}.", file=file), err=True)


@command.command(
    help=say(
        "核验档案：任何改动都指出文件，退出码为 1。"
        "档案里的 verify.py 和 verify.html 也能做同样的事。",
        "Verify a case file: every change is named by its file, exit code 1. The verify.py and the "
        "verify.html in the file do the same.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
def verify(file: Path) -> None:
    """Verify a file without the database."""
    from workflow.queries.case_files.verify import main

    sys.exit(main([str(file)]))
