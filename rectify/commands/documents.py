"""``rectify documents``: write out what the declarations say."""

from __future__ import annotations

import click

from rectify.language import say


@click.group(help=say("输出由声明生成的文档。", "Write the documents made from the declarations."))
def command() -> None:
    """Hold the kinds of documents."""


@command.command(
    help=say("各清单的状态图、权限表、期限和通知。", "Diagrams, permissions, deadlines and mails.")
)
def lists() -> None:
    """Print docs/lists.md."""
    from workflow.checks.documentation import lists as written

    click.echo(written(), nl=False)
