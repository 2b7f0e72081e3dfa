"""The acts on a person or an account, each with right and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.accounts import Details
from workflow.declaration import (
    KEEP_PEOPLE,
    READ_PEOPLE,
    SECURE_PEOPLE,
    Actor,
    Choice,
    Entitlement,
    Field,
)
from workflow.errors import NO_PAGE, NotFound
from workflow.organisation.staff import accounts, commands
from workflow.organisation.staff.queries import AccountView, PersonPage
from workflow.words import Words

StaffValues = dict[str, Any]
Shown = Callable[[PersonPage, AccountView | None], bool]
_LANGUAGES = (Choice("zh", Words("中文", "Chinese")), Choice("en", Words("英文", "English")))
_DETAILS = (
    Field("name", Words("姓名", "Name"), limit=100),
    Field("name_en", Words("英文姓名", "Name in English"), required=False, limit=100),
    Field("code", Words("工号", "Staff number"), required=False, limit=40),
    Field("email", Words("邮箱", "Mail"), required=False, limit=254),
    Field("language", Words("语言", "Language"), "choice", choices=_LANGUAGES),
)
_LOGIN = Words("登录名", "Sign-in name")


@dataclass(frozen=True, slots=True)
class StaffForm:
    """An act of an administrator on a person or an account."""

    key: str
    words: Words
    right: Entitlement
    note: Words  # what will come of it
    carry_out: Callable[[Actor, int, StaffValues], object]
    fields: tuple[Field, ...] = ()
    fits: Shown = lambda *_: True
    comment_required: bool = False
    waits: Callable[[StaffValues, object], bool] = lambda *_: False  # for another administrator

    @property
    def step_up(self) -> bool:
        """Whether the act demands a new proof of identity."""
        return self.right.step_up

    def is_for(self, actor: Actor, page: PersonPage, account: AccountView | None = None) -> bool:
        """Say whether the act is offered to the administrator in the present state."""
        return self.right.held_by(actor) and self.fits(page, account)


def _details(values: StaffValues) -> Details:
    return Details(*(values.get(key, "") for key in Details.__slots__))


def _add(actor: Actor, _: int, values: StaffValues) -> int:
    return commands.add(actor, _details(values), values.get("login", ""))


def _always(*_: object) -> bool:
    return True


def _alone(act: Callable[[Actor, int], object]) -> Callable[[Actor, int, StaffValues], object]:
    """Adapt an act without further fields to the signature of ``carry_out``."""
    return lambda actor, id_, _: act(actor, id_)


ADD = StaffForm(
    "add", commands.ADD, KEEP_PEOPLE,
    Words(
        "写了登录名，就同时申请开通账号；安全管理员同意后寄出邀请。职务由安全管理员提出、系统管理员同意。",
        "With a sign-in name an account is asked for; the invitation goes out once the security"
        " administrator has agreed. Posts are asked for by the security administrator.",
    ),
    _add,
    (*_DETAILS, Field("login", _LOGIN, required=False, limit=50, help=Words(
        "2到50个小写字母、数字、点、横线；不填则不开账号",
        "2 to 50 of a-z, 0-9, . _ -; without one no account is opened",
    ))),
    waits=lambda values, _: bool(values.get("login")),
)  # fmt: skip
PERSON_FORMS: dict[str, StaffForm] = {
    form.key: form
    for form in (
        StaffForm("correct", commands.CORRECT, KEEP_PEOPLE, Words(
            "其他信息立即更正；更换邮箱须经安全管理员同意，并通知原邮箱。",
            "Everything else is corrected at once; another mail address needs the agreement of the"
            " security administrator, and the present address is told.",
        ), lambda actor, id_, v: commands.correct(actor, id_, _details(v)), _DETAILS,
            waits=lambda _, asked: asked is not None),
        StaffForm("open-account", commands.OPEN, KEEP_PEOPLE, Words(
            "安全管理员同意后寄出邀请，链接7天内有效，只能用一次。一个人只有一个账号。",
            "Once the security administrator has agreed an invitation is sent, good for 7 days and"
            " once. One person has one account.",
        ), lambda actor, id_, v: commands.open_one(actor, id_, v["login"]),
            (Field("login", _LOGIN, limit=50),), waits=_always,
            fits=lambda page, _: not (page.row.left_on or page.row.accounts)),
        StaffForm("leave", commands.LEAVES, SECURE_PEOPLE, Words(
            "此人的任职随最后一日结束，第二天起不能登录。未办结的事项要另行移交。",
            "Every post ends with the last day, and from the next day nobody signs in as this"
            " person. Open items have to be handed over.",
        ), lambda actor, id_, v: commands.leave(actor, id_, v.get("last")), (
            Field("last", Words("最后一日（不填为今天）", "Last day (today if empty)"), "date",
                  required=False),
        ), fits=lambda page, _: not page.row.left_on),
        StaffForm("return", commands.RETURNS, SECURE_PEOPLE, Words(
            "系统管理员同意后，此人可以重新登录；已结束的任职不会恢复，需要重新任命。",
            "Once the system administrator has agreed the person may sign in again; posts that"
            " ended are not given back by it.",
        ), _alone(commands.come_back), waits=_always,
            fits=lambda page, _: bool(page.row.left_on)),
    )
}  # fmt: skip
ACCOUNT_FORMS: dict[str, StaffForm] = {
    form.key: form
    for form in (
        StaffForm("link", accounts.LINK, KEEP_PEOPLE, Words(
            "还没有密码的寄邀请（7天有效），已有密码的寄重设链接（30分钟有效），都只能用一次。",
            "Whoever has no password yet gets the invitation (7 days), others a link to set"
            " another (30 minutes); each is good once.",
        ), _alone(accounts.send_one), fits=lambda _, a: _is_open(a)),
        StaffForm("end-sessions", accounts.END, KEEP_PEOPLE, Words(
            "所有设备上的登录都会结束；知道密码的人仍可重新登录。",
            "Every device is signed out; whoever knows the password may sign in again.",
        ), _alone(accounts.end_sessions)),
        StaffForm("revoke-tokens", accounts.REVOKE, KEEP_PEOPLE, Words(
            "用这些令牌的程序从此不能再调用接口。",
            "Programs that use these tokens are refused from now on.",
        ), _alone(accounts.revoke_tokens)),
        StaffForm("close", accounts.CLOSE, KEEP_PEOPLE, Words(
            "立即不能登录，令牌和链接一并失效；只有安全管理员能重新启用。",
            "From now on neither password, token nor link opens anything; only the security"
            " administrator opens the account again.",
        ), _alone(accounts.close), fits=lambda _, a: _is_open(a)),
        StaffForm("reopen", accounts.REOPEN, SECURE_PEOPLE, Words(
            "请先核实停用的原因，以及邮箱是否确属本人。系统管理员同意后启用。",
            "Check first why it was closed, and that the mail address is the person's own. It is"
            " opened once the system administrator has agreed.",
        ), _alone(accounts.reopen), waits=_always,
            fits=lambda _, a: not _is_open(a)),
        StaffForm("reset-factor", accounts.RESET_FACTOR, SECURE_PEOPLE, Words(
            "请先当面或电话确认是本人。系统管理员同意后，动态口令和恢复码失效，所有会话结束，下次登录后重新设置。",
            "Make sure first that it is the person who asks. Once the system administrator has"
            " agreed, the second factor and its recovery codes are void and every session ends; it"
            " is set up anew at the next sign-in.",
        ), _alone(accounts.reset_factor), waits=_always,
            fits=lambda _, a: bool(a and a.has_totp)),
    )
}  # fmt: skip


def form_asked(actor: Actor, offered: Mapping[str, StaffForm], key: str) -> StaffForm:
    """Return the form of an act on a person or an account.

    Raises ``NotFound`` where there is no such act, ``NotPermitted`` or ``NotFound`` without the
    right to it.
    """
    if key not in offered:
        raise NotFound(NO_PAGE)
    READ_PEOPLE.demand(actor)
    offered[key].right.demand(actor, doing=offered[key].words)
    return offered[key]


def present(form: StaffForm, page: PersonPage) -> dict[str, str]:
    """Return the initial values of a form."""
    if form.key != "correct":
        return {}
    row = page.row
    return {
        "name": row.name, "name_en": row.name_en, "code": row.code, "email": row.email,
        "language": page.language,
    }  # fmt: skip


def _is_open(account: AccountView | None) -> bool:
    return account is not None and account.active
