"""``rectify documents``: write the documents generated from the declarations."""

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


@command.command(help=say("中英文术语与代码名称对照表。", "Terms in Chinese, English and code."))
def glossary() -> None:
    """Print docs/glossary.md."""
    from workflow.checks.glossary import glossary as written
    from workflow.checks.glossary import of_words
    from workflow.organisation.kinds import KINDS
    from workflow.words import Words

    units = ((kind.key, kind.words) for kind in KINDS.values())
    click.echo(written(of_words(Words("组织类型", "Kinds of unit"), units)), nl=False)


@command.command(
    help=say("清单之外谁可以管什么。", "Who may keep what beside the items of the lists.")
)
def rights() -> None:
    """Print docs/rights.md."""
    from workflow.checks.rights_matrix import rights as written

    click.echo(written(), nl=False)
