"""Enrolment at the command line: the person, the first post and the sign-in, at one stroke.

The machine founds an installation alone. Once there are two administrators to agree, enrolment only
asks for the account and the post, as an administrator would.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from workflow import journal
from workflow.accounts import Details, add_person, approvals, passwords
from workflow.accounts.approvals import Wanted
from workflow.accounts.commands import BAD_LOGIN, FOUNDED, NOT_MADE, open_account
from workflow.accounts.passwords import LOGIN
from workflow.accounts.person_fields import faults_of
from workflow.declaration import SYSTEM, pack
from workflow.errors import BadInput, CodedWords, NotPossible
from workflow.organisation.appointing import appoint_at, wanted_post
from workflow.organisation.commands import found_at
from workflow.organisation.kinds import FIRST
from workflow.organisation.transaction import Desk, at_desk
from workflow.platform import cleaned
from workflow.words import Words

_NO_ROLE = CodedWords(
    "没有“{role}”这个角色；可用：{roles}", 'there is no role "{role}"; roles: {roles}', "no_choice"
)
_NO_UNIT = CodedWords(
    "没有“{unit}”这个单位；现有：{units}",
    'there is no unit "{unit}"; there are: {units}',
    "not_there",
)
_BOTH = CodedWords("角色和单位要一起写", "a role and a unit go together", "missing")
_NO_MAIL = CodedWords(
    "请先登记这个人的邮箱", "enter a mail address for this person first", "missing"
)
_UNITS = """
    SELECT id, name, name_en FROM units
     WHERE coalesce(valid_to, 'infinity') >= %s ORDER BY path"""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be enrolled, as entered."""

    login: str
    name: str
    name_en: str = ""
    email: str = ""
    role: str = ""
    unit: str = ""  # its name; in an empty database the first unit gets this name

    @property
    def details(self) -> Details:
        """The personal part of the entry."""
        return Details(self.name, self.name_en, self.email)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The result: an account, or the number of requests waiting for an administrator."""

    account: int | None
    waiting: int = 0


def enrol(new: Newcomer, password: str | None) -> Enrolled:
    """Enrol a person, or ask for the enrolment; everything or nothing.

    Without a password nobody can sign in before an invitation is taken up. Raises ``BadInput`` with
    every fault, and ``NotPossible`` for a password where there are administrators to agree to an
    invitation.
    """
    if faults := _faults(new, password):
        raise BadInput(NOT_MADE, faults)
    if password is not None:
        passwords.check_new(password, new.login)
    secret = passwords.NONE if password is None else passwords.hashed(password)
    return at_desk(SYSTEM, lambda desk: _enrol(desk, new, secret))


def _enrol(desk: Desk, new: Newcomer, secret: str) -> Enrolled:
    founding = approvals.found(desk.connection)
    if not founding and secret != passwords.NONE:
        raise NotPossible(FOUNDED)
    person = add_person(desk.connection, new.details)
    journal.note(desk.connection, "person", subject=("person", person), what="enrolled")
    if not founding:
        return Enrolled(None, _ask(desk, new, person))
    account = open_account(desk.connection, person, new.login, secret)
    if new.role:
        appoint_at(desk, _unit(desk, new.unit), person, new.role, None, None)
    return Enrolled(account)


def _ask(desk: Desk, new: Newcomer, person: int) -> int:
    """Ask for the account and the post; return the number of requests."""
    known = {"address": new.details.trimmed["email"]}
    requests = [Wanted("account", person, {"login": new.login}, known=known)]
    trials = [partial(open_account, desk.connection, person, new.login)]
    if new.role:
        unit = desk.active(_unit(desk, new.unit))
        requests.append(wanted_post(unit, person, new.role, desk.today, None))
        trials.append(partial(appoint_at, desk, unit.id, person, new.role, None, None))
    for one, trial in zip(requests, trials, strict=True):
        approvals.ask(desk.connection, SYSTEM, approvals.MACHINE, one, trial)
    return len(requests)


def _faults(new: Newcomer, password: str | None) -> dict[str, Words]:
    roles = ", ".join(pack().roles)
    faults = {
        "email": None if password is not None or new.email else _NO_MAIL,
        "login": None if LOGIN.fullmatch(new.login) else BAD_LOGIN,
        "unit": _BOTH if bool(new.role) != bool(new.unit) else None,
        "role": _NO_ROLE.format(role=new.role[:40], roles=roles)
        if new.role and new.role not in pack().roles
        else None,
    }
    return {key: words for key, words in faults.items() if words} | faults_of(new.details)


def _unit(desk: Desk, name: str) -> int:
    units = desk.connection.execute(_UNITS, [desk.today]).fetchall()
    if not units:
        return found_at(desk, None, FIRST, name, "", None, None).unit_id
    for id_, *names in units:
        if cleaned(name) in names:
            return int(id_)
    there = ", ".join(row[1] for row in units[:20])
    raise BadInput(NOT_MADE, {"unit": _NO_UNIT.format(unit=name[:40], units=there)})
