"""``rectify messages``: the result of each mail, the reasons of failures, and sending again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from rectify.language import language, say
from rectify.options import with_json

if TYPE_CHECKING:
    from workflow.delivery.messages.mail_log import LoggedMail


@click.group(
    help=say(
        "邮件的去向：待发、已发、未发及原因；不显示内容。",
        "What became of each mail: waiting, sent, not sent and why; never what it says.",
    )
)
def command() -> None:
    """Hold the commands about mails."""


@command.command("list", help=say("列出邮件，最新的在前。", "List mails, the newest first."))
@click.option(
    "--state",
    type=click.Choice(["waiting", "sent", "failed"]),
    help=say("只列这一种。", "These only."),
)
@click.option("--failed", is_flag=True, help=say("只列未发出的。", "Those that were not sent."))
@click.option("--person", default="", help=say("收件人姓名（或一部分）。", "Whom they are to."))
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=50, show_default=True,
    help=say("最多几封。", "At most this many."),
)  # fmt: skip
@with_json
def list_(state: str | None, failed: bool, person: str, limit: int, as_json: bool) -> None:
    """Print a line for each mail."""
    from rectify.servers.command_database import running_environment
    from workflow.declaration import SYSTEM
    from workflow.delivery.messages import mail_log

    with running_environment():
        which = "failed" if failed else state or ""
        mails = mail_log.every(SYSTEM, which, person, limit=limit)
    if as_json:
        click.echo(json.dumps([_row(mail) for mail in mails], ensure_ascii=False, indent=2))
        return
    for mail in mails:
        click.echo(_line(mail))


@command.command(help=say("重发未发出的邮件。", "Send mails again that were not sent."))
@click.argument("ids", type=click.IntRange(1), nargs=-1, required=True, metavar="ID...")
def again(ids: tuple[int, ...]) -> None:
    """Enqueue each of the mails again."""
    from rectify.servers.command_database import running_environment
    from workflow.declaration import SYSTEM
    from workflow.delivery.messages import mail_log

    with running_environment():
        for outbox_id in ids:
            mail_log.send_again(SYSTEM, outbox_id)
            click.echo(say(f"{outbox_id} 将再次发送。", f"{outbox_id} will be tried again."))


def _line(mail: LoggedMail) -> str:
    from workflow.delivery.messages.mail_log import STATES

    state = STATES[mail.state].of(language())
    shown = (
        str(mail.id), f"{mail.at:%Y-%m-%d %H:%M}", state, mail.person, mail.what.of(language()),
        mail.error,
    )  # fmt: skip
    return "\t".join(shown).rstrip("\t")


def _row(mail: LoggedMail) -> dict[str, object]:
    return {
        "id": mail.id,
        "at": mail.at.isoformat(),
        "to": mail.person,
        "about": mail.what.of(language()),
        "state": mail.state,
        "tries": mail.tries,
        "error": mail.error,
        "next_try": mail.next_try.isoformat() if mail.next_try else None,
        "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
    }
