"""Registers: records beside the items; each is declared in a file and found by its folder."""

from itertools import chain

from workflow.declaration.register import Register
from workflow.profession.registers import DECLARED
from workflow.registers import own_tables

REGISTERS: dict[str, Register] = dict(chain(DECLARED.items(), own_tables.DECLARED.items()))
