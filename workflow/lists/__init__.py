"""The list types, one file each: every module of this folder that declares ``LIST_TYPE``.

The discovery below is the only magic there is: a new file is a new list.
"""

from importlib import import_module
from pkgutil import iter_modules

from workflow.definition import ListType
from workflow.errors import BadDeclaration


def _discover() -> dict[str, ListType]:
    found: dict[str, ListType] = {}
    prefixes: set[str] = set()
    for module in iter_modules(__path__):
        list_type = getattr(import_module(f"{__name__}.{module.name}"), "LIST_TYPE", None)
        if not isinstance(list_type, ListType):
            raise BadDeclaration(f"lists/{module.name}.py: it has to declare LIST_TYPE")
        if list_type.key in found or list_type.prefix in prefixes:
            raise BadDeclaration(f"{list_type.key}: its key or prefix is taken")
        found[list_type.key] = list_type
        prefixes.add(list_type.prefix)
    return found


LIST_TYPES: dict[str, ListType] = _discover()
