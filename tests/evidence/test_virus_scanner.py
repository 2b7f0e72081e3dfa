"""A virus scanner sees each file before anybody gets it, and nothing is lost while it is away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence import files
from tests.evidence.clamd import EICAR, LARGEST, clamd, clamd_by_tcp
from workflow import evidence
from workflow.errors import Gone, TooLarge, Unavailable, WrongType
from workflow.evidence import references, storage, unused, virus_scanner
from workflow.ops.backups import contents
from workflow.platform import BadSettings, addresses, db, settings

CLEAN = "整改情况说明".encode()


@pytest.fixture(autouse=True)
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the scanner listens, once it is started."""
    place = tmp_path / "clamd.ctl"
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RECTIFY_VIRUS_SCANNER", f"unix:{place}")
    db.close()
    yield place
    db.close()


def _stored(data: bytes, name: str = "说明.txt") -> evidence.Piece:
    return evidence.store(io.BytesIO(data), name)


def _opened(piece: evidence.Piece) -> None:
    references.demand_whole(piece.sha256, piece.name)


def test_a_file_with_a_virus_is_refused_by_name_and_leaves_nothing(at: Path) -> None:
    with clamd(at), pytest.raises(WrongType) as refused:
        _stored(EICAR)
    assert str(refused.value) == (
        '"说明.txt" holds a virus (Eicar-Signature) and was not kept; clean it and send it again.'
    )
    assert [file for file in storage.folder().rglob("*") if file.is_file()] == []


def test_a_clean_file_and_a_photo_pass_and_are_handed_out_at_once(at: Path) -> None:
    with clamd(at):
        pieces = [_stored(CLEAN), _stored(files.photo(), "a.jpg")]
    for piece in pieces:
        _opened(piece)  # the scanner is not asked again


def test_by_tcp_and_in_pieces_the_scanner_sees_the_whole_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with clamd_by_tcp() as address:
        monkeypatch.setenv("RECTIFY_VIRUS_SCANNER", address)
        db.close()
        virus_scanner.ping()
        with pytest.raises(WrongType):
            _stored(b"x" * 150_000 + EICAR)
        with pytest.raises(TooLarge, match="StreamMaxLength"):
            _stored(b"x" * 20 * LARGEST)


def test_what_comes_while_the_scanner_is_away_is_kept_and_held_until_it_was_seen(
    at: Path,
) -> None:
    piece = _stored(CLEAN)
    assert evidence.path(piece.sha256).read_bytes() == CLEAN
    assert virus_scanner.held(storage.folder()) == 1
    with pytest.raises(Unavailable, match="no virus scanner has seen it yet"):
        _opened(piece)
    with clamd(at):
        _opened(piece)
    assert virus_scanner.held(storage.folder()) == 0
    _opened(piece)


def test_a_held_file_with_a_virus_is_never_handed_out_also_after_the_scanner_is_gone(
    at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = _stored(EICAR)
    with clamd(at), pytest.raises(Gone, match="Eicar-Signature"):
        _opened(piece)
    monkeypatch.setenv("RECTIFY_VIRUS_SCANNER", "")
    db.close()
    assert _stored(EICAR).sha256 == piece.sha256  # the same bytes, when nobody looks
    with pytest.raises(Gone, match="Eicar-Signature"):
        _opened(piece)


def test_a_scanner_that_answers_something_else_is_away(at: Path) -> None:
    with clamd(at, says=b"COMMAND UNAVAILABLE"):
        with pytest.raises(virus_scanner.ScannerAway, match="COMMAND UNAVAILABLE"):
            virus_scanner.ping()
        piece = _stored(EICAR)
        with pytest.raises(Unavailable):
            _opened(piece)


def test_the_mark_of_a_held_file_is_in_the_backup_and_goes_aside_with_the_file() -> None:
    piece = _stored(CLEAN)
    names = {name for name, _ in contents.files(settings().data)}
    mark = f"evidence/{piece.sha256[:2]}/{piece.sha256}.held"
    assert mark in names
    assert settings().data / mark in set(unused._parts(evidence.path(piece.sha256)))


def test_the_doctor_says_whether_the_scanner_answers_and_what_waits_for_it(at: Path) -> None:
    from rectify.doctor.evidence import scanner

    def told() -> list[tuple[str, str]]:
        return [(found.level, found.words.en) for found in scanner(settings())]

    _stored(CLEAN)
    away, waits = told()
    assert away[0] == "warn"
    assert f"The virus scanner does not answer (unix:{at})" in away[1]
    assert waits == ("warn", "1 file waits for the virus scanner and cannot be had before")
    with clamd(at):
        assert told()[0] == ("ok", f"The virus scanner answers (unix:{at})")


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("", ""), (" unix:/run/clamd.ctl ", "unix:/run/clamd.ctl"),
        ("unix:///run/clamd.ctl", "unix:/run/clamd.ctl"), ("tcp://clamav", "tcp://clamav:3310"),
        ("TCP://10.0.0.7:3311/", "tcp://10.0.0.7:3311"), ("tcp://[::1]:3310", "tcp://[::1]:3310"),
    ],
)  # fmt: skip
def test_every_address_of_a_scanner_has_one_form(given: str, plain: str) -> None:
    assert addresses.scanner(given) == plain


@pytest.mark.parametrize(
    "wrong",
    ["clamav", "unix:", "unix:/", "http://a:1", "tcp://", "tcp://a:99999", "tcp://u:p@a:1",
     "tcp://a/b", "tcp://1.2.3", "unix:/" + "a" * 200],
)  # fmt: skip
def test_an_address_that_cannot_be_stops_the_start_with_a_sentence(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_VIRUS_SCANNER", wrong)
    db.close()
    with pytest.raises(BadSettings, match=r"RECTIFY_VIRUS_SCANNER.*must look like"):
        settings()
