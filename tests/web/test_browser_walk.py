"""From the published handbook to the exported ledger, by real browsers, on a phone without signal.

A branch checks itself by the handbook; four lines fail, two of them answered in a cellar. They make
the three lists, which are worked off, verified, closed, and taken out.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.cast import PASSWORD, PERSONAS, actor
from tests.evidence.files import photo
from tests.inspections.checking import published
from tests.patience import eventually
from tests.web.desks import CHROMIUM, Desk, Office
from tests.web.lines import Line
from tests.web.stories import in_days, stored
from workflow import queries
from workflow.declaration import process_of
from workflow.engine import commands

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
]
FAILING = ("1.01.2", "1.02.2", "1.03.2", "1.04.2")
ANSWERING = ("secretary", "committee", "branch-head")  # by the level of a responsibility
TOGETHER = "一并办理"


@pytest.fixture
def line(app: Flask) -> Line:
    app.wsgi_app = Line(app.wsgi_app, Random(3), "/answer")  # type: ignore[method-assign]
    app.wsgi_app.losing = 0
    return app.wsgi_app


def _photo(number: str) -> FilePayload:
    size = 40 + FAILING.index(number)
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": photo(size, 30)}


def test_a_branch_walks_from_the_handbook_to_the_exported_ledger(
    browser: Browser, address: str, line: Line, tmp_path: Path
) -> None:
    phone, desk = Office(browser, address, "zh", 390), Office(browser, address, "zh", 1280)
    with phone.desk("branch-head") as head:
        check = _planned(head)
        _answered(head, check, line)
        problems = _raised(head, check)
    _answered_by_the_others(check)
    _assigned(desk, problems)
    _in_the_right_hands(problems)
    _rectified(phone, problems)
    with desk.desk("verifier") as verifier:
        _together(verifier, problems, "verify")
    with desk.desk("director") as director:  # the committee's secretary answers for them
        _together(director, problems, "close")
        assert _states(problems) == Counter(closed=4)
    with desk.desk("coordinator") as clerk:
        assert {*problems} <= _taken_out(clerk, tmp_path)


def _planned(head: Desk) -> str:
    """Plan the self-check from the page of the handbook; return the number of the check."""
    head.open(f"/sheets/{published('handbook')}")
    with head.page.expect_navigation():
        head.page.get_by_role("link", name="按这张表安排检查").click()
    head.page.fill("#title", "规程自查")
    head.page.select_option("#kind", "self_check")
    head.page.select_option("#unit", "3")
    head.page.fill("#last_day", in_days(20))
    head.press("安排检查")
    with head.page.expect_navigation():
        head.page.locator("main td a").first.click()
    head.look_over()
    return head.page.url.rsplit("/", 1)[1]


def _fail(page: Page, number: str) -> None:
    """Say what is missing on a line, with a photo."""
    section = page.locator(f"section[data-line='{number}']")
    section.locator("summary").click()
    section.locator("textarea").fill("没有归档")
    section.locator("input[multiple]").set_input_files([_photo(number)])
    section.locator(".picked canvas").wait_for()
    section.get_by_role("button", name="不符合", exact=True).click()


def _is_all_sent(page: Page) -> bool:
    """Press the button; answers go on being lost."""
    page.click("[data-send-now]")
    page.wait_for_timeout(200)
    return page.locator("[data-none]").is_visible()


def _answered(head: Desk, check: str, line: Line) -> None:
    """Answer the failing lines: with a network, in the open page, in a new tab, and with one."""
    page, told = head.page, head.page.locator("section.check-fail")
    page.locator("section[data-line='1.01.2'] button.verdict-fail").click()
    expect(page.locator("section[data-line='1.01.2'] [data-lacking]")).to_be_visible()
    page.reload()
    _fail(page, FAILING[0])
    expect(told).to_have_count(1)
    eventually(lambda: page.evaluate("caches.match('/checks/offline').then(Boolean)"))
    line.is_up = False
    _fail(page, FAILING[1])
    expect(page.locator("[data-waits]:visible")).to_have_text("不符合：已存在本机，尚未发送")
    expect(page.locator(".waiting:visible")).to_have_text("待发送 1 条")
    page.reload()
    expect(page.locator("h1")).to_contain_text(check)
    expect(page.locator("[data-waits]:visible")).to_have_count(1)
    _fail(page, FAILING[2])
    expect(page.locator("[data-waits]:visible")).to_have_count(2)
    line.is_up, line.losing = True, 0.5  # what was taken is answered every other time only
    page.goto(f"{head.address}/outbox")
    eventually(lambda: _is_all_sent(page))
    assert line.lost > 0
    line.losing = 0
    head.complaints.clear()  # the browser itself notes a cut line
    head.open(f"/checks/{check}")
    _fail(page, FAILING[3])
    expect(told).to_have_count(4)
    head.look_over()


def _raised(head: Desk, check: str) -> list[str]:
    """Raise all that fails; return the numbers of the problems, with photos as they were taken."""
    head.press("不符合的全部立项：问题、任务、三级责任")
    problems = sorted({*re.findall(r"P[0-9]{4}-[0-9]{4}", head.page.inner_text("main"))})
    views = [queries.item(number, actor("branch-head")) for number in problems]
    cited = {process_of(view.item)["finding"]["line"]: view for view in views}
    assert sorted(cited) == sorted(FAILING)
    for number, view in cited.items():
        (piece,) = view.item.evidence
        assert piece["sha256"] == sha256(_photo(number)["buffer"]).hexdigest()
        lists = Counter(child.list_key for child in view.children)
        assert lists == {"tasks": 1, "responsibilities": 3}
    answers = [e for e in queries.item(check, actor("branch-head")).events if e.trigger == "answer"]
    assert len(answers) == len(FAILING)
    return problems


def _answered_by_the_others(check: str) -> None:
    """Answer the rest as a member of the branch's committee, and submit the result."""
    item = queries.item(check, actor("branch-head")).item
    rest = [n for n in process_of(item)["sheet"]["lines"] if n not in FAILING]
    fields = {"lines": ",".join(rest), "verdict": "pass"}
    commands.fire(check, "answer", actor("branch-member"), fields=fields)
    commands.fire(check, "submit", actor("branch-head"))


