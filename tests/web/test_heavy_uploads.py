"""Several people hand in photos that unpack to much, and everybody else goes on working."""

from __future__ import annotations

import io
import re
import threading
from html import unescape
from pathlib import Path

import psutil
import pytest
import requests
from PIL import Image

from tests.cast import PASSWORD, Persona
from tests.patience import ENOUGH
from tests.web import stories
from tests.web.slow import answered
from tests.web.test_slow_clients import SOMEBODY_ELSE, serving
from workflow import accounts
from workflow.evidence.thumbnails import MEMORY

pytestmark = pytest.mark.real_time

REQUESTS, PHOTOS = 8, 1


@pytest.fixture(scope="module")
def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (6300, 6300), (200, 30, 30)).save(made, "PNG")
    assert len(made.getvalue()) < 200 * 2**10
    return made.getvalue()


def weight(process: psutil.Process) -> int:
    """Return the bytes of memory of a process and of those below it."""
    found = 0
    for each in [process, *process.children(recursive=True)]:
        try:
            found += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return found


def web_process(port: int) -> psutil.Process:
    for child in psutil.Process().children():
        if str(port) in child.cmdline():
            return child
    raise AssertionError("the web server does not run")


def hand_in(port: int, number: str, token: str, photo: bytes, done: list[int]) -> None:
    address = f"http://127.0.0.1:{port}/items/{number}/attach"
    with requests.Session() as browser:
        browser.cookies.set("rectify", token)
        page = browser.get(address, timeout=ENOUGH).text
        form = {
            name: unescape(re.findall(f'name="{name}" value="([^"]*)"', page)[0])
            for name in ("csrf_token", "version")
        }
        files = [("evidence", (f"{n}.png", photo, "image/png")) for n in range(PHOTOS)]
        done.append(browser.post(address, data=form, files=files, timeout=300).status_code)


def test_heavy_photos_of_several_keep_nobody_waiting_and_little_memory(
    cast: dict[str, Persona], tmp_path: Path, photo: bytes
) -> None:
    number, done, rounds = stories.assigned(), list[int](), 0
    token = accounts.sign_in("branch-head", PASSWORD) or ""
    with serving(tmp_path / "web.log") as port:
        web = web_process(port)
        before = most = weight(web)
        senders = [
            threading.Thread(target=hand_in, args=(port, number, token, photo, done))
            for _ in range(REQUESTS)
        ]
        for sender in senders:
            sender.start()
        while any(sender.is_alive() for sender in senders):
            for path in ("/sign-in", "/healthz"):
                assert answered(port, path, SOMEBODY_ELSE) == 200
            most, rounds = max(most, weight(web)), rounds + 1
            senders[0].join(0.2)
    assert len(done) == REQUESTS
    assert rounds > REQUESTS  # or somebody waited until a photo was done
    assert most - before < MEMORY
    # Each was answered, kindly: taken, told that the item has moved, or to come back.
    assert set(done) <= {200, 303, 409, 503}
