"""Files: taken in with their sentence, kept while a form is corrected, handed out harmlessly."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.cast import actor
from tests.evidence.files import pdf, photo
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import kept, words
from workflow import evidence, queries
from workflow.platform import settings

DONE = {"statement": "已补齐", "pledge": "yes"}


def _file(data: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


@pytest.mark.parametrize(
    ("data", "name", "status", "said"),
    [
        (b"", "empty.jpg", 415, "空文件"),
        (b"<html>", "page.jpg", 415, "不是照片"),
        (photo(), "../../x.jpg", 415, "路径符号"),
        (photo(), "run.exe", 415, "不是可以上传的类型"),
        (b"x" * (2**20 + 1), "large.txt", 413, "超过 1 MiB"),
        (photo(), "a\u202egpj.jpg", 415, "改变文字方向"),
    ],
)
def test_a_bad_file_is_refused_with_its_sentence_and_the_form_keeps_the_rest(
    enter: Entering, monkeypatch: pytest.MonkeyPatch, data: bytes, name: str, status: int, said: str
) -> None:
    number = stories.assigned()
    monkeypatch.setenv("RECTIFY_UPLOAD_MIB", "1")
    settings.cache_clear()
    answer = enter("branch-head").move(number, "rectify", **DONE, evidence=[_file(data, name)])
    assert answer.status_code == status
    assert said in words(answer)
    assert "已补齐</textarea>" in answer.text
    assert queries.item(number, actor("branch-head")).item.evidence == []


def test_good_files_need_not_be_chosen_again_when_another_one_is_refused(
    enter: Entering,
) -> None:
    number = stories.assigned()
    visitor = enter("branch-head")
    files = [_file(photo(), "整改后.jpg"), _file(b"x", "坏的.jpg"), _file(pdf(), "说明.pdf")]
    answer = visitor.move(number, "rectify", **DONE, evidence=files)
    notes = kept(answer)
    assert len(notes) == 2
    assert "已上传：整改后.jpg" in words(answer)
    again = visitor.move(number, "rectify", **DONE, kept=notes)
    assert again.status_code == 303
    pieces = queries.item(number, actor("branch-head")).item.evidence
    assert [piece["name"] for piece in pieces] == ["整改后.jpg", "说明.pdf"]


def test_faults_of_files_and_of_fields_are_told_together(enter: Entering) -> None:
    number = stories.assigned()
    answer = enter("branch-head").move(
        number, "rectify", statement="", pledge="yes", evidence=[_file(b"", "a.jpg")]
    )
    assert 'id="statement-fault"' in answer.text
    assert "空文件" in words(answer)


def test_a_note_of_a_file_is_good_for_its_sender_only_and_cannot_be_made_up(
    enter: Entering,
) -> None:
    number = stories.assigned()
    mine = enter("branch-head").move(
        number, "rectify", statement="", evidence=[_file(photo(), "a.jpg")]
    )
    note = kept(mine)[0]
    other = enter("coordinator")
    for forged in (note, note[:-2], "x.y", "", "{}"):
        data = {"title": "x", "unit": "3", "severity": "minor", "kept": forged}
        answer = other.post("/lists/problems/raise", data)
        raised = answer.location.rsplit("/", 1)[1]
        assert queries.item(raised, actor("coordinator")).item.evidence == []


def test_too_many_files_at_once_are_refused(enter: Entering) -> None:
    files = [_file(photo(), f"{n}.jpg") for n in range(evidence.MOST_FILES + 1)]
    answer = enter("branch-head").move(stories.assigned(), "attach", evidence=files)
    assert answer.status_code == 422
    assert "一次最多上传20个文件" in words(answer)


def test_a_request_that_is_too_large_as_a_whole_is_refused_with_a_sentence(
    enter: Entering, app: Any
) -> None:
    number = stories.assigned()
    app.config["MAX_CONTENT_LENGTH"] = 1000
    visitor = enter("branch-head")
    token = visitor.token("/")
    data = {"csrf_token": token, "version": "2", "evidence": _file(b"x" * 4000, "a.txt")}
    answer = visitor.send(f"/items/{number}/attach", data)
    assert answer.status_code == 413
    assert "什么都没有保存" in words(answer)


def test_a_move_that_takes_no_evidence_refuses_it(enter: Entering) -> None:
    number = stories.assigned()
    answer = enter("branch-head").move(number, "sign_for", evidence=[_file(photo(), "a.jpg")])
    assert answer.status_code == 422
    assert "不收佐证材料" in words(answer)


def test_files_of_somebody_who_may_not_make_the_move_are_not_even_stored(
    enter: Entering, tmp_path: Any
) -> None:
    number = stories.raised()
    data = {"version": "1", "evidence": [_file(photo(), "a.jpg")]}
    answer = enter("verifier").post(f"/items/{number}/attach", data, page="/")
    assert answer.status_code == 403
    assert not (tmp_path / "evidence").exists()


def test_an_original_is_handed_out_to_be_saved_and_never_to_be_shown(enter: Entering) -> None:
    piece = stories.stored(photo(), '现场 "一".jpg')
    number = stories.rectified(piece)
    answer = enter("verifier").get(f"/items/{number}/evidence/{piece.sha256}")
    assert answer.data == photo()
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_page_shows_a_photo_as_it_was_encoded_here(enter: Entering, size: str) -> None:
    hidden = photo() + b"<script>alert(1)</script>"
    piece = stories.stored(hidden)
    number = stories.rectified(piece)
    visitor = enter("verifier")
    assert f"/evidence/{piece.sha256}/small.jpg" in visitor.get(f"/items/{number}").text
    answer = visitor.get(f"/items/{number}/evidence/{piece.sha256}/{size}.jpg")
    assert answer.mimetype == "image/jpeg"
    assert b"<script>" not in answer.data
    same = visitor.get(
        f"/items/{number}/evidence/{piece.sha256}/{size}.jpg",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert same.status_code == 304


def test_a_document_has_no_picture(enter: Entering) -> None:
    piece = stories.stored(pdf(), "说明.pdf")
    number = stories.rectified(piece)
    visitor = enter("verifier")
    assert "说明.pdf" in visitor.text(f"/items/{number}")
    picture = visitor.get(f"/items/{number}/evidence/{piece.sha256}/small.jpg")
    assert picture.status_code == 404


def test_a_file_is_reached_only_through_its_own_item(enter: Entering) -> None:
    piece = stories.stored()
    stories.rectified(piece)
    other = stories.raised("没有佐证的问题")
    visitor = enter("verifier")
    for sha256 in (piece.sha256, "0" * 64, "..%2f..%2fsecret-key", "x"):
        assert visitor.get(f"/items/{other}/evidence/{sha256}").status_code == 404


@pytest.mark.parametrize("harm", ["gone", "changed", "cut"])
def test_a_file_that_is_not_what_was_handed_in_is_not_handed_out_but_named(
    enter: Entering, harm: str
) -> None:
    piece = stories.stored()
    number = stories.rectified(piece)
    place = evidence.path(piece.sha256)
    whole = place.read_bytes()
    place.unlink()
    if harm != "gone":
        place.write_bytes(whole[:-1] + (b"" if harm == "cut" else b"x"))
    for address in (f"/items/{number}/evidence/{piece.sha256}",):
        answer = enter("verifier").get(address)
        assert answer.status_code == 410
        assert piece.name in words(answer)
        assert "备份" in words(answer)