def _assigned(office: Office, problems: list[str]) -> None:
    """Assign all of them in one sitting."""
    with office.desk("coordinator") as desk:
        desk.open(
            "/sitting?" + "&".join(f"number={one}" for one in problems) + "&act=problems.assign"
        )
        desk.page.select_option("#holder", str(PERSONAS["branch-head"].id))
        desk.page.fill("#due_on", in_days(20))
        with desk.page.expect_navigation():
            desk.page.locator("button[name=do][value=decide]").click()
        desk.look_over()
        assert _states(problems) == Counter(assigned=4)


def _together(desk: Desk, problems: list[str], trigger: str) -> None:
    """Decide on all of them from the list: choose, decide together, confirm."""
    desk.open("/lists/problems")
    desk.page.check("[data-all]")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name=TOGETHER).click()
    desk.look_over()
    if trigger == "verify":
        desk.page.get_by_text("三看均达到").first.click()
        desk.page.fill("#comment", "现场看过，已经补齐并归档")
    if desk.page.locator("#proof").count():
        desk.page.fill("#proof", PASSWORD)
    with desk.page.expect_navigation():
        desk.page.locator("button[name=do][value=decide]").click()
    desk.look_over()


def _states(problems: list[str]) -> Counter[str]:
    return Counter(queries.item(number, actor("coordinator")).item.state for number in problems)


def _in_the_right_hands(problems: list[str]) -> None:
    """See that each responsibility lies with whoever is in post at its level."""
    held = Counter(
        child.holder_id
        for number in problems
        for child in queries.item(number, actor("coordinator")).children
        if child.list_key == "responsibilities"
    )
    assert held == {PERSONAS[who].id: 4 for who in ANSWERING}


def _rectified(phone: Office, problems: list[str]) -> None:
    """Sign for, work off and report: the first problem on the phone, the others likewise."""
    by_id = {persona.id: persona.login for persona in PERSONAS.values()}
    for number in problems:
        for child in queries.item(number, actor("coordinator")).children:
            login = by_id[child.holder_id or 0]
            if child.list_key == "responsibilities":
                commands.fire(child.number, "sign_for", actor(login))
            done = {"statement": "已经补齐"}
            commands.fire(child.number, "rectify", actor(login), fields=done, evidence=[stored()])
    with phone.desk("branch-head") as desk:
        desk.open(f"/items/{problems[0]}/rectify")
        desk.page.fill("#statement", "文书已经补齐并归档")
        desk.page.check("#pledge")
        desk.page.set_input_files("#evidence", [_photo(FAILING[0])])
        desk.press(phone.say("rectify"))
    done = {"statement": "文书已经补齐并归档", "pledge": "yes"}
    for number in problems[1:]:
        commands.fire(number, "rectify", actor("branch-head"), fields=done, evidence=[stored()])


def _taken_out(clerk: Desk, folder: Path) -> set[str]:
    """Take the ledger out of the list of what is closed; return the numbers in it."""
    clerk.open("/lists/problems?state=closed")
    clerk.page.locator("details.take-out summary").click()
    with clerk.page.expect_download() as taken:
        clerk.page.locator("details.take-out a").first.click()
    taken.value.save_as(folder / "ledger.xlsx")
    book = openpyxl.load_workbook(folder / "ledger.xlsx", read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
    book.close()
    return cells
