"""``rectify token``: bearer tokens of the API, made, listed and revoked."""

from __future__ import annotations

import click

from rectify.language import say
from workflow.errors import NotFound
from workflow.words import Words

_NO_TOKEN = Words(
    "{login} 没有编号为 {id} 的有效令牌；用 rectify token list {login} 查看。",
    "{login} has no token {id} that is good; see 'rectify token list {login}'.",
)


@click.group(
    help=say(
        "接口（/api/v1）的访问令牌。令牌代表一个账号，权限与该账号当天的职务相同。",
        "Bearer tokens of the API (/api/v1). A token speaks for an account and may do what the "
        "account's posts allow on that day.",
    )
)
def command() -> None:
    """Hold the commands about tokens."""


@command.command(
    help=say(
        "为登录名 USER 新建令牌，只输出令牌本身；之后无法再看到，请妥善保存。",
        "Make a token for the sign-in name USER and print it and nothing else. It cannot be read "
        "again, so keep it well.",
    )
)
@click.argument("user")
@click.option(
    "--label", default="rectify token", help=say("令牌的用途。", "What the token is for.")
)
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=365,
    show_default=True,
    help=say("有效天数。", "Days until it runs out."),
)
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(["read", "write", "decide"]),
    multiple=True,
    default=("read", "write", "decide"),
    help=say("权限，可写多次；不写就是全部。", "What it may do, once or more; all where left out."),
)
def create(user: str, label: str, days: int, scopes: tuple[str, ...]) -> None:
    """Print a new token."""
    from datetime import timedelta

    from rectify.servers.command_database import running_environment
    from workflow import accounts
    from workflow.organisation.staff.machine import permit

    with running_environment():
        account = permit("token", user)
        token = accounts.create_token(account, label, timedelta(days=days), scopes)
    click.echo(token)


@command.command(
    "list", help=say("列出登录名 USER 的有效令牌。", "List the tokens of USER that are good.")
)
@click.argument("user")
def list_(user: str) -> None:
    """Print a line for each token: id, end, label."""
    from rectify.servers.command_database import running_environment
    from workflow import accounts

    with running_environment():
        tokens = accounts.tokens_of(accounts.account_of(user))
    for token in tokens:
        ends = token.expires_at.date().isoformat() if token.expires_at else "-"
        click.echo(f"{token.id}\t{ends}\t{token.label}")


@command.command(
    help=say("停用登录名 USER 的一个令牌，立即生效。", "Revoke one token of USER at once.")
)
@click.argument("user")
@click.argument("token_id", type=click.IntRange(1), metavar="ID")
def revoke(user: str, token_id: int) -> None:
    """Revoke a token by the id shown by ``list``."""
    from rectify.servers.command_database import running_environment
    from workflow import accounts

    with running_environment():
        revoked = accounts.revoke_token(accounts.account_of(user), token_id)
    if not revoked:
        raise NotFound(_NO_TOKEN.format(login=user, id=token_id))
    click.echo(say(f"令牌 {token_id} 已停用。", f"Token {token_id} was revoked."))
