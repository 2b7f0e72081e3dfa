"""Take the pictures of the help from the running product: ``python -m tests.web.help_pictures``."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from rectify.demo.pictures import photos
from tests.cast import PASSWORD
from tests.web import stories
from web import catalogue
from web.help_topics import TOPICS
from workflow.queries.figures import taking_in

FOLDER = Path(catalogue.__file__).parent / "static" / "help"
WIDE, HIGH, SHOWN = 1280, 800, (960, 600)
TITLES = ("会议记录不全", "党费公示不及时", "谈心谈话记录缺少签字")


def test_take_pictures(browser: Browser, address: str) -> None:
    for title in TITLES:
        stories.assigned(title)
    number = stories.rectified(*photos("record"))
    taking_in.take_in()
    paths = {
        "inbox": ("verifier", "/"),
        "lists": ("coordinator", "/lists/problems"),
        "raising": ("inspector", "/lists/problems/raise"),
        "item": ("verifier", f"/items/{number}"),
        "moves": ("verifier", f"/items/{number}/verify"),
        "organisation": ("leader", "/organisation"),
        "ladders": ("leader", "/ladders"),
        "calendar": ("leader", "/calendar"),
        "figures": ("leader", "/figures"),
        "complaints": ("inspector", "/complain"),
    }
    assert paths.keys() == {topic.key for topic in TOPICS if topic.picture}
    for language in ("zh", "en"):
        for login in sorted({who for who, _ in paths.values()}):
            shown = {key: path for key, (who, path) in paths.items() if who == login}
            _take(browser, address, language, login, shown)


def _take(browser: Browser, address: str, language: str, login: str, paths: dict[str, str]) -> None:
    context = browser.new_context(
        viewport={"width": WIDE, "height": HIGH}, color_scheme="light",
        locale="zh-CN" if language == "zh" else "en-GB",
    )  # fmt: skip
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.locator("form .button-main").click()
    for key, path in paths.items():
        page.goto(address + path)
        _keep(page.screenshot(), FOLDER / language / f"{key}.webp")
    context.close()


def _keep(shot: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(shot)) as picture:
        picture.resize(SHOWN, Image.Resampling.LANCZOS).save(path, quality=72, method=6)


if __name__ == "__main__":
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", "-q", __file__]))
