"""Findings typed while the network comes and goes: each arrives once, with its photo."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from random import Random

import psycopg
import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.cast import actor
from tests.evidence.files import photo
from tests.patience import eventually
from tests.servers import Database
from tests.web.desks import CHROMIUM, Office, sign_in_here
from tests.web.lines import Line
from workflow import queries

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
]
RAISE = "/lists/problems/raise"
# No two are alike, or the second would be held back as a double.
TITLES = (
    "灭火器过期", "党费台账缺页", "会议没有签到", "采购未经比价", "考勤表空白", "合同未归档",
    "车辆私用", "印章无人保管", "门卫脱岗", "食堂证照失效", "发票抬头写错", "库房漏水",
    "值班电话不通", "培训走过场", "公示期不足", "奖金重复发放", "档案柜没上锁", "三会一课漏开",
    "谈话笔录潦草", "监控镜头损坏",
)  # fmt: skip


@pytest.fixture
def line(app: Flask) -> Line:
    app.wsgi_app = Line(app.wsgi_app, Random(3), RAISE)  # type: ignore[method-assign]
    return app.wsgi_app


def _photo(n: int) -> FilePayload:
    return {"name": f"现场{n}.jpg", "mimeType": "image/jpeg", "buffer": photo(40 + n, 30)}


def _type(page: Page, title: str, photos: list[FilePayload]) -> None:
    page.fill("#title", title)
    if page.locator("select#unit").count():
        page.select_option("#unit", "3")
    else:
        page.fill("#unit", page.locator("#unit-units option[value$='#3']").get_attribute("value"))
    page.check("input[name=severity][value=minor]")
    page.set_input_files("#evidence", photos)
    page.locator(".picked canvas").first.wait_for()


def _send(page: Page) -> None:
    page.locator("main form button.button-main").click()


def _get_ready(page: Page, address: str) -> None:
    """Open the form once with a network; the browser keeps what it needs for hours without."""
    page.goto(address + RAISE)
    kept = f"caches.match('{RAISE}/offline', {{ignoreVary: true}}).then(Boolean)"
    eventually(lambda: page.evaluate(kept))
    eventually(lambda: page.evaluate("caches.match('/outbox', {ignoreVary: true}).then(Boolean)"))
    page.goto(address + RAISE)


def _is_all_sent(tab: Page) -> bool:
    """Press the button; answers go on being lost, and both tabs send what waits."""
    tab.click("[data-send-now]")
    tab.wait_for_timeout(200)
    return tab.locator("[data-none]").is_visible()


def _raised(database: Database) -> dict[str, list[str]]:
    """Return the numbers of all items by their title."""
    found = defaultdict[str, list[str]](list)
    with psycopg.connect(database.owner_url) as owner:
        for title, number in owner.execute("SELECT title, number FROM items"):
            found[title].append(number)
    return found


def test_findings_arrive_once_each_with_their_photos_however_the_network_behaves(
    browser: Browser, address: str, line: Line, database: Database
) -> None:
    draw = Random(12)
    with Office(browser, address, "zh", 390).desk("inspector") as desk:
        page, context = desk.page, desk.page.context
        _get_ready(page, address)
        for n, title in enumerate(TITLES):
            line.is_up = draw.random() < 0.4
            if page.locator("main form.card").count() == 0 or draw.random() < 0.5:
                page.goto(address + RAISE)
            _type(page, title, [_photo(n)])
            _send(page)
            if draw.random() < 0.3:  # the tab is closed at once
                page.locator(".kept-here, .item-head, .sending").first.wait_for()
                page.close()
                page = context.new_page()
            else:
                page.locator(".kept-here, .item-head").first.wait_for()
        line.is_up = True
        tabs = [page, context.new_page()]
        for tab in tabs:
            tab.goto(f"{address}/outbox")
        eventually(lambda: [_is_all_sent(tab) for tab in tabs] == [True, True])
    raised = _raised(database)
    assert sorted(raised) == sorted(TITLES)
    for n, title in enumerate(TITLES):
        (number,) = raised[title]
        (piece,) = queries.item(number, actor("inspector")).item.evidence
        assert piece["sha256"] == sha256(_photo(n)["buffer"]).hexdigest()
    assert line.lost > 0


def test_what_waits_belongs_to_its_writer_and_a_refusal_is_kept_with_its_sentence(
    browser: Browser, address: str, line: Line
) -> None:
    line.losing = 0
    office, asked = Office(browser, address, "zh", 390), list[str]()
    with office.desk("inspector") as desk:
        page = desk.page
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        _get_ready(page, address)
        line.is_up = False
        page.goto(address + RAISE)
        assert "没有网络" in page.inner_text("main")
        _type(page, "", [_photo(1)])
        _send(page)
        page.locator(".kept-here").wait_for()
        assert "待发送 1 条" in page.inner_text("main")
        line.is_up = True
        page.goto(address)
        expect(page.locator(".waiting.wrong")).to_have_text("待发送 1 条")
        page.locator(".tools details summary").last.click()
        page.locator("form[action$='/sign-out'] button").click()
        page.wait_for_selector("#login")
        assert "还有 1 条没有发送" in asked[0]
        desk.complaints.clear()  # the browser itself notes a cut line and a refusal
        sign_in_here(desk, "coordinator")
        page.goto(f"{address}/outbox")
        expect(page.locator("[data-none]")).to_be_visible()
        page.context.clear_cookies(name="rectify")
        page.goto(f"{address}/outbox")
        sign_in_here(desk, "inspector")
        expect(page.locator("[data-problem]")).to_contain_text("没有填写")
        page.click("[data-edit]")
        expect(page.locator("[data-found]")).to_contain_text("没有填写")
        assert page.locator(".picked li").count() == 1
        page.fill("#title", "补上题目")
        _send(page)
        page.locator(".item-head").wait_for()
        assert "补上题目" in page.inner_text("h1")
        assert page.locator(".piece img").count() == 1
