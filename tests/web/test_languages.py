"""Both languages, complete, and the page kept when one changes over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.cast import Persona
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import Visitor
from web import catalogue
from web.app import create_app
from workflow import accounts

WEB = Path(catalogue.__file__).parent
_COUNTED = (
    r"%\((count|num|days|items|moved|pieces|members|units|rows)\)s (\w+ ){0,2}(\w+s|people)\b"
)
PO = catalogue.FOLDER / "zh_Hans" / "LC_MESSAGES" / "messages.po"


def _all_said() -> list[str | tuple[str, ...]]:
    """Return every sentence that templates and pages say; one that counts is a pair."""
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    options = {"**/templates/**.html": {"silent": "false"}}
    found = extract_from_dir(str(WEB), methods, options)
    return [message for _, _, message, _, _ in found]


def _said() -> set[str]:
    return {message if isinstance(message, str) else message[1] for message in _all_said()}


def _last(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else text[-1]


def _chinese() -> dict[str, str]:
    with PO.open("rb") as file:
        return {_last(m.id): _last(m.string) for m in read_po(file) if m.id and not m.fuzzy}


def test_every_sentence_of_the_pages_has_its_chinese() -> None:
    chinese = _chinese()
    assert {message for message in _said() if not chinese.get(message)} == set()


def test_the_catalogue_holds_nothing_that_no_page_says() -> None:
    assert set(_chinese()) - _said() == set()


def test_both_languages_fill_in_the_same_values() -> None:
    for english, chinese in _chinese().items():
        values = {part.split(")")[0] for part in english.split("%(")[1:]}
        assert values == {part.split(")")[0] for part in chinese.split("%(")[1:]}, english


def test_english_counts_in_the_singular_and_in_the_plural() -> None:
    alone = {message for message in _all_said() if isinstance(message, str)}
    assert {message for message in alone if re.search(_COUNTED, message)} == set()


def test_a_catalogue_is_compiled_when_it_is_missing_or_older(tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_bytes(PO.read_bytes())
    assert catalogue.compile_older(tmp_path) == [folder / "messages.mo"]
    assert catalogue.compile_older(tmp_path) == []
    assert [place.name for place in sorted(folder.iterdir())] == ["messages.mo", "messages.po"]


@pytest.mark.parametrize(
    ("accepts", "title"),
    [
        ("zh-CN,zh;q=0.9", "登录"), ("en-GB,en;q=0.9", "Sign in"), ("zh-TW", "登录"),
        ("de,fr;q=0.5", "登录"), ("", "登录"), ("en;q=0.1,zh;q=0.9", "登录"), ("*", "登录"),
        (";;q=x,,", "登录"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("cast")
def test_a_stranger_reads_the_language_of_the_browser_and_else_chinese(
    accepts: str, title: str
) -> None:
    page = create_app().test_client().get("/sign-in", headers={"Accept-Language": accepts})
    assert f'<h1 id="door-title">{title}</h1>' in page.text


def test_whoever_signs_in_reads_the_language_of_the_account(
    cast: dict[str, Persona], enter: Entering
) -> None:
    accounts.set_language(cast["branch-head"].id, "en")
    visitor = enter("branch-head")
    visitor.client.delete_cookie("language")
    page = visitor.get("/", headers={"Accept-Language": "zh"})
    assert "Waiting for me" in page.text
    assert '<html lang="en"' in page.text
    assert "Chen Jianguo" in page.text


def test_changing_over_keeps_the_page_and_its_filters(enter: Entering) -> None:
    visitor = enter("coordinator")
    page = visitor.get("/lists/problems?severity=minor&q=记录").text
    assert 'name="next" value="/lists/problems?severity=minor&amp;q=记录"' in page
    target = "/lists/problems?severity=minor&q=%E8%AE%B0%E5%BD%95"
    answer = visitor.post("/language", {"language": "en", "next": target}, page="/")
    assert (answer.status_code, answer.location) == (303, target)
    assert '<html lang="en"' in visitor.get(target).text


def test_changing_over_on_a_form_that_came_back_shows_the_form_again(enter: Entering) -> None:
    number = stories.assigned()
    answer = enter("branch-head").move(number, "report_progress", percent="x")
    assert f'name="next" value="/items/{number}/report_progress"' in answer.text


def test_no_language_leads_to_another_site_and_an_unknown_one_changes_nothing(
    stranger: Visitor,
) -> None:
    answer = stranger.post("/language", {"language": "tlh", "next": "//evil.test"}, page="/sign-in")
    assert answer.location == "/"
    assert not [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("language=")]


def test_a_refusal_of_the_domain_is_read_in_english_too(enter: Entering) -> None:
    number = stories.rectified()
    page = enter("branch-head", "en").text(f"/items/{number}/verify")
    assert "Only" in page
    assert "可以" not in page
