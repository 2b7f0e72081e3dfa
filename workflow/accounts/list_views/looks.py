"""The look of a list for a person: the chosen columns, and how close the rows stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from workflow import journal
from workflow.declaration import Actor
from workflow.errors import BadInput, CodedWords
from workflow.platform import connect
from workflow.queries import Filters
from workflow.queries.list_columns import columns_of
from workflow.queries.listing import demand_list
from workflow.words import Words

Density = Literal["comfortable", "compact"]
DENSITIES: tuple[Density, ...] = get_args(Density)
DENSITY_WORDS: dict[Density, Words] = {
    "comfortable": Words("宽松", "Comfortable"),
    "compact": Words("紧凑", "Compact"),
}
_NO_DENSITY = CodedWords(
    "行距只能是“宽松”（comfortable）或“紧凑”（compact）。",
    "The density has to be comfortable or compact.",
    "no_choice",
)
_KEEP = """
    INSERT INTO list_looks (person_id, list_key, columns, density) VALUES (%s, %s, %s, %s)
        ON CONFLICT (person_id, list_key)
        DO UPDATE SET columns = EXCLUDED.columns, density = EXCLUDED.density"""


@dataclass(frozen=True, slots=True)
class KeptLook:
    """The columns of a list, none for the usual columns, and the density of the rows."""

    columns: tuple[str, ...] = ()
    density: Density = "comfortable"


def choose(actor: Actor, list_key: str, columns: Sequence[str], density: str) -> None:
    """Keep the columns and the density of a list for a person; no columns mean the usual ones.

    Raises ``NotFound`` for a list that is not open to the person, ``BadInput`` for an unknown
    column or density.
    """
    demand_list(list_key, actor, Filters(columns=tuple(columns)))
    if density not in DENSITIES:
        raise BadInput(_NO_DENSITY, {"density": _NO_DENSITY})
    kept = list(columns_of(list_key, columns)) if columns else []
    if kept == list(columns_of(list_key, ())):
        kept = []  # what is usual today may be more tomorrow
    with connect() as connection, connection.transaction():
        connection.execute(_KEEP, [actor.person_id, list_key, kept, density])
        subject = ("list", list_key)
        journal.note(
            connection, "setting", actor, subject=subject, what="look", columns=kept,
            density=density,
        )  # fmt: skip
