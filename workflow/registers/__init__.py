"""Registers: records beside the items; each is declared in a file and found by its folder."""

from workflow.declaration import Register, pack
from workflow.registers import own_tables


def every_register() -> dict[str, Register]:
    """Return every register by key: the pack's, then the registers over own tables."""
    return {**pack().registers, **own_tables.DECLARED}
