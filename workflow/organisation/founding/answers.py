"""The answers of the first run, as they are kept, and the forms that ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from workflow.accounts.approvals import SYSTEM
from workflow.accounts.commands import BAD_LOGIN
from workflow.accounts.passwords import LOGIN
from workflow.accounts.person_fields import Details, faults_of
from workflow.declaration import CHECK, Choice, Field, fields, pack
from workflow.errors import BadInput
from workflow.organisation.kinds import KINDS, ROOT
from workflow.platform import cleaned
from workflow.words import Words

KEEPER = SYSTEM  # the administrator who sits at the browser of the first run
_SAME_LOGIN = Words(
    "三名管理员的登录名不能相同", "each of the three needs a sign-in name of their own"
)
_SAME_PERSON = Words(
    "三名管理员要由不同的人担任（同名的人请填不同的邮箱）",
    "these are three different people; give mail addresses where two bear the same name",
)
_DETAILS = (
    ("name", Words("姓名", "Name"), True, 100),
    ("name_en", Words("英文姓名", "Name in English"), False, 100),
    ("login", Words("登录名", "Sign-in name"), True, 50),
    ("email", Words("邮箱", "Mail"), False, 254),
)
_LOGIN_HELP = Words("2到50个小写字母、数字、点、横线", "2 to 50 of a-z, 0-9, dot and hyphen")


class Founder(TypedDict):
    """An administrator of the first hour."""

    name: str
    name_en: str
    login: str
    email: str


class FounderEntrance(TypedDict):
    """How the person at the browser signs in; nothing here opens anything by itself."""

    password: str  # its hash
    factor: str  # the encrypted secret of the second factor
    proven: bool  # a code of the factor was entered


class FoundingAnswers(TypedDict):
    """The answers so far."""

    language: NotRequired[str]
    unit: NotRequired[dict[str, str]]  # name, name_en and kind of the topmost unit
    file: NotRequired[str]  # the name of the sheet, empty without one
    read: NotRequired[dict[str, int]]  # rows of the sheet that are new, by kind
    told: NotRequired[list[list[str]]]  # what was guessed or left out, in both languages
    founders: NotRequired[dict[str, Founder]]  # by role
    factor: NotRequired[str]  # the drawn secret of a second factor, not proven yet
    entrance: NotRequired[FounderEntrance]


@dataclass(frozen=True, slots=True)
class FoundingForm:
    """A step's form."""

    fields: tuple[Field, ...]
    comment_required: bool = False


UNIT = FoundingForm(
    (
        Field(
            "name", Words("最上级单位的名称", "Name of the topmost unit"), required=False,
            limit=200,
            help=Words("上传的表格里已有最上级单位时不填", "leave it empty if the sheet has it"),
        ),
        Field("name_en", Words("英文名称", "Name in English"), required=False, limit=200),
        Field(
            "kind", Words("类型", "Kind"), "choice",
            choices=tuple(
                Choice(key, kind.words) for key, kind in KINDS.items() if ROOT in kind.parents
            ),
        ),
    )
)  # fmt: skip


def founder_roles() -> tuple[str, ...]:
    """Return the administrators of the pack, in the order of the form."""
    return pack().administrators


def founder_form(role: str) -> FoundingForm:
    """Return the part of the form about the administrator of a role."""
    return FoundingForm(
        tuple(
            Field(
                f"{role}.{key}", words, required=required, limit=limit,
                help=_LOGIN_HELP if key == "login" else None,
            )
            for key, words, required, limit in _DETAILS
        )
    )  # fmt: skip


def founders_of(sent: Mapping[str, str]) -> dict[str, Founder]:
    """Return the three administrators as entered.

    Raises ``BadInput`` with every fault, by the key of the field.
    """
    asked = FoundingForm(tuple(f for role in founder_roles() for f in founder_form(role).fields))
    known = {field.key for field in asked.fields}
    raw = {key: value for key, value in sent.items() if key in known}
    faults = fields.faults_of(asked, raw, "")
    found = {role: _founder(role, raw) for role in founder_roles()}
    for role, founder in found.items():
        faults = {f"{role}.{key}": words for key, words in _wrong(founder).items()} | faults
    faults = _twice(found) | faults
    if faults:
        raise BadInput(CHECK, faults)
    return found


def _founder(role: str, raw: Mapping[str, Any]) -> Founder:
    said = {key: cleaned(str(raw.get(f"{role}.{key}", ""))) for key, *_ in _DETAILS}
    trimmed = Details(said["name"], said["name_en"], said["email"]).trimmed
    return Founder(
        name=trimmed["name"], name_en=trimmed["name_en"], email=trimmed["email"],
        login=said["login"],
    )  # fmt: skip


def _wrong(founder: Founder) -> dict[str, Words]:
    faults = faults_of(Details(founder["name"], founder["name_en"], founder["email"]))
    if not LOGIN.fullmatch(founder["login"]):
        faults["login"] = BAD_LOGIN
    return faults


def _twice(found: Mapping[str, Founder]) -> dict[str, Words]:
    faults: dict[str, Words] = {}
    logins: set[str] = set()
    people: set[tuple[str, str]] = set()
    for role, founder in found.items():
        person = (founder["name"], founder["email"].casefold())
        if founder["login"] in logins:
            faults[f"{role}.login"] = _SAME_LOGIN
        if person in people:
            faults[f"{role}.name"] = _SAME_PERSON
        logins.add(founder["login"])
        people.add(person)
    return faults
