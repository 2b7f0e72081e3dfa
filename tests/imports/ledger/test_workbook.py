"""Files that are no good ledger: each is refused with its own sentence, quickly."""

from __future__ import annotations

import io
import resource
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.imports.ledger.books import (
    HEADER,
    ROW,
    csv_text,
    saved,
    with_entry,
    with_lying_directory,
    workbook,
)
from workflow.errors import BadInput, NotFound, TooLarge, WorkflowError, WrongType
from workflow.imports.ledger import file_faults, sheet_child
from workflow.imports.ledger.workbook import read_file, read_workbook
from workflow.words import Words

GOOD = workbook([HEADER, ROW])


def refusal(data: bytes, name: str = "台账.xlsx") -> Words:
    with pytest.raises(WorkflowError) as caught:
        read_workbook(data, name)
    words = caught.value.words
    assert words.zh
    assert words.en
    assert "{" not in words.zh + words.en
    return words


def test_a_good_workbook_is_read_with_its_numbers_and_texts() -> None:
    book = read_workbook(GOOD, "台账.xlsx")
    assert book.kind == "xlsx"
    assert book.sheets[0].rows[1] == ROW
    assert book.notes == ()


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95, 0.999])
def test_a_truncated_workbook_is_refused_with_a_sentence(keep: float) -> None:
    assert refusal(GOOD[: int(len(GOOD) * keep)]) == file_faults.TRUNCATED


def test_a_workbook_with_a_flipped_byte_in_a_sheet_is_refused() -> None:
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        start = archive.getinfo(name).header_offset + 30 + len(name)
    for shift in range(0, 60, 7):
        broken = bytearray(GOOD)
        broken[start + shift] ^= 0xFF
        assert refusal(bytes(broken)) == file_faults.TRUNCATED


def test_an_encrypted_workbook_is_refused_with_a_sentence() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(ole) == file_faults.ENCRYPTED


def test_an_encrypted_zip_entry_is_refused_with_a_sentence() -> None:
    flagged = bytearray(GOOD)
    flagged[GOOD.find(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(flagged)) == file_faults.ENCRYPTED


def test_a_broken_old_xls_is_told_apart_from_an_encrypted_workbook() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000) == file_faults.TRUNCATED


@pytest.mark.parametrize(
    ("beginning", "what"),
    [(b"%PDF-1.7\n", "PDF"), (b"\x89PNG\r\n", "图片"), (b"<!doctype html>", "网页")],
)
def test_another_kind_of_file_is_named(beginning: bytes, what: str) -> None:
    assert what in refusal(beginning + b"x" * 50).zh


def test_a_word_document_is_named_and_a_broken_binary_workbook_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "Word" in refusal(out.getvalue()).en
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", "x")
    assert refusal(out.getvalue()) == file_faults.TRUNCATED


def test_a_plain_zip_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "压缩包" in refusal(out.getvalue()).zh


def test_a_zip_bomb_is_refused_in_little_memory() -> None:
    bomb = with_entry(GOOD, "xl/worksheets/sheet1.xml", b"<a/>" * (18 * 2**20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "ratio" in refusal(bomb).en
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_bomb_whose_directory_lies_is_refused() -> None:
    name = "xl/worksheets/sheet1.xml"
    bomb = with_lying_directory(with_entry(GOOD, name, b"<a/>" * 2**20), name, 4_000)
    assert "more content than its directory says" in refusal(bomb).en


def test_an_archive_of_more_than_the_limit_unpacked_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("big.bin", b"\0" * 2**20)
    big = with_lying_directory(out.getvalue(), "big.bin", 101 * 2**20)
    with pytest.raises(TooLarge):
        read_workbook(big, "x.xlsx")


def test_an_archive_of_very_many_empty_entries_is_refused_before_it_is_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20_000):
            archive.writestr(str(number), b"")
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: pytest.fail("it was listed"))
    assert "more than 2000 entries" in refusal(out.getvalue()).en


def test_overlapping_entries_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("kernel", b"x" * 50_000)
    data = out.getvalue()
    start, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    entry = data[start:end]
    many = bytearray(data[:start] + entry * 50 + data[end:])
    tail = many.find(b"PK\x05\x06")
    many[tail + 8 : tail + 16] = (50).to_bytes(2, "little") * 2 + (len(entry) * 50).to_bytes(
        4, "little"
    )
    assert "overlap" in refusal(bytes(many)).en


def test_a_document_type_declaration_is_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet/>'
    assert "DOCTYPE" in refusal(with_entry(GOOD, "xl/worksheets/sheet1.xml", laughs)).en


def test_a_stray_cell_at_the_far_corner_stops_the_child_and_not_us() -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book.worksheets[0]["XFD1048576"] = "x"
    assert refusal(saved(book)) == file_faults.UNREADABLE


def test_a_sheet_used_too_far_down_is_named_with_its_row() -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book.worksheets[0].cell(sheet_child.MAX_ROWS + 1, 1, "x")
    words = refusal(saved(book))
    assert f"row {sheet_child.MAX_ROWS + 1}" in words.en
    assert "台账" in words.zh


def test_a_csv_renamed_xlsx_is_read_as_what_it_is_and_said_so() -> None:
    book = read_workbook(csv_text([HEADER, ROW]).encode(), "上报/台账.xlsx")
    assert book.kind == "csv"
    assert book.notes == (file_faults.READ_AS_CSV.format(name="台账.xlsx"),)


def test_an_xlsx_renamed_csv_is_read_as_what_it_is_and_said_so() -> None:
    book = read_workbook(GOOD, "台账.csv")
    assert book.kind == "xlsx"
    assert book.notes == (file_faults.READ_AS_XLSX.format(name="台账.csv"),)


def test_a_hidden_sheet_is_left_out_and_said_so() -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    hidden = book.create_sheet("字典")
    hidden["A1"], hidden.sheet_state = "轻微", "hidden"
    read = read_workbook(saved(book), "台账.xlsx")
    assert [sheet.name for sheet in read.sheets] == ["台账"]
    assert read.notes == (file_faults.HIDDEN_SHEET.format(sheet="字典"),)


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no-such"):
        read_file(tmp_path / "no-such.xlsx")


@pytest.mark.parametrize("content", [b"", b"  \r\n", b"\0\0\0"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "empty.xlsx").write_bytes(content)
    with pytest.raises(BadInput, match="empty"):
        read_file(tmp_path / "empty.xlsx")


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(TooLarge, match=r"2 MiB, over the limit of 1 MiB"):
        read_file(tmp_path / "big.csv", max_mib=1)


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkflowError):
        read_file(tmp_path)


def test_every_kind_of_refusal_is_one_of_bad_input() -> None:
    assert issubclass(TooLarge, BadInput)
    assert issubclass(WrongType, BadInput)
