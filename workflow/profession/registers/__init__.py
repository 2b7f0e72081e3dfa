"""The registers, a file each: every module of the folder with a ``REGISTER``."""

from importlib import import_module
from pkgutil import iter_modules

from workflow.declaration import Register
from workflow.errors import BadDeclaration


def _discover() -> dict[str, Register]:
    registers: dict[str, Register] = {}
    for module in iter_modules(__path__):
        register = getattr(import_module(f"{__name__}.{module.name}"), "REGISTER", None)
        if not isinstance(register, Register):
            raise BadDeclaration(f"registers/{module.name}.py: it has to declare REGISTER")
        if register.key in registers:
            raise BadDeclaration(f"{register.key}: there is a register of this key already")
        registers[register.key] = register
    return registers


DECLARED: dict[str, Register] = _discover()
