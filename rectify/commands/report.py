"""``rectify report``: the reports of a person, one made at once, and the due ones made."""

from __future__ import annotations

from pathlib import Path

import click

from rectify.language import language, say
from rectify.options import with_json, write_file

_AS = click.option(
    "--as", "login", required=True, metavar="LOGIN", help=say("以谁的身份查看。", "Who reads it.")
)


@click.group(
    help=say(
        "定期报表：列出一个人的报表，立即生成一份，或生成所有到期的。",
        "Reports by a timetable: list those of a person, make one at once, or make all due ones.",
    )
)
def command() -> None:
    """Hold the three commands."""


@command.command(
    "list", help=say("列出一个人设置的报表和下次时间。", "List a person's reports and next times.")
)
@_AS
@with_json
def list_(login: str, as_json: bool) -> None:
    """Print a line for each report: id, name, form, timetable, next time."""
    from rectify.reports import timed_reports
    from rectify.servers.command_database import running_environment
    from workflow.accounts import actor_of
    from workflow.delivery.reports.overview import own_reports

    with running_environment():
        found = own_reports(actor_of(login))
    click.echo(timed_reports.as_json(found) if as_json else timed_reports.lines(found))


@command.command(
    "make",
    help=say(
        "立即生成一份报表写到文件，内容为此人现在可以查看的；不发给任何人。",
        "Make a report at once into a file, with what the person may see now; nothing is sent.",
    ),
)
@click.argument("report", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@_AS
def make(report: int, file: Path, login: str) -> None:
    """Write the file of a report."""
    from rectify.servers.command_database import running_environment
    from workflow.accounts import actor_of
    from workflow.delivery.reports.overview import at_once

    with running_environment():
        write_file([at_once(actor_of(login), report, language()).content], file)
    click.echo(say("已写入 {file}。", "Written to {file}.", file=file), err=True)


@command.command(
    "due",
    help=say(
        "生成所有到期而未生成的报表；服务运行时会自动进行。",
        "Make the reports that are due and were not made; a running service does so by itself.",
    ),
)
def due() -> None:
    """Print how many copies were made."""
    from rectify.servers.command_database import running_environment
    from workflow.delivery.reports.making import make as make_due
    from workflow.errors import NotPossible
    from workflow.words import Words

    with running_environment():
        made, problem = make_due()
    click.echo(say("已生成{count}份。", "{count:copy|copies} made.", count=made))
    if problem:
        raise NotPossible(Words(problem, problem))
