"""Issued documents afterwards: voided with a reason, or with a signed copy attached.

The number of a voided document stays with it and is never given again; its content stays frozen.
"""

from __future__ import annotations

from workflow.declaration import (
    ATTACH_COPY,
    Actor,
    Facts,
    Field,
    Item,
    Records,
    Transition,
    process_of,
)
from workflow.profession.moves.basic import filled
from workflow.profession.moves.evidence import ONE_FILE
from workflow.profession.roles import clerk, director
from workflow.words import Words

_PLACE = "paper"


def voiding(records: Records) -> Records:
    """Return records that also void every document issued and not voided before."""

    def note(item: Item, facts: Facts, actor: Actor) -> None:
        records(item, facts, actor)
        for issued in process_of(item).get("documents", ()):
            if "voided" not in issued:
                issued["voided"] = {
                    "on": facts.today.isoformat(),
                    "by": actor.person_id,
                    "why": facts.comment,
                }

    return note


def _copy(item: Item, facts: Facts, actor: Actor) -> None:
    """Note the piece handed in as a copy of the document; it stays among the evidence, too."""
    [piece] = item.evidence_at(facts.now)
    issued = process_of(item)["documents"][facts.fields[_PLACE] - 1]
    issued.setdefault("copies", []).append(
        {
            "sha256": piece["sha256"],
            "name": piece["name"],
            "at": piece["at"],
            "by": actor.person_id,
        }
    )


def _is_issued(facts: Facts) -> bool:
    place: int = facts.fields[_PLACE]
    return 0 < place <= len(process_of(facts.item).get("documents", ()))


ISSUED = filled(
    "没有这一份文书；请填事项页面上文书的序号",
    "there is no such document; write its number in the order of the page of the item",
    _is_issued,
    _PLACE,
)


def attach_copy(*states: str) -> Transition:
    """Declare the attaching of a scanned, signed or sealed copy to an issued document."""
    return Transition(
        ATTACH_COPY,
        Words("上传签章件", "Attach a signed copy"),
        source=states,
        dest="",
        permission=clerk | director,
        judges=(),
        fields=(
            Field(
                _PLACE,
                Words("第几份文书", "Which document"),
                "number",
                limit=99,
                use="move",
                suggests=lambda f: str(len(process_of(f.item).get("documents", ()))),
                help=Words("按事项页面上文书的顺序", "in the order of the page of the item"),
            ),
        ),
        conditions=(ONE_FILE, ISSUED),
        takes_evidence=True,
        records=_copy,
        beside=True,
    )
