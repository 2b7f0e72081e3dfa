"""``rectify user``: people with a sign-in: enrol, list, set a new password."""

from __future__ import annotations

import json
import sys

import click

from rectify.language import language, say
from rectify.options import with_json
from workflow.words import Words

_ASKED = Words(
    "已提出{count}项申请，等另一名管理员在“双人复核”页面同意。",
    "{count:request waits|requests wait} for an administrator on the page of approvals.",
)


@click.group(
    help=say(
        "可以登录的人：新建、列出、重设密码。", "People who sign in: make, list, set passwords."
    )
)
def command() -> None:
    """Hold the commands about people."""


@command.command(
    help=say(
        "新建一个人和他的登录名 LOGIN。系统管理员和安全管理员到位以后只能加 --invite，"
        "并须经其中一人同意。密码在终端输入；不在终端时读标准输入的第一行。"
        "空库里第一次写的 --unit 就是最上级单位。加 --invite 时不输入密码，由邮件里的链接设置，"
        "链接7天内有效。",
        "Make a person with the sign-in name LOGIN. Once there are a system and a security "
        "administrator it takes --invite, and one of them has to agree. The password is asked "
        "for on a terminal and else read from the first line of standard input. In an empty "
        "database the first --unit becomes the top of the organisation. With --invite no password "
        "is asked for: a mail brings a link to set it, good for 7 days.",
    )
)
@click.argument("login")
@click.option("--name", required=True, help=say("姓名。", "Name of the person."))
@click.option("--name-en", default="", help=say("英文姓名。", "Name in English."))
@click.option("--email", default="", help=say("邮箱。", "Address for mails."))
@click.option("--role", default="", help=say("角色，如 inspector。", "Role, such as inspector."))
@click.option("--unit", default="", help=say("任职单位的名称。", "Name of the role's unit."))
@click.option("--invite", is_flag=True, help=say("用邮件邀请。", "Invite by mail."))
def create(
    login: str, name: str, name_en: str, email: str, role: str, unit: str, invite: bool
) -> None:
    """Enrol a person."""
    from rectify.servers.command_database import running_environment
    from workflow import accounts
    from workflow.organisation import staff

    password = None if invite else _password()
    with running_environment():
        newcomer = staff.Newcomer(login, name, name_en, email, role, unit)
        enrolled = staff.enrol(newcomer, password)
        if enrolled.account is None:
            click.echo(_ASKED.format(count=enrolled.waiting).of(language()))
            return
        if invite:
            accounts.invite(enrolled.account)
            click.echo(say(f"已邀请 {login}。", f"{login} is invited."))
            return
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
    from rectify.servers.command_database import running_environment
    from workflow.accounts import set_password
    from workflow.organisation.staff.machine import permit

    wanted = _password()
    with running_environment():
        set_password(permit("password", login), wanted)
    click.echo(say(f"{login} 的密码已更改。", f"The password of {login} was changed."))


@command.command(
    help=say(
        "给登录名 LOGIN 发邮件邀请，链接7天内有效，只能用一次。",
        "Send LOGIN a mail with a link to set the password, good for 7 days and once.",
    )
)
@click.argument("login")
def invite(login: str) -> None:
    """Send an invitation."""
    from rectify.servers.command_database import running_environment
    from workflow import accounts

    with running_environment():
        accounts.invite(accounts.account_of(login))
    click.echo(say(f"已邀请 {login}。", f"{login} is invited."))


@command.command(
    "second-factor",
    help=say(
        "停用登录名 LOGIN 的动态口令（如手机遗失），并结束其所有登录。",
        "Take the second factor of LOGIN away, as when the phone is lost, and end all sessions.",
    ),
)
@click.argument("login")
def second_factor(login: str) -> None:
    """Take a second factor away."""
    from rectify.servers.command_database import running_environment
    from workflow import accounts
    from workflow.accounts.second_factor import remove
    from workflow.organisation.staff.machine import take_factor_away

    with running_environment():
        if take_factor_away(login):
            click.echo(_ASKED.format(count=1).of(language()))
            return
        account = accounts.account_of(login)
        remove(account)
        accounts.end_all(account)
    click.echo(say(f"{login} 的动态口令已停用。", f"{login} has no second factor any more."))


@command.command("list", help=say("列出所有账号和职务。", "List every account with its posts."))
@with_json
def list_(as_json: bool) -> None:
    """Print a line for each account."""
    from dataclasses import asdict

    from rectify.servers.command_database import running_environment
    from workflow.accounts import known

    with running_environment():
        entries = known()
    if as_json:
        click.echo(json.dumps([asdict(account) for account in entries], ensure_ascii=False))
        return
    for account in entries:
        closed = "" if account.active else say("（已停用）", " (closed)")
        click.echo(f"{account.login}{closed}\t{account.name}\t{'; '.join(account.posts)}")


def _password() -> str:
    if sys.stdin.isatty():
        ask = say("新密码", "New password")
        entered: str = click.prompt(ask, hide_input=True, confirmation_prompt=True)
        return entered
    return sys.stdin.readline().rstrip("\r\n")
