"""The steps of the first run: each answer is tried out with all before it, undone, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg import Rollback

from workflow.accounts import passwords, second_factor
from workflow.declaration import CHECK, SYSTEM, fields
from workflow.engine.loading import read_now
from workflow.errors import BadInput, NotPossible
from workflow.evidence.virus_scanner import fault_of
from workflow.organisation.founding import first_runs
from workflow.organisation.founding.answers import (
    KEEPER,
    UNIT,
    FounderEntrance,
    FoundingAnswers,
    founders_of,
)
from workflow.organisation.founding.carrying_out import (
    Founded,
    found_administrators,
    found_organisation,
)
from workflow.organisation.founding.first_runs import FirstRun
from workflow.organisation.transaction import Desk, at_desk
from workflow.organisation.workbook import SHEETS, read_book, write_book
from workflow.platform import connect, settings
from workflow.words import LANGUAGES, Words, joined

LARGEST = 20 * 2**20  # bytes of a sheet
STEPS = ("language", "organisation", "administrators", "sign_in", "review")
_NO_LANGUAGE = Words("请选择一种语言。", "Choose a language.")
_LARGE = Words("文件超过20 MB", "the file is over 20 MB")
_DIFFERENT = Words("两次输入的密码不同", "the two passwords differ")
_NO_CODE = Words(
    "口令不对；请扫描上面的图形，输入手机现在显示的六位数字，并检查手机的时间",
    "that is not the present code; scan the picture above, enter the six digits that the phone"
    " shows now, and check the phone's clock",
)
_MISSING = Words(
    "还缺：{steps}。请先填完这些步骤。", "Still missing: {steps}. Fill these steps in first."
)
_MOST_TOLD = 100
STEP_WORDS: dict[str, Words] = {
    "language": Words("语言", "language"),
    "organisation": Words("组织机构", "organisation"),
    "administrators": Words("管理员", "administrators"),
    "sign_in": Words("登录", "sign-in"),
    "review": Words("核对", "check and begin"),
}


def choose_language(browser: str, language: str) -> None:
    """Keep the language of the pages, and of the mails to the administrators.

    Raises ``BadInput`` for an unknown language, ``Gone`` as all steps here do.
    """
    if language not in LANGUAGES:
        raise BadInput(_NO_LANGUAGE)
    first_runs.keep(browser, {"language": language})


def answer_organisation(
    browser: str, sent: Mapping[str, str], file: tuple[str, bytes] | None, *, without: bool = False
) -> None:
    """Keep the topmost unit and the sheet; ``without`` takes an earlier sheet away.

    Raises ``BadInput`` with the faults of the fields, or of the sheet at ``file``.
    """
    run = first_runs.of_browser(browser)
    values, _ = fields.parse(UNIT, {f.key: sent.get(f.key, "") for f in UNIT.fields}, "")
    sheet = file[1] if file else None if without else run.sheet
    name = file[0] if file else "" if without else run.answers.get("file", "")
    if sheet is not None and len(sheet) > LARGEST:
        raise BadInput(CHECK, {"file": _LARGE})
    if file and (found := fault_of(file[1], file[0])) and found.virus:
        raise BadInput(CHECK, {"file": found.words})
    unit = {key: value for key, value in values.items() if value}
    tried = FoundingAnswers(unit=unit, file=name)
    founded = _tried(tried, sheet)
    kept: first_runs.FileChange = "put" if file else "take" if without else "leave"
    first_runs.keep(browser, {**tried, **_read(founded)}, file=kept, sheet=file and file[1])


def _read(founded: Founded) -> dict[str, Any]:
    brought = founded.brought
    if brought is None:
        return {"read": {}, "told": []}
    counts = {
        sheet.key: sum(change.sheet == sheet.words for change in brought.changes)
        for sheet in SHEETS
    }
    told = [*brought.left_out, *brought.notes][:_MOST_TOLD]
    return {"read": counts, "told": [list(words) for words in told]}


def answer_administrators(browser: str, sent: Mapping[str, str]) -> None:
    """Keep the three administrators, and draw the secret of the keeper's second factor.

    Raises ``BadInput`` with every fault, by the key of the field.
    """
    run = first_runs.of_browser(browser)
    founders = founders_of(sent)
    _tried({**run.answers, "founders": founders}, run.sheet)
    factor = run.answers.get("factor") or second_factor.drawn()
    first_runs.keep(browser, {"founders": founders, "factor": factor})


def answer_sign_in(
    browser: str, password: str, again: str, code: str, now: datetime | None = None
) -> None:
    """Keep the keeper's password as its hash, and the second factor once a code proves it.

    Without a password an earlier one stays. Raises ``BadInput`` with the faults.
    """
    run = first_runs.of_browser(browser, now)
    before = run.answers.get("entrance")
    demand_steps(run, "administrators")
    faults: dict[str, Words] = {}
    if password != again:
        faults["again"] = _DIFFERENT
    elif password or before is None:
        faults |= _unfit(password, run.answers["founders"][KEEPER]["login"])
    factor = run.answers["factor"]
    proven = bool(before and before["proven"])
    if code or (settings().needs_totp and not proven):
        proven = _proves(factor, code, now)
        if not proven:
            faults["code"] = _NO_CODE
    if faults:
        raise BadInput(CHECK, faults)
    secret = before["password"] if before and not password else passwords.hashed(password)
    entrance = FounderEntrance(password=secret, factor=factor, proven=proven)
    first_runs.keep(browser, {"entrance": entrance}, now)


def _unfit(password: str, login: str) -> dict[str, Words]:
    try:
        passwords.check_new(password, login)
    except BadInput as refused:
        return refused.fields
    return {}


def _proves(factor: str, code: str, now: datetime | None) -> bool:
    with connect() as connection:
        return second_factor.begins_with(factor, code, now or read_now(connection))


def missing(run: FirstRun) -> list[str]:
    """Return the steps without an answer."""
    there = {
        "language": "language", "organisation": "unit", "administrators": "founders",
        "sign_in": "entrance",
    }  # fmt: skip
    return [step for step, key in there.items() if key not in run.answers]


def demand_steps(run: FirstRun, *steps: str) -> None:
    """Refuse while one of the steps has no answer.

    Raises ``NotPossible`` with the names of the steps.
    """
    lacking = [STEP_WORDS[step] for step in missing(run) if step in steps]
    if lacking:
        raise NotPossible(_MISSING.format(steps=joined(Words("、", ", "), lacking)))


def begin(browser: str) -> Founded:
    """Found the installation out of the answers, and end the first run.

    Raises ``NotPossible`` while a step has no answer, ``BadInput`` with a fault, ``Gone``.
    """

    def carry_out(desk: Desk) -> Founded:
        run = first_runs.read(desk.connection, browser, locked=True)
        demand_steps(run, *STEPS)
        founded = found_organisation(desk, run.answers, run.sheet)
        found_administrators(desk, run.answers, founded)
        first_runs.end(desk.connection)
        return founded

    return at_desk(SYSTEM, carry_out)


def empty_book(language: str) -> bytes:
    """Return the own workbook with its headings alone, as a sheet to be filled in."""
    with connect() as connection:
        return write_book(read_book(connection), language)


def _tried(answers: FoundingAnswers, sheet: bytes | None) -> Founded:
    """Carry the answers out and undo everything; return what would have come of them."""
    seen: list[Founded] = []

    def try_out(desk: Desk) -> None:
        with desk.connection.transaction():
            seen.append(found_organisation(desk, answers, sheet))
            found_administrators(desk, answers, seen[0])
            raise Rollback

    at_desk(SYSTEM, try_out)
    return seen[0]
