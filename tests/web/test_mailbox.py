"""The demonstration's mailbox and cast: there for a demonstration, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cast import Persona
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from web.app import create_app
from workflow.platform import db, settings


@pytest.fixture
def demo(cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A demonstration; returns the folder that its mail server fills."""
    monkeypatch.setenv("RECTIFY_DEMO", "1")
    db.close()
    folder = settings().data / "mailbox" / "new"
    folder.mkdir(parents=True)
    yield folder
    db.close()


@pytest.fixture
def visitor(demo: Path) -> Visitor:
    visitor = Visitor(create_app())
    visitor.sign_in("inspector")
    return visitor


def _mail(folder: Path, name: str, subject: str, text: str, html: str = "") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "rectify@localhost", "a@example.org", subject
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
        mail.add_attachment(b"x", maintype="image", subtype="png", filename="图.png")
    (folder / name).write_bytes(mail.as_bytes())


def test_every_mail_is_listed_and_read_with_links_to_this_service_only(
    visitor: Visitor, demo: Path
) -> None:
    ours = f"{settings().url}/items/P2026-0001"
    _mail(demo, "1.a", "整改任务已交办", f"请查看 {ours} ，不是 http://evil.test/x <b>")
    assert "整改任务已交办" in visitor.text("/demo/mail")
    page = visitor.get("/demo/mail/1.a").text
    assert '<a href="/items/P2026-0001">' in page
    assert "evil.test/x &lt;b&gt;" in page
    assert 'href="http://evil' not in page


def test_a_mail_with_markup_is_shown_as_text_with_the_names_of_its_files(
    visitor: Visitor, demo: Path
) -> None:
    _mail(demo, "2.b", "<script>x</script>", "正文", "<script>alert(1)</script>")
    page = visitor.get("/demo/mail/2.b")
    assert "<script>alert" not in page.text
    assert "<script>x" not in page.text
    assert "正文" in page.text
    assert "图.png" in page.text


def test_only_mails_are_read_and_no_other_file(visitor: Visitor, demo: Path) -> None:
    (demo.parent / "secret").write_text("x")
    for key in ("..%2fsecret", "secret", "nothing", "%00"):
        assert visitor.get(f"/demo/mail/{key}").status_code == 404


def test_an_empty_mailbox_says_so(visitor: Visitor) -> None:
    assert "还没有发出邮件" in visitor.text("/demo/mail")


def test_the_people_of_a_demonstration_fill_in_their_name_and_no_password(demo: Path) -> None:
    page = Visitor(create_app()).get("/sign-in")
    assert 'data-fill="branch-head"' in page.text
    assert "党支部书记" in words(page)
    assert "nobody guesses" not in page.text


def test_elsewhere_there_is_no_mailbox_and_nobody_is_named(
    enter: Entering, stranger: Visitor
) -> None:
    assert enter("inspector").get("/demo/mail").status_code == 404
    assert "data-fill" not in stranger.get("/sign-in").text
