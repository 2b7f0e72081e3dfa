"""The units in which an actor may raise the rows of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.declaration import IMPORT_LEDGERS, Actor
from workflow.declaration.fields import unit_id
from workflow.engine.raising import NewItem
from workflow.errors import BadInput, NotPermitted
from workflow.imports.ledger.directory import Directory, DirectoryUnit
from workflow.words import Words

NO_UNITS = Words(
    "还没有任何单位；请先建立组织机构，再导入台账。",
    "There are no units yet; set up the organisation first, then import the ledger.",
)
_OUT_OF_REACH = Words(
    "您不能在“{unit}”登记事项；请改为您单位范围内的单位，或请上级经办人导入这一行。",
    'You cannot raise anything in "{unit}"; choose a unit of your own area, or have this row '
    "imported by somebody above.",
)


@dataclass(frozen=True, slots=True)
class ImportReach:
    """The subtrees of an actor's right to import, by path."""

    paths: tuple[str, ...]

    @classmethod
    def of(cls, actor: Actor) -> ImportReach:
        """Return the reach of an actor.

        Raises ``NotPermitted`` without the right.
        """
        if not IMPORT_LEDGERS.held_by(actor):
            raise NotPermitted(IMPORT_LEDGERS.refusal())
        return cls(tuple(sorted(IMPORT_LEDGERS.paths(actor), key=len)))

    def covers(self, unit: DirectoryUnit) -> bool:
        """Say whether the actor may import into a unit."""
        return unit.path.startswith(self.paths)

    def default(self, directory: Directory) -> DirectoryUnit:
        """Return the unit for rows without a known unit: the topmost unit within reach.

        Raises ``BadInput`` where there is no such unit.
        """
        found = next((unit for unit in directory.units if self.covers(unit)), None)
        if found is None:
            raise BadInput(NO_UNITS)
        return found

    def refusal(self, family: Sequence[NewItem], directory: Directory) -> Words | None:
        """Return the reason why a family of items cannot be raised by the actor, or ``None``."""
        units = {unit.id: unit for unit in directory.units}
        for new in family:
            unit = units.get(unit_id(new.fields.get("unit")) or 0)
            if unit and not self.covers(unit):
                return _OUT_OF_REACH.format(unit=Words(unit.name, unit.name_en or unit.name))
        return None
