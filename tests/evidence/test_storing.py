"""Evidence: what is kept, and the sentence for each kind of file that is not."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.evidence import files
from workflow import evidence
from workflow.errors import BadInput, TooLarge, WrongType
from workflow.platform import db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    monkeypatch.setenv("RECTIFY_UPLOAD_MIB", "1")
    db.close()
    return tmp_path / "evidence"


def _stored(data: bytes, name: str) -> evidence.Piece:
    return evidence.store(io.BytesIO(data), name)


def _refusal(data: bytes, name: str) -> BadInput:
    with pytest.raises(BadInput) as refused:
        _stored(data, name)
    return refused.value


def test_a_photo_is_kept_unchanged_under_its_hash_with_pictures_for_pages(folder: Path) -> None:
    photo = files.photo(2000, 1000)
    piece = _stored(photo, "整改后 现场.JPG")
    place = evidence.path(piece.sha256)
    assert place.read_bytes() == photo
    assert place == folder / piece.sha256[:2] / piece.sha256
    assert place.stat().st_mode & 0o777 == 0o640
    assert (piece.kind, piece.media_type, piece.size) == ("photo", "image/jpeg", len(photo))
    with Image.open(evidence.preview(piece.sha256, "small")) as small:
        assert max(small.size) == 360


@pytest.mark.parametrize(
    ("name", "made"), [("sideways.jpg", files.photo), ("IMG_0001.HEIC", files.heic)]
)
def test_a_picture_for_pages_is_upright_and_says_nothing_of_where_it_was_taken(
    name: str, made: Callable[..., bytes]
) -> None:
    piece = _stored(made(400, 200, orientation=6, place=True), name)
    with Image.open(evidence.preview(piece.sha256, "small")) as small:
        assert small.size == (180, 360)
        assert not small.getexif()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_of_a_phone_is_turned_the_right_way_however_it_was_held(orientation: int) -> None:
    """The blue corner is at the top left of the sensor's picture; EXIF says where it belongs."""
    piece = _stored(files.heic(40, 24, orientation=orientation), "held.heic")
    with Image.open(evidence.preview(piece.sha256, "small")) as small:
        width, height = small.size
        corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1)}
        corner |= {5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
        x, y = corner[orientation]
        red, _, blue = small.getpixel((2 + x * (width - 5), 2 + y * (height - 5)))
        assert (width > height) == (orientation <= 4)
        assert blue > red


@pytest.mark.parametrize(("ending", "format_"), [("png", "PNG"), ("webp", "WEBP")])
def test_a_photo_with_transparent_parts_is_shown_on_white(ending: str, format_: str) -> None:
    piece = _stored(files.photo(40, 40, format_, mode="RGBA"), f"stamp.{ending}")
    with Image.open(evidence.preview(piece.sha256, "small")) as small:
        assert small.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "made", "media_type"),
    [
        ("手机.jpg", files.photo_of_a_phone, "image/jpeg"),
        ("动态照片.jpg", lambda: files.photo() + b"ftypmp42" * 99, "image/jpeg"),
        ("really-a-png.jpg", lambda: files.photo(format_="PNG"), "image/png"),
        ("微信图片.jpg", lambda: files.photo(format_="WEBP"), "image/webp"),
        ("saved.jfif", files.photo, "image/jpeg"),
        ("IMG_0001.HEIC", files.heic, "image/heic"),
        ("really-heic.jpg", files.heic, "image/heic"),
        ("really-a-phone.png", files.photo_of_a_phone, "image/jpeg"),
    ],
)
def test_a_photo_is_what_it_holds_whatever_its_name(
    name: str, made: files.Maker, media_type: str
) -> None:
    piece = _stored(made(), name)
    assert (piece.kind, piece.media_type) == ("photo", media_type)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("报告.pdf", files.pdf),
        ("报告.docx", files.docx),
        ("台账.xlsx", files.xlsx),
        ("说明.txt", lambda: "说明\n第二行".encode()),
        ("说明.txt", lambda: "国标编码的说明".encode("gb18030")),
        ("名单.csv", lambda: "﻿姓名,支部\n张三,一支部".encode()),
    ],
)
def test_an_honest_document_is_kept(name: str, made: files.Maker) -> None:
    piece = _stored(made(), name)
    assert (piece.kind, piece.name) == ("document", name)
    assert evidence.path(piece.sha256).exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../x", "holds a path"),
        ("..\\..\\x.jpg", "holds a path"),
        ("C:\\photo.jpg", "holds a path"),
        ("a\r\nSet-Cookie: x.jpg", "line breaks"),
        ("tab\there.jpg", "line breaks"),
        ("photo\u202egpj.exe", "turn text around"),
        ("\u2067photo.jpg", "turn text around"),
        ("", "no name"),
        ("\u3000", "no name"),
        (".htaccess", "begins with a dot"),
        ("x" * 147 + ".jpg", "over 150 characters"),
        ("picture.svg", "not taken"),
        ("page.html", "not taken"),
        ("photo.avif", "JPG, PNG, WebP or HEIC"),
        ("no-ending", "not taken"),
        ("table.xlsm", "XLSX without macros"),
        ("letter.docm", "DOCX without macros"),
        ("setup.exe", "not taken"),
    ],
)
def test_a_bad_name_is_refused_with_a_sentence(name: str, said: str) -> None:
    refusal = _refusal(files.photo(), name)
    assert said in refusal.words.en
    assert "\n" not in refusal.words.zh
    assert "\u202e" not in refusal.words.zh


