"""The packs that ship, a folder of data files each, and the reading of any such folder."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from workflow.declaration.pack_choice import FILES, PACK, PackFiles
from workflow.declaration.pack_faults import PackFaults
from workflow.errors import NotPossible
from workflow.words import Words

FIRST = "party_branch"  # the usual pack; what others leave out of periods and words is as here
_ENCODINGS = ("utf-8-sig", "gb18030")  # the second: CSV as a Chinese Excel writes it
_MOST_BYTES = 4 * 1024 * 1024  # of a file
_NO_FOLDER = Words("没有 {path} 这个文件夹。", "There is no folder {path}.")
_NOT_OURS = Words(
    "工作包里没有这个文件；请改名或移走", "a pack has no such file; rename it, or take it away"
)
_NO_TEXT = Words("不是UTF-8或GB18030的文本", "it is no text in UTF-8 or GB18030")
_LARGE = Words("超过4 MiB", "it is larger than 4 MiB")


def shipped() -> dict[str, Path]:
    """Return the folders of the packs that ship, by key, the usual one first."""
    folders = [path.parent for path in Path(__file__).parent.glob(f"*/{PACK}")]
    return {path.name: path for path in sorted(folders, key=lambda p: (p.name != FIRST, p.name))}


def read_folder(folder: Path) -> PackFiles:
    """Return the text of each file of a pack; notes for people (``README``, ``*.md``) are left out.

    Raises ``NotPossible`` where there is no such folder, ``BadInput`` for files that are no part
    of a pack or no text.
    """
    if not folder.is_dir():
        raise NotPossible(_NO_FOLDER.format(path=folder))
    faults = PackFaults(str(folder))
    found = {name: _text(path, name, faults) for name, path in _files(folder)}
    faults.refuse()
    return found


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_note = path.suffix == ".md" or path.name.startswith(("README", ".", "~$"))
        if path.is_file() and not is_note:
            yield name, path


def _text(path: Path, name: str, faults: PackFaults) -> str:
    is_sheet = path.suffix == ".csv" and name.count("/") == 1 and name.startswith("sheets/")
    if name not in FILES and not is_sheet:
        faults.file(name, _NOT_OURS)
    elif path.stat().st_size > _MOST_BYTES:
        faults.file(name, _LARGE)
    else:
        return _decoded(path.read_bytes(), name, faults)
    return ""


def _decoded(data: bytes, name: str, faults: PackFaults) -> str:
    for encoding in _ENCODINGS:
        try:
            text = codecs.decode(data, encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    faults.file(name, _NO_TEXT)
    return ""
