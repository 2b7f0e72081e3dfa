"""Registers: records beside the items; each is declared in a file and found by its folder."""

from workflow.declaration.packs import pack
from workflow.declaration.register import Register
from workflow.registers import own_tables


def every_register() -> dict[str, Register]:
    """Return every register by its key: those of the pack, then those over tables of their own."""
    return {**pack().registers, **own_tables.DECLARED}
