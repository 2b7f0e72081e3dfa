"""``rectify imports``: the written imports, and their outcome."""

from __future__ import annotations

import click

from rectify.language import language, say
from rectify.options import with_json


@click.command(
    help=say(
        "列出已写入的导入：编号、文件、时间、导入人、数量、是否已撤回。"
        "撤回整批导入：rectify import --take-back 编号。",
        "List the imports that were written: number, file, time, person, counts, and whether they "
        "are taken back. To take one back whole: rectify import --take-back NUMBER.",
    )
)
@with_json
def command(as_json: bool) -> None:
    """List the imports."""
    from rectify.reports import imports
    from rectify.servers.command_database import running_environment
    from workflow.imports.records import every_import

    with running_environment():
        found = every_import()
    if as_json:
        click.echo(imports.as_json(found))
    else:
        imports.show(found, language())
