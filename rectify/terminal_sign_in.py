"""Sign-in at the terminal, with the same proofs as on the page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from rectify.language import say

if TYPE_CHECKING:
    from workflow.declaration import Actor


def whoever(login: str) -> Actor:
    """Ask for the password, and for the code where there is a second factor; return the actor.

    Raises ``NotPermitted`` where the sign-in fails.
    """
    from workflow import accounts
    from workflow.errors import NotPermitted
    from workflow.words import Words

    entrance = accounts.enter(login, _asked(say("密码", "Password")))
    if entrance and entrance.pending:
        entrance = accounts.complete(entrance.token, _asked(say("动态口令", "Code")))
    identity = accounts.identity_of_session(entrance.token) if entrance else None
    if entrance is None or identity is None:
        wrong = Words(
            "登录名、密码或动态口令不对。", "The name, the password or the code is wrong."
        )
        raise NotPermitted(wrong)
    accounts.sign_out(entrance.token)
    return identity.actor


def _asked(what: str) -> str:
    """Read an answer from a terminal, or else from a line of standard input."""
    if sys.stdin.isatty():
        entered: str = click.prompt(what, hide_input=True)
        return entered
    return sys.stdin.readline().rstrip("\r\n")
