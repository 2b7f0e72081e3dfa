"""The pack that somebody names on the command line: one that ships, or a folder of their own."""

from __future__ import annotations

from pathlib import Path

from workflow.declaration import pack
from workflow.declaration.pack_choice import PackChoice, choose
from workflow.declaration.pack_data import PackData
from workflow.errors import NotPossible
from workflow.inspections.pack_sheets import look_over
from workflow.profession.packs import read_folder, shipped
from workflow.profession.packs.reading import read_files
from workflow.words import Words

_UNKNOWN = Words(
    "没有名为“{asked}”的工作包，也没有这样的文件夹。随软件提供的有：{known}。",
    'There is no pack "{asked}", and no such folder. Those that ship are: {known}.',
)
_TAKEN = Words(
    "{folder}：“{key}”是随软件提供的工作包的名称，请在 pack.csv 里另起一个。",
    '{folder}: "{key}" is the key of a pack that ships; write another one in pack.csv.',
)


def choose_pack(asked: str) -> PackData:
    """Choose the pack by its name or folder, checked as a whole; return its data.

    Raises ``NotPossible`` for an unknown name or a key that is taken, ``BadInput`` with every
    fault in the files.
    """
    folder = Path(asked)
    if asked in shipped():
        folder = shipped()[asked]
        choose(PackChoice(asked))
        data = read_files(read_folder(folder), folder)
    elif folder.is_dir():
        data = _own(folder)
    else:
        raise NotPossible(_UNKNOWN.format(asked=asked, known=", ".join(shipped())))
    look_over(pack().sheets, str(folder))
    return data


def _own(folder: Path) -> PackData:
    files = read_folder(folder)
    data = read_files(files, folder)
    if data.key in shipped():
        raise NotPossible(_TAKEN.format(folder=folder, key=data.key))
    choose(PackChoice(data.key, files))
    return data
