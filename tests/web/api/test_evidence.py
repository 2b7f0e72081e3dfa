"""Evidence through the API: checked by what it holds, and only from whoever may hand it in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.evidence.files import bomb, photo
from tests.web.api.client import Programs, refused
from workflow.platform import settings


def kept() -> list[Path]:
    folder = settings().data / "evidence"
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_bad_file_is_refused_with_a_sentence(programs: Programs) -> None:
    number, head = programs.assigned(), programs("branch-head")
    for content, name, status, said in (
        (b"<html>", "photo.jpg", 415, "no photo"),
        (b"", "photo.jpg", 415, "empty"),
        (photo(), "../../x.jpg", 415, "path"),
        (photo(), "x.exe", 415, "kind"),
        (bomb(), "x.xlsx", 415, "unpacks"),
    ):
        told = refused(head.hand_in(number, (content, name)), status)
        assert said in told["detail"]
    assert head.get(f"/items/{number}").json["version"] == 2
    assert kept() == []


def test_a_form_of_the_wrong_shape_is_refused(programs: Programs) -> None:
    number, head = programs.assigned(), programs("branch-head")
    path = f"/items/{number}/evidence"
    multipart = "multipart/form-data; boundary=x"
    refused(head.send("POST", path, b"{}"), 415)
    told = refused(head.send("POST", path, b"", Content_Type=multipart), 422)
    assert told["fields"] == {"file": "choose a file to add"}
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\nvalue\r\n--x--\r\n'
    for name in (b"state", b"file"):
        told = refused(head.send("POST", path, part % name, Content_Type=multipart), 422)
        assert list(told["fields"]) == [name.decode()]
    for broken in (b"--x\r\nrubbish", b"--y--", b"\xff" * 100):
        answer = head.send("POST", path, broken, Content_Type=multipart)
        assert answer.status_code in (400, 422)
    files = [(photo(8, 8), f"{n}.jpg") for n in range(21)]
    assert "20" in refused(head.hand_in(number, *files), 422)["fields"]["file"]
    assert kept() == []


def test_a_file_over_the_limit_is_413(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    number, head = programs.assigned(), programs("branch-head")
    monkeypatch.setattr(settings(), "upload_mib", 1)
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\n'
    body = part + b"x" * (2**20 + 1) + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    told = refused(head.send("POST", f"/items/{number}/evidence", body, Content_Type=kind), 413)
    assert "1 MiB" in told["detail"]


def test_whoever_may_not_hand_in_leaves_no_file_behind(programs: Programs) -> None:
    number = programs.assigned()
    refused(programs("member").hand_in(number, (photo(), "a.jpg")), 403)
    refused(programs("outsider").hand_in(number, (photo(), "a.jpg")), 404)
    raised = programs.raised()
    refused(programs("branch-head").hand_in(raised, (photo(), "a.jpg")), 403)
    assert kept() == []


def test_a_hash_that_was_guessed_finds_nothing(programs: Programs) -> None:
    number, other = programs.assigned(), programs.assigned()
    head = programs("branch-head")
    head.hand_in(number, (photo(), "a.jpg"))
    piece = head.get(f"/items/{number}").json["evidence"][0]["sha256"]
    refused(head.get(f"/items/{other}/evidence/{piece}"), 404)
    for guess in ("0" * 64, f"..%2f{piece}", piece.upper(), piece[:-1], f"{piece}%00"):
        refused(head.get(f"/items/{number}/evidence/{guess}"), 404)


def test_a_comment_comes_with_the_files(programs: Programs) -> None:
    number, head = programs.assigned(), programs("branch-head")
    data = {"file": (io.BytesIO(photo()), "a.jpg"), "comment": "整改后照片"}
    headers = head._headers({"Idempotency-Key": "k"})
    answer = head.app.test_client().post(
        f"/api/v1/items/{number}/evidence", data=data, headers=headers
    )
    assert answer.status_code == 200
    assert head.get(f"/items/{number}/events").json["events"][-1]["comment"] == "整改后照片"
