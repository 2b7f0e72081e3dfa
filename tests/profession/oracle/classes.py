"""What each severity demands, copied by hand from docs/domain/handling-classes.md."""

from __future__ import annotations

from typing import NamedTuple


class Class(NamedTuple):
    """What one severity demands."""

    assigner: tuple[str, ...]
    decider: tuple[str, ...]
    approver: tuple[str, ...] = ()
    receipt: bool = False
    verifiers: int = 1
    publicity: int = 0
    quorum: int = 0
    review: bool = False

    @property
    def parts_to_assign(self) -> bool:
        """Whether it is assigned only with a task and a responsibility."""
        return bool(self.approver)

    @property
    def complete(self) -> bool:
        """Whether it has to have a task, a responsibility and an aspect."""
        return bool(self.approver)


CLASSES = {
    "minor": Class(("party_work_clerk",), ("party_work_director", "office_party_secretary")),
    "general": Class(
        ("party_work_clerk",), ("office_party_secretary",), ("office_party_secretary",), True
    ),
    "major": Class(
        ("party_work_director",), ("leader_in_charge",), ("office_party_secretary",), True, 2, 5, 0,
        True,
    ),
    "key": Class(
        ("leader_in_charge",), ("leader_in_charge",), ("leader_in_charge",), True, 2, 10, 2, True
    ),
}  # fmt: skip