@pytest.mark.parametrize(
    ("name", "made", "said"),
    [
        ("empty.jpg", lambda: b"", "is empty"),
        ("page.jpg", lambda: b"<!doctype html><script>alert(1)</script>", "no photo"),
        ("cut-off.jpg", lambda: files.photo(900, 900, noise=True)[:9000], "no photo"),
        ("cut-off.heic", lambda: files.heic(300, 300)[:400], "no photo"),
        ("page.heic", lambda: b"<!doctype html>", "no photo"),
        ("really-avif.heic", files.avif, "holds AVIF"),
        ("really.png", lambda: b"GIF89a" + bytes(30), "holds GIF"),
        ("film.jpg", lambda: bytes(4) + b"ftypisom" + bytes(30), "holds MP4"),
        ("vector.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no photo"),
        ("moving.png", files.animation, "animation"),
        ("flood.png", lambda: files.flood(50_000, 50_000), "megapixels"),
        ("photo.pdf", files.photo, "does not hold a PDF"),
        ("photo.docx", files.photo, "does not hold a DOCX"),
        ("table.docx", files.xlsx, "does not hold a DOCX"),
        ("cut-off.docx", lambda: files.docx()[:-30], "does not hold a DOCX"),
        ("script.pdf", lambda: files.pdf(b"/OpenAction << /S /JavaScript >>"), "starts programs"),
        ("files.pdf", lambda: files.pdf(b"/EmbeddedFiles 3 0 R"), "files inside"),
        ("macro.docx", lambda: files.docx({"word/vbaProject.bin": b"x"}), "macros"),
        (
            "disguised.docx",
            lambda: files.docx({"[Content_Types].xml": b"<T a='macroEnabled.main+xml'/>"}),
            "macros",
        ),
        (
            "template.docx",
            lambda: files.docx(
                {"word/_rels/settings.xml.rels": b"<R Type='x/attachedTemplate' Target='http:'/>"}
            ),
            "outside files",
        ),
        (
            "local.docx",
            lambda: files.docx({"word/_rels/d.xml.rels": b'<R Target="file:///etc/passwd"/>'}),
            "outside files",
        ),
        ("bomb.xlsx", files.bomb, "unpacks to too much"),
        (
            "entity.docx",
            lambda: files.docx({"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'a'>]><x/>"}),
            "built oddly",
        ),
        ("binary.txt", lambda: bytes(range(256)), "no text file"),
        ("nul.csv", lambda: b"a,b\x00c", "no text file"),
    ],
)
def test_content_that_is_not_what_it_claims_is_refused_and_leaves_no_file(
    name: str, made: files.Maker, said: str, folder: Path
) -> None:
    assert said in _refusal(made(), name).words.en
    assert [place for place in folder.rglob("*") if place.is_file()] == []


def test_one_byte_over_the_limit_is_too_large_and_the_limit_itself_is_not(folder: Path) -> None:
    at_limit = b"x" * 2**20
    assert _stored(at_limit, "full.txt").size == 2**20
    refusal = _refusal(at_limit + b"x", "more.txt")
    assert isinstance(refusal, TooLarge)
    assert "limit of 1 MiB" in refusal.words.en
    assert len([place for place in folder.rglob("*") if place.is_file()]) == 1


def test_the_same_photo_twice_is_one_file(folder: Path) -> None:
    first, second = _stored(files.photo(), "before.jpg"), _stored(files.photo(), "again.jpg")
    assert first.sha256 == second.sha256
    assert len([place for place in folder.rglob("*") if place.is_file()]) == 3  # and two pictures


def test_any_bytes_under_any_known_ending_are_kept_or_refused_with_a_sentence() -> None:
    draw, said = random.Random(7), set()
    for ending in ("jpg", "png", "webp", "heic", "pdf", "docx", "xlsx", "pptx", "txt", "csv"):
        for made in (files.photo(), files.heic(), files.pdf(), files.docx()):
            damaged = bytearray(made)
            for _ in range(20):
                damaged[draw.randrange(len(damaged))] = draw.randrange(256)
            try:
                _stored(bytes(damaged), f"damaged.{ending}")
            except WrongType as refusal:
                said.add(refusal.words.zh)
    assert said
    assert all(sentence.endswith("。") for sentence in said)


def test_an_archive_is_never_unpacked_to_the_disk(folder: Path) -> None:
    made = io.BytesIO(files.docx())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("../../escaped.py", "x = 1")
    _stored(made.getvalue(), "climbing.docx")
    assert not list(folder.parent.rglob("escaped.py"))
