"""The kinds of evidence on pages: the kinds to choose, and the name of a piece's kind."""

from __future__ import annotations

from web.auth import actor
from web.forms.inputs import Option, code_option
from workflow.declaration import EVIDENCE_KINDS, REPLACE_EVIDENCE, EvidenceRecord, pack
from workflow.declaration.evidence_records import standing
from workflow.queries import ItemView
from workflow.registers.queries import today
from workflow.words import Words


def choices() -> list[Option]:
    """Return the kinds valid today, in the order of their tree."""
    table = pack().code_tables.get(EVIDENCE_KINDS)
    return (
        [code_option(table, code.key, code.words) for code in table.valid(today())] if table else []
    )


def kind_of(piece: EvidenceRecord) -> Words | None:
    """Return the name of the kind of a piece, or ``None`` where no kind was told."""
    table = pack().code_tables.get(EVIDENCE_KINDS)
    code = table.find(piece.get("shows", "")) if table else None
    return code.words if code else None


def is_standing(piece: EvidenceRecord, pieces: list[EvidenceRecord]) -> bool:
    """Say whether no later piece has replaced a piece."""
    return any(piece is one for one in standing(pieces))


def replaceable(view: ItemView) -> set[int]:
    """Return the places of the pieces for which the reader may hand in another file now."""
    open_ = {move.transition.trigger for move in view.moves if move.refusal is None}
    if REPLACE_EVIDENCE not in open_:
        return set()
    pieces, me = view.item.evidence, actor().person_id
    return {
        place
        for place, piece in enumerate(pieces, 1)
        if piece["by"] == me and is_standing(piece, pieces)
    }
