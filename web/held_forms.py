"""Held forms: a form sent after the session had ended, carried through signing in on the page.

Nothing is stored on the server: the sign-in page holds the signed content, and after signing in
the form is shown again with a button. Secrets are not held; they are asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer

from web.addresses import rooted
from workflow.words import Words

FIELD = "held"
_TOKEN = "csrf_token"  # noqa: S105
# What proves who somebody is, or opens something, is written on no page: it is asked for again.
SECRETS: dict[str, Words] = {
    "password": Words("密码", "Password"),
    "again": Words("再输入一次密码", "The same password again"),
    "present": Words("现在的密码", "Present password"),
    "proof": Words("您的密码或验证码", "Your password, or the present code of your authenticator"),
    "code": Words("验证码", "Code"),
    "robot": Words("机器人地址", "Address of the robot"),
    "secret": Words("密钥", "Secret"),
}
# Names of what a page puts into its form by itself.
_UNSEEN = frozenset({_TOKEN, "version", "key", "kept", "parent", "next", FIELD})


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A sent form: its address, the values as pairs, the names of secrets and of file fields."""

    path: str
    values: list[tuple[str, str]]
    secrets: list[str]
    files: list[str]

    @property
    def is_typed(self) -> bool:
        """Whether there is anything worth keeping."""
        return bool(self.secrets or self.files or self.values)

    @property
    def typed(self) -> list[str]:
        """The values that a person has typed, to be read before they are sent again."""
        return [value for name, value in self.values if name not in _UNSEEN and value.strip()]

    @property
    def asked(self) -> list[tuple[str, Words]]:
        """The secrets to ask for again, as (name, label)."""
        return [(name, SECRETS[name]) for name in self.secrets if name in SECRETS]


class SessionEnded(Exception):
    """A form came without a session; the answer asks for a sign-in and carries ``held``."""

    def __init__(self, held: HeldForm) -> None:
        super().__init__(held.path)
        self.held = held


def present() -> HeldForm:
    """Return the form of the request."""
    form = request.form
    return HeldForm(
        rooted(request.full_path.rstrip("?")),
        [(name, value) for name, value in form.items(multi=True) if not _is_left_out(name)],
        [name for name in SECRETS if form.get(name)],
        sorted({name for name, file in request.files.items(multi=True) if file.filename}),
    )


def noted(held: HeldForm) -> str:
    """Return the form as signed text, to be carried by the sign-in page."""
    return str(_serializer().dumps([held.path, held.values, held.secrets, held.files]))


def carried() -> HeldForm | None:
    """Return the form that the sign-in page carried, or ``None``; a forged one counts as none."""
    try:
        path, values, secrets, files = _serializer().loads(request.form.get(FIELD, ""))
    except BadSignature:
        return None
    return HeldForm(path, _pairs(values), secrets, files)


def shown_again(held: HeldForm) -> str:
    """Return the page with the form again, for the sender after signing in."""
    return render_template("held_form.html", held=held, bare=True)


def _is_left_out(name: str) -> bool:
    return name == _TOKEN or name in SECRETS


def _pairs(values: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in values]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), "held form")
