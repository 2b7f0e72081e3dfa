"""The kinds of evidence on pages: the kinds to choose, and the name of a piece's kind."""

from __future__ import annotations

from web.auth import actor
from web.forms.inputs import Option
from workflow.declaration import EvidenceRecord, pack
from workflow.declaration.evidence_records import EVIDENCE_KINDS, standing
from workflow.declaration.shared_keys import REPLACE_EVIDENCE
from workflow.queries import ItemView
from workflow.queries.unit_choices import indent
from workflow.registers.queries import today
from workflow.words import Words


def choices() -> list[Option]:
    """Return the kinds valid today, in the order of their tree."""
    table = pack().code_tables.get(EVIDENCE_KINDS)
    codes = table.valid(today()) if table else ()
    return [Option(code.key, code.words, _below(code.key)) for code in codes]


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


def _below(key: str) -> Words | None:
    table = pack().code_tables[EVIDENCE_KINDS]
    code = table.find(key)
    depth = table.depth(code) if code else 0
    return indent(depth) if depth else None
