"""The list types, a file each: every module of the folder with a ``LIST_TYPE``.

The discovery below is the only magic there is: a new file is a new list.
"""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from workflow.declaration import ListType, judging, with_machine_moves
from workflow.errors import BadDeclaration
from workflow.profession.data import DATA
from workflow.profession.duties import CALLED
from workflow.profession.moves.laying_down import laying_down


def _discover() -> dict[str, ListType]:
    found: dict[str, ListType] = {}
    prefixes: set[str] = set()
    for module in iter_modules(__path__):
        list_type = getattr(import_module(f"{__name__}.{module.name}"), "LIST_TYPE", None)
        if not isinstance(list_type, ListType):
            raise BadDeclaration(f"lists/{module.name}.py: it has to declare LIST_TYPE")
        if list_type.key in found or list_type.prefix in prefixes:
            raise BadDeclaration(f"{list_type.key}: its key or prefix is taken")
        found[list_type.key] = admitted(_called(list_type))
        prefixes.add(list_type.prefix)
    return found


def _called(list_type: ListType) -> ListType:
    """Return the list type by the name in the pack, or by its own where the pack has none."""
    named = DATA.names.get(("list", list_type.key))
    return replace(list_type, words=named.words) if named else list_type


def admitted(list_type: ListType) -> ListType:
    """Return the list type with the moves and the names of duties common to all lists.

    Raises ``BadDeclaration`` for a move without its judged duties.
    """
    list_type = replace(list_type, duties={**CALLED, **list_type.duties})
    judging.demand(list_type)
    own = (*list_type.transitions, *laying_down(list_type))
    return with_machine_moves(replace(list_type, transitions=own))


DECLARED: Mapping[str, ListType] = MappingProxyType(_discover())  # each by the file of its own
LIST_TYPES: dict[str, ListType] = {**DECLARED}
