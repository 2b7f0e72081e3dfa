"""Case files: everything of an item that the reader may see, and no byte of it can be changed."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import psycopg
import pytest

from tests.cast import actor
from tests.engine.stage import Stage
from tests.queries.case_stories import LATER, closed_problem, taken_out
from tests.servers import Database
from workflow.audit import seal_keys
from workflow.errors import BadInput, NotFound
from workflow.platform import connect
from workflow.queries.case_files import verify
from workflow.queries.case_files.making import case_file

VERIFIER = Path(verify.__file__)


def places(data: bytes) -> list[tuple[str, int, int]]:
    """Return each file of an archive with the first and the last place of its bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            (i.filename, start := i.header_offset + 30 + len(i.filename.encode()),
             start + i.file_size)
            for i in archive.infolist()
        ]  # fmt: skip


def run(file: Path) -> tuple[int, str]:
    """Run the verifier by itself, without anything of ours to import."""
    told = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(file)], capture_output=True, text=True
    )
    return told.returncode, told.stdout


def test_any_changed_byte_is_named(cast: object, tmp_path: Path) -> None:
    data = taken_out(closed_problem())
    assert verify.faults(data) == []
    chance = random.Random(14)
    files = places(data)
    for round_ in range(200):
        name, start, end = files[round_ % len(files)]
        at = chance.randrange(start, end)
        changed = bytearray(data)
        changed[at] ^= 1 << chance.randrange(8)
        assert name in {fault[0] for fault in verify.faults(bytes(changed))}, (name, at - start)
    gaps = [n for n in range(len(data)) if not any(s <= n < e for _, s, e in files)]
    for at in chance.sample(gaps, 60):
        changed = bytearray(data)
        changed[at] ^= 1 << chance.randrange(8)
        assert verify.faults(bytes(changed)), f"a byte between the files, {at}"
    assert verify.faults(data[:-1])
    assert verify.faults(data + b"x")

    file = tmp_path / "case.zip"
    file.write_bytes(data)
    code, said = run(file)
    assert code == 0, said
    with connect() as connection:
        assert next(iter(seal_keys.published(connection))) in said
    changed = bytearray(data)
    changed[files[2][1]] ^= 1
    file.write_bytes(changed)
    code, said = run(file)
    assert (code, files[2][0] in said) == (1, True)


def rewritten(data: bytes, path: str, old: bytes, new: bytes) -> bytes:
    """Return the archive as a forger leaves it: changed, and with a manifest that fits."""
    from workflow.queries.case_files.archive import CaseArchive

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert old in files[path]
    files[path] = files[path].replace(old, new)
    target = io.BytesIO()
    made = CaseArchive(target)
    about = json.loads(files.pop(verify.MANIFEST))
    del files[verify.CHECK], about["files"]
    for name, content in files.items():
        made.add(name, [content])
    made.close(about)
    return target.getvalue()


def test_whoever_rewrites_the_manifest_too_is_caught_by_chain_and_seal(cast: object) -> None:
    number = closed_problem()
    data = taken_out(number)
    events = f"items/{number}/events.jsonl"
    assert verify.faults(rewritten(data, events, "陈建国".encode(), "李建国".encode()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        photo = next(name for name in archive.namelist() if "/evidence/" in name)
        kept = archive.read(photo)
    found = verify.faults(rewritten(data, photo, kept, kept + b"x"))
    assert [fault[0] for fault in found] == [photo]
    root = json.loads(zipfile.ZipFile(io.BytesIO(data)).read(verify.SEALS))["seals"][0][3]
    other = ("0" if root[0] != "0" else "1") + root[1:]
    assert verify.faults(rewritten(data, verify.SEALS, root.encode(), other.encode()))


def test_it_holds_what_hangs_on_the_item_with_evidence_documents_and_a_verifier(
    cast: object,
) -> None:
    number = closed_problem()
    with zipfile.ZipFile(io.BytesIO(taken_out(number))) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read(verify.MANIFEST))
        assert archive.read("verify.py") == VERIFIER.read_bytes()
    assert manifest["items"][0] == number
    assert {"README.txt", "summary.pdf", "verify.html", verify.SEALS} < set(names)
    assert any(name.endswith("-整改后.jpg") for name in names)
    [notice] = [n for n in manifest["items"] if n.startswith("S")]
    for ending in ("督办单.pdf", "督办单.docx", "督办单办理情况.pdf"):
        assert any(
            n.startswith(f"items/{notice}/documents/1 ") and n.endswith(ending) for n in names
        )


def test_only_what_the_reader_may_see_goes_out_and_the_journal_notes_it(
    cast: object, database: Database
) -> None:
    number = Stage().one("problems", "assigned")
    Stage().many("accountabilities", "accepted", 1, parents=[number])
    with zipfile.ZipFile(io.BytesIO(taken_out(number, "coordinator"))) as archive:
        items = json.loads(archive.read(verify.MANIFEST))["items"]
        manifest = archive.read(verify.MANIFEST)
    assert items == [number]
    assert verify.faults(taken_out(number, "coordinator")) == []
    with pytest.raises(NotFound):
        taken_out(number, "outsider")
    with pytest.raises(BadInput):
        case_file([], actor("leader"), "zh", LATER)
    with psycopg.connect(database.owner_url) as owner:
        row = owner.execute(
            "SELECT details FROM journal WHERE kind = 'exported' ORDER BY id LIMIT 1"
        ).fetchone()
    assert row
    assert row[0]["items"] == [number]
    assert row[0]["digest"] == verify._sha(manifest)
