"""How answers travel: compressed where that saves bytes, and kept where they cannot change."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask

from tests.cast import PERSONAS
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import Visitor
from workflow import accounts

GZIP = {"Accept-Encoding": "gzip"}


def test_pages_and_answers_of_programs_travel_compressed(enter: Entering) -> None:
    visitor, number = enter("branch-head"), stories.assigned()
    for path in ("/", f"/items/{number}", "/lists/problems"):
        plain, small = visitor.get(path), visitor.get(path, headers=GZIP)
        assert small.headers["Content-Encoding"] == "gzip", path
        assert "Accept-Encoding" in small.headers["Vary"]
        assert len(small.data) < len(plain.data) / 2, path
        assert b"<h1" in gzip.decompress(small.data)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_whatever_a_browser_takes_is_used(encoding: str, stranger: Visitor) -> None:
    answer = stranger.get("/sign-in", headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding


def test_what_is_short_or_compressed_already_travels_as_it_is(
    enter: Entering, stranger: Visitor
) -> None:
    assert "Content-Encoding" not in stranger.get("/healthz", headers=GZIP).headers
    number = stories.rectified(stories.stored())
    visitor = enter("branch-head")
    [address] = {*re.findall(r"/items/[^\"]+/evidence/[0-9a-f]{64}/small.jpg",
                             visitor.get(f"/items/{number}").text)}  # fmt: skip
    assert "Content-Encoding" not in visitor.get(address, headers=GZIP).headers


def test_a_file_with_the_digest_of_its_content_is_kept_for_ever(stranger: Visitor) -> None:
    page = stranger.get("/sign-in").text
    addresses = {*re.findall(r"/static/[^\"]+\?v=[0-9a-f]+", page)}
    assert addresses
    for address in addresses:
        kept = stranger.get(address).headers["Cache-Control"]
        assert kept == "public, max-age=31536000, immutable", address
        other = stranger.get(address.split("?")[0] + "?v=000000000000").headers["Cache-Control"]
        assert "immutable" not in other


def test_the_version_of_an_item_is_the_same_however_it_travels(app: Flask) -> None:
    number = stories.assigned()
    token = accounts.create_token(PERSONAS["branch-head"].id, "tests")
    headers = {"Authorization": f"Bearer {token}"}
    address, client = f"/api/v1/items/{number}", app.test_client()
    plain, small = (client.get(address, headers=headers | more) for more in ({}, GZIP))
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["ETag"] == plain.headers["ETag"]
    assert plain.headers["ETag"].startswith('"2-')


def test_a_compressed_file_that_is_there_already_is_not_sent_again(stranger: Visitor) -> None:
    first = stranger.get("/static/style.css", headers=GZIP | {"Accept-Encoding": "br"})
    again = {"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    answer = stranger.get("/static/style.css", headers=again)
    assert (answer.status_code, answer.data) == (304, b"")
