"""A pack read into values, with what the software expects of each."""

from __future__ import annotations

from pathlib import Path

from workflow.calendar import PUBLICITY
from workflow.declaration import BY_THE_UNIT, COMPLAINT
from workflow.declaration.pack_choice import PackChoice, PackFiles, take
from workflow.declaration.pack_data import Expected, PackData, read_pack
from workflow.profession.packs import FIRST, read_folder, shipped

_LISTS = Path(__file__).parents[1] / "lists"
_EXPECTED = Expected(
    handling=("minor", "general", "major", "key"),  # the lightest first
    codes={"sources": (*BY_THE_UNIT, COMPLAINT), "aspects": ()},
    lists=tuple(path.stem for path in sorted(_LISTS.glob("[a-z]*.py"))),
    special={"D13": PUBLICITY},
)


def read_taken() -> PackData:
    """Return the data of the pack of the process, for good: the chosen one, or the usual one.

    Raises ``BadInput`` as ``read`` does.
    """
    return read(take(PackChoice(FIRST)))


def read(choice: PackChoice) -> PackData:
    """Return the data of a pack that was chosen.

    Raises ``BadInput`` with every fault of its files.
    """
    if choice.files is not None:
        return read_files(choice.files, choice.key)
    return read_files(read_folder(shipped()[choice.key]), choice.key)


def read_files(files: PackFiles, folder: str | Path) -> PackData:
    """Return the data of a pack from its files; ``folder`` is the place for people.

    Periods and words that it leaves out are those of the usual pack. Raises ``BadInput`` with
    every fault.
    """
    first = read_folder(shipped()[FIRST])
    base = None if files == first else read_pack(first, FIRST, _EXPECTED)
    return read_pack(files, str(folder), _EXPECTED, base)
