"""``rectify user``: people who sign in, taken on, listed, and given a new password."""

from __future__ import annotations

import json
import sys

import click

from rectify.language import say


@click.group(
    help=say(
        "可以登录的人：新建、列出、重设密码。", "People who sign in: make, list, set passwords."
    )
)
def command() -> None:
    """Hold the commands about people."""


@command.command(
    help=say(
        "新建一个人和他的登录名 LOGIN。密码在终端输入；不在终端时读标准输入的第一行。"
        "空库里第一次写的 --unit 就是最上级单位。",
        "Make a person with the sign-in name LOGIN. The password is asked for on a terminal and "
        "else read from the first line of standard input. In an empty database the first --unit "
        "becomes the top of the organisation.",
    )
)
@click.argument("login")
@click.option("--name", required=True, help=say("姓名。", "Name of the person."))
@click.option("--name-en", default="", help=say("英文姓名。", "Name in English."))
@click.option("--email", default="", help=say("邮箱。", "Address for mails."))
@click.option("--role", default="", help=say("角色，如 inspector。", "Role, such as inspector."))
@click.option("--unit", default="", help=say("任职单位的名称。", "Name of the role's unit."))
def create(login: str, name: str, name_en: str, email: str, role: str, unit: str) -> None:
    """Take somebody on."""
    from rectify.environment import running_environment
    from workflow.accounts import Newcomer, enrol

    password = _password()
    with running_environment():
        enrol(Newcomer(login, name, name_en, email, role, unit), password)
    click.echo(say(f"{login} 可以登录了。", f"{login} can sign in now."))


@command.command(
    help=say(
        "为登录名 LOGIN 设新密码，并结束其所有登录。密码的读法同 create。",
        "Set a new password for the sign-in name LOGIN and end its sessions. The password is read "
        "as with create.",
    )
)
@click.argument("login")
def password(login: str) -> None:
    """Set a password."""
    from rectify.environment import running_environment
    from workflow.accounts import account_of, set_password

    wanted = _password()
    with running_environment():
        set_password(account_of(login), wanted)
    click.echo(say(f"{login} 的密码已更改。", f"The password of {login} was changed."))


@command.command("list", help=say("列出所有账号和职务。", "List every account with its posts."))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON。", "Print JSON."))
def list_(as_json: bool) -> None:
    """Print a line for each account."""
    from dataclasses import asdict

    from rectify.environment import running_environment
    from workflow.accounts import known

    with running_environment():
        found = known()
    if as_json:
        click.echo(json.dumps([asdict(account) for account in found], ensure_ascii=False))
        return
    for account in found:
        closed = "" if account.active else say("（已停用）", " (closed)")
        click.echo(f"{account.login}{closed}\t{account.name}\t{'; '.join(account.posts)}")


def _password() -> str:
    if sys.stdin.isatty():
        ask = say("新密码", "New password")
        entered: str = click.prompt(ask, hide_input=True, confirmation_prompt=True)
        return entered
    return sys.stdin.readline().rstrip("\r\n")
