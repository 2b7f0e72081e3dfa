"""Registers over own tables, a file each: a declaration and the store behind the declaration."""

from importlib import import_module
from pkgutil import iter_modules

from workflow.declaration import Register
from workflow.errors import BadDeclaration


def _discover() -> dict[str, Register]:
    registers: dict[str, Register] = {}
    for module in iter_modules(__path__):
        register = getattr(import_module(f"{__name__}.{module.name}"), "REGISTER", None)
        if not isinstance(register, Register) or register.store is None:
            raise BadDeclaration(f"own_tables/{module.name}.py: it has to declare REGISTER")
        registers[register.key] = register
    return registers


DECLARED: dict[str, Register] = _discover()
