"""The store of code tables and their values: the common table, with keys that never change.

Items and their history hold the keys, so that a value is ended and never taken away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.declaration import CHECK, CodeTable, Pattern, Register, RegisterChange, RegisterEntry
from workflow.declaration.codes import TABLES
from workflow.errors import BadInput
from workflow.registers.common_table import CommonTable
from workflow.words import Words

KEY = Pattern(
    "[A-Za-z][A-Za-z0-9_]{0,39}",
    Words("请用字母、数字和下划线，以字母开头", "letters, digits and underscores, a letter first"),
    "code_1",
)
_STAYS = Words(
    "代码不能更改，已有的记录引用它；请终止这一项，另立一项",
    "it cannot be changed, records refer to it; end this entry and add another",
)
_NO_PARENT = Words("这张表里没有上级代码“{parent}”", 'the table has no value "{parent}"')
_RING = Words("上级不能是本身或其下级", "a value cannot lie below itself")


class CodeStore(CommonTable):
    """Entries whose ``stays`` fields are given once."""

    def __init__(self, *stays: str) -> None:
        self.stays = stays

    def add(self, made: RegisterChange, register: Register, values: Mapping[str, Any], /) -> str:
        """Write a new value; return the id.

        Raises ``BadInput`` for an unknown parent.
        """
        _check_parent(values)
        return super().add(made, register, values)

    def change(
        self, made: RegisterChange, register: Register, entry: RegisterEntry,
        values: Mapping[str, Any], /,
    ) -> None:  # fmt: skip
        """Change a value.

        Raises ``BadInput`` where its key, or its table, would become another.
        """
        if faults := {k: _STAYS for k in self.stays if values.get(k) != entry.values.get(k)}:
            raise BadInput(CHECK, faults)
        _check_parent(values)
        super().change(made, register, entry, values)


def _check_parent(values: Mapping[str, Any]) -> None:
    parent = values.get("parent")
    if not parent:
        return
    table = CodeTable(values["table"], TABLES.words, (), grows=True)
    if table.find(parent) is None:
        raise BadInput(CHECK, {"parent": _NO_PARENT.format(parent=parent)})
    if parent in table.within(values["code"]):
        raise BadInput(CHECK, {"parent": _RING})
