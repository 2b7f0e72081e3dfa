"""The forms of changes to the organisation, read like any other form by their declaration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflow.declaration import (
    APPOINT,
    CHECK,
    END_POSTS,
    KEEP_UNITS,
    Actor,
    Choice,
    Entitlement,
    Field,
    pack,
)
from workflow.declaration.named_rights import HAND_OVER
from workflow.errors import BadInput, NotFound
from workflow.organisation import appointing, commands, unit_details
from workflow.organisation.handover import HandOver, hand_over
from workflow.organisation.kinds import CLASSES, KINDS
from workflow.organisation.regulations import TermOfOffice
from workflow.organisation.transaction import GONE, UnitRow
from workflow.platform import cleaned, connect
from workflow.words import Words

FormValues = dict[str, Any]
_ON = Field(
    "on", Words("生效日期（不填为今天）", "Takes effect on (today if empty)"), "date", False
)
_NAME = Field("name", Words("名称", "Name"), limit=200)
_NAME_EN = Field("name_en", Words("英文名称", "Name in English"), required=False, limit=200)
_KINDS = tuple(Choice(key, kind.words) for key, kind in KINDS.items())
_CLASSES = tuple(Choice(key, words) for key, words in CLASSES.items() if key)
_TOO_LIKE = Words(
    "有{count}个人符合，请填工号或邮箱",
    "{count:person fits|people fit}; give the staff number or the mail address",
)
_NOBODY = Words("没有这个人，请填姓名、工号或邮箱", "nobody fits; give a name, number or address")
_PEOPLE = """
    SELECT id FROM people WHERE (code = %(text)s OR email = %(text)s OR name = %(text)s
        OR name_en = %(text)s) ORDER BY code = %(text)s DESC NULLS LAST LIMIT 20"""


def _number(key: str, zh: str, en: str) -> Field:
    return Field(key, Words(zh, en), "number", required=False, limit=1_000_000)


@dataclass(frozen=True, slots=True)
class UnitForm:
    """A change offered on the page of a unit."""

    key: str
    words: Words
    right: Entitlement  # whose it is to make
    fields: tuple[Field, ...]
    carry_out: Callable[[Actor, int, FormValues], object]
    comment_required: bool = False
    waits: bool = False  # for another administrator's agreement

    @property
    def step_up(self) -> bool:
        """Whether the change demands a new proof of identity."""
        return self.right.step_up


def person_of(text: str, key: str = "person") -> int:
    """Return the id of the person meant by a name, a staff number or a mail address.

    Raises ``BadInput`` where no person or more than one person matches.
    """
    with connect() as connection:
        ids = [row[0] for row in connection.execute(_PEOPLE, {"text": cleaned(text)})]
    if len(ids) != 1:
        words = _TOO_LIKE.format(count=len(ids)) if ids else _NOBODY
        raise BadInput(CHECK, {key: words})
    return int(ids[0])


def _found(actor: Actor, unit_id: int, v: FormValues) -> object:
    return commands.found(
        actor, unit_id, v["kind"], v["name"], v.get("name_en", ""), v.get("on"), v.get("code")
    )


def _rename(actor: Actor, unit_id: int, v: FormValues) -> object:
    return commands.rename(actor, unit_id, v["name"], v.get("name_en", ""), v.get("on"))


def _describe(actor: Actor, unit_id: int, v: FormValues) -> object:
    numbers = (v.get("full"), v.get("probationary"), v.get("joined"))
    return unit_details.describe(actor, unit_id, v.get("unit_class", ""), *numbers)


def _term(actor: Actor, unit_id: int, v: FormValues) -> object:
    term = TermOfOffice(v["begins_on"], v["ends_on"], v.get("elected_on"), v.get("extended_to"))
    return unit_details.set_term(actor, unit_id, term)


def _appoint(actor: Actor, unit_id: int, v: FormValues) -> object:
    person = person_of(v["person"])
    return appointing.appoint(actor, unit_id, person, v["role"], v.get("begin"), v.get("until"))


def present(form: UnitForm, unit: UnitRow) -> dict[str, str]:
    """Return the initial values of a form."""
    if form.key == "rename":
        return {"name": unit.name, "name_en": unit.name_en}
    if form.key == "describe":
        numbers = (unit.full_members, unit.probationary_members, unit.joined_units)
        texts = ("" if number is None else str(number) for number in numbers)
        keys = ("full", "probationary", "joined")
        return {"unit_class": unit.unit_class, **dict(zip(keys, texts, strict=True))}
    return {}


_OF_THE_UNIT: dict[str, UnitForm] = {
    form.key: form
    for form in (
        UnitForm("found", Words("设立下级单位", "Found a unit below"), KEEP_UNITS, (
            Field("kind", Words("类型", "Kind"), "choice", choices=_KINDS), _NAME, _NAME_EN,
            Field("code", Words("代码", "Code"), required=False, limit=40), _ON,
        ), _found),
        UnitForm("rename", Words("更名", "Rename"), KEEP_UNITS, (_NAME, _NAME_EN, _ON), _rename),
        UnitForm("describe", Words("登记人数和类别", "Enter numbers and class"), KEEP_UNITS, (
            Field("unit_class", Words("类别", "Class"), "choice", False, _CLASSES),
            _number("full", "正式党员", "Full members"),
            _number("probationary", "预备党员", "Probationary members"),
            _number("joined", "联合单位数", "Units joined in it"),
        ), _describe),
        UnitForm("term", Words("登记任期", "Enter a term of office"), KEEP_UNITS, (
            Field("begins_on", Words("自", "From"), "date"),
            Field("ends_on", Words("至", "To"), "date"),
            Field("elected_on", Words("选举日期", "Elected on"), "date", False),
            Field("extended_to", Words("批准延期至", "Extension approved to"), "date", False),
        ), _term),
        UnitForm("move", Words("调整隶属", "Move"), KEEP_UNITS, (
            Field("under", Words("新的上级", "New parent"), "unit"), _ON,
        ), lambda actor, id_, v: commands.move(actor, id_, v["under"], v.get("on"))),
        UnitForm("merge", Words("并入", "Merge"), KEEP_UNITS, (
            Field("into", Words("并入的单位", "Into"), "unit"), _ON,
        ), lambda actor, id_, v: commands.merge(actor, id_, v["into"], v.get("on"))),
        UnitForm("dissolve", Words("撤销", "Dissolve"), KEEP_UNITS, (_ON,),
             lambda actor, id_, v: commands.dissolve(actor, id_, v.get("on"))),
    )
}  # fmt: skip


END_POST = UnitForm("end-post", Words("免职", "End a post"), END_POSTS, (
    Field("last", Words("最后一日", "Last day"), "date", False),
), lambda actor, id_, v: appointing.end_post(actor, id_, v.get("last")))  # fmt: skip
HAND_OVER_ALL = UnitForm(
    "hand_over", Words("批量移交", "hand over all of somebody's items"), HAND_OVER, (
    Field("giver", Words("移交人（姓名、工号或邮箱）", "From (name, number or mail)"), limit=200),
    Field("taker", Words("接收人（姓名、工号或邮箱）", "To (name, number or mail)"), limit=200),
), lambda *_: None, comment_required=True)  # fmt: skip


def hand_over_named(actor: Actor, values: FormValues, comment: str) -> HandOver:
    """Hand over all open items of the person named ``giver`` to the one named ``taker``.

    Raises ``BadInput`` where a name fits no person or several.
    """
    giver, taker = (person_of(values[key], key) for key in ("giver", "taker"))
    return hand_over(actor, giver, taker, comment)


def forms() -> dict[str, UnitForm]:
    """Return every form by its key; the roles of an appointment are those of the pack."""
    roles = tuple(Choice(key, words) for key, words in pack().roles.items())
    appoint = UnitForm("appoint", Words("任命", "Appoint"), APPOINT, (
        Field("person", Words("姓名、工号或邮箱", "Name, staff number or mail"), limit=200),
        Field("role", Words("职务", "Role"), "choice", choices=roles),
        Field("begin", Words("自（不填为今天）", "From (today if empty)"), "date", False),
        Field("until", Words("至（含当日，可不填）", "To (included, or empty)"), "date", False),
    ), _appoint, waits=True)  # fmt: skip
    return {appoint.key: appoint, **_OF_THE_UNIT}


def form_asked(actor: Actor, key: str, path: str) -> UnitForm:
    """Return the form of a change of the unit at ``path``.

    Raises ``NotFound`` where there is no such change, ``NotPermitted`` without its right.
    """
    if key not in forms():
        raise NotFound(GONE)
    asked = forms()[key]
    asked.right.demand(actor, path, asked.words)
    return asked


def forms_for(actor: Actor, path: str) -> list[UnitForm]:
    """Return the changes that the actor may make of a unit at ``path``."""
    return [form for form in forms().values() if form.right.held_by(actor, path)]
