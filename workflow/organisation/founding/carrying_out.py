"""Carry the first run out: organisation, administrators and sign-in, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow import journal
from workflow.accounts import Details, add_person, approvals, passwords, second_factor
from workflow.accounts.commands import open_account
from workflow.accounts.links import INVITATION, hand_out, send_link
from workflow.declaration import CHECK
from workflow.errors import BadInput, NotPossible
from workflow.organisation.appointing import appoint_at
from workflow.organisation.commands import found_at
from workflow.organisation.founding.answers import KEEPER, Founder, FoundingAnswers, founder_roles
from workflow.organisation.founding.first_runs import GONE
from workflow.organisation.transaction import Desk
from workflow.organisation.workbook_import import Brought, bring_at
from workflow.words import Words, clauses

_NO_UNIT = Words(
    "请填写最上级单位的名称，或上传写有它的表格",
    "name the topmost unit, or upload a sheet that does",
)
_SEVERAL_ROOTS = Words(
    "表格里有{count}个最上级单位，只能有一个；请改正表格，或在上面填写它们的上级",
    "the sheet has {count:topmost unit|topmost units}, not just one; correct it, or name above the"
    " unit that they stand under",
)
_NOT_READ = Words("表格没有导入：{why}", "the sheet did not go in: {why}")
_ALIKE = Words(
    "表格里有几个人叫这个名字，请填写其邮箱",
    "the sheet has several people of this name; give the mail address",
)
_ROOTS = """
    SELECT id FROM units WHERE parent_id IS NULL AND coalesce(valid_to, 'infinity') >= %s"""
_NAMESAKES = """
    SELECT id FROM people WHERE name = %(name)s
       AND (%(email)s = '' OR email = '' OR lower(email) = lower(%(email)s))
     ORDER BY (%(email)s <> '' AND lower(email) = lower(%(email)s)) DESC"""
_ADDRESS = "UPDATE people SET email = %s WHERE id = %s AND email = ''"
_HOLDS = "SELECT FROM appointments WHERE person_id = %s AND unit_id = %s AND role = %s"
_MOST_FAULTS = 5  # sentences that stand at the field


@dataclass(slots=True)
class Founded:
    """What has come of the first run: the keeper's account, codes, and links to hand over."""

    account: int = 0
    login: str = ""
    codes: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)  # the tokens, by role
    brought: Brought | None = None


def found_organisation(desk: Desk, answers: FoundingAnswers, sheet: bytes | None) -> Founded:
    """Found the topmost unit and bring the sheet in, within an open transaction.

    Raises ``BadInput`` with the faults, ``NotPossible`` where the founding is over.
    """
    if not approvals.found(desk.connection):
        raise NotPossible(GONE)
    unit = answers.get("unit", {})
    name = unit.get("name", "")
    if not name and sheet is None:
        raise BadInput(CHECK, {"name": _NO_UNIT})
    if name:
        found_at(desk, None, unit["kind"], name, unit.get("name_en", ""), None, None)
    founded = Founded()
    if sheet is not None:
        founded.brought = _bring(desk, sheet, answers.get("file", ""), name)
    _root(desk)
    return founded


def _bring(desk: Desk, sheet: bytes, file: str, under: str) -> Brought:
    try:
        brought = bring_at(desk, sheet, file, under)
    except BadInput as refused:
        raise BadInput(CHECK, {"file": refused.words}) from None
    if brought.faults:
        why = clauses(brought.faults[:_MOST_FAULTS])
        raise BadInput(CHECK, {"file": _NOT_READ.format(why=why)})
    return brought


def _root(desk: Desk) -> int:
    rows = desk.connection.execute(_ROOTS, [desk.today]).fetchall()
    if len(rows) != 1:
        raise BadInput(CHECK, {"file": _SEVERAL_ROOTS.format(count=len(rows))})
    return int(rows[0][0])


def found_administrators(desk: Desk, answers: FoundingAnswers, founded: Founded) -> None:
    """Enrol and appoint the administrators, and let the keeper in; the others get links.

    Raises ``BadInput`` with the faults, by the key of the field.
    """
    root = _root(desk)
    founders = answers.get("founders", {})
    for role in (role for role in founder_roles() if role in founders):
        try:
            _founder(desk, root, role, founders[role], answers, founded)
        except BadInput as refused:
            faults = {f"{role}.{key}": words for key, words in refused.fields.items()}
            raise BadInput(CHECK, faults or {f"{role}.name": refused.words}) from None


def _founder(
    desk: Desk,
    root: int,
    role: str,
    founder: Founder,
    answers: FoundingAnswers,
    founded: Founded,
) -> None:
    person = _person(desk, founder, answers.get("language", "zh"))
    entrance = answers.get("entrance") if role == KEEPER else None
    secret = entrance["password"] if entrance else passwords.NONE
    account = open_account(desk.connection, person, founder["login"], secret)
    if desk.connection.execute(_HOLDS, [person, root, role]).fetchone() is None:
        appoint_at(desk, root, person, role, None, None)
    if entrance:
        founded.account, founded.login = account, founder["login"]
        if entrance["proven"]:
            founded.codes = second_factor.adopt(desk.connection, account, entrance["factor"])
    elif role != KEEPER:
        founded.links[role] = hand_out(desk.connection, account)
        if founder["email"]:
            send_link(desk.connection, account, INVITATION)


def _person(desk: Desk, founder: Founder, language: str) -> int:
    """Return the person of the sheet who is meant, or a new person."""
    rows = desk.connection.execute(_NAMESAKES, founder).fetchall()
    if len(rows) > 1 and not founder["email"]:
        raise BadInput(CHECK, {"email": _ALIKE})
    if not rows:
        details = Details(founder["name"], founder["name_en"], founder["email"], "", language)
        person = add_person(desk.connection, details)
        journal.note(desk.connection, "person", subject=("person", person), what="enrolled")
        return person
    person = int(rows[0][0])
    desk.connection.execute(_ADDRESS, [founder["email"], person])
    return person
