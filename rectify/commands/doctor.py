"""``rectify doctor``: print the condition of the installation, the faults, and the remedies."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from rectify.language import language, say
from rectify.options import with_json

if TYPE_CHECKING:
    from rectify.doctor.finding import Finding

MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}


@click.command(
    help=say(
        "检查本机、数据目录、数据库、队列、邮件和工作日历，并说明该怎么办。"
        "有严重问题时退出码为 1。",
        "Check this machine, the data folder, the database, the queue, mail and the calendar, and "
        "say what to do. Exit code 1 if something has failed.",
    )
)
@with_json
def command(as_json: bool) -> None:
    """Print a line for each finding."""
    from rectify.doctor import examine

    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            click.echo(_line(finding))
    if as_json:
        click.echo(json.dumps([_row(f) for f in findings], ensure_ascii=False, indent=2))
    sys.exit(any(finding.level == "fail" for finding in findings))


def _line(finding: Finding) -> str:
    words, todo = finding.words.of(language()), finding.todo.of(language())
    return f"{MARKS[finding.level]} {words}" + (f"\n    → {todo}" if todo else "")


def _row(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "level": finding.level,
        "message": finding.words.of(language()),
        "todo": finding.todo.of(language()),
    }
