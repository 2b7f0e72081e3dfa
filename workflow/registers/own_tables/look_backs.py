"""Look-backs as a register: list, filters and history of the plans visible to the actor.

A plan is drawn and cancelled on its own pages: drawing reads every closed problem, and a plan is
secret until its day from people with a part in the sample.
"""

from __future__ import annotations

from typing import Any

from workflow.declaration import (
    ANYWHERE,
    DRAW_LOOK_BACKS,
    READ_LOOK_BACKS,
    SYSTEM,
    Actor,
    Choice,
    Field,
    Register,
    Store,
)
from workflow.inspections.look_backs.permissions import PART, part_of
from workflow.inspections.look_backs.sampling import BY, MEASURES
from workflow.platform import settings
from workflow.words import Words

_WITHIN = """EXISTS (SELECT FROM unnest(%({paths})s::text[]) AS p (path)
                      WHERE starts_with(u.path, p.path))"""
_ROWS = f"""
    SELECT b.id::text AS id, b.unit_id, u.path, u.name AS unit_zh, u.name_en AS unit_en,
           b.drawn_at AS made_at, b.drawn_by AS made_by, b.day AS valid_from,
           (b.taken_back_at AT TIME ZONE %(zone)s)::date - 1 AS valid_to,
           1 + (SELECT count(*) FROM register_changes h
                 WHERE h.register = 'look_backs' AND h.entry = b.id::text
                   AND h.act <> 'add')::int AS version,
           jsonb_strip_nulls(jsonb_build_object(
               'reason', b.reason, 'by', b.strata_by, 'measure', b.measure, 'amount', b.amount,
               'closed_from', b.closed_from,
               'drawn', (SELECT sum(cardinality(s.drawn)) FROM look_back_strata s
                          WHERE s.look_back_id = b.id))) AS data
      FROM look_backs b JOIN units u ON u.id = b.unit_id
     WHERE CASE WHEN b.called_at IS NOT NULL THEN {_WITHIN.format(paths="reading")}
           ELSE {_WITHIN.format(paths="drawing")} AND NOT EXISTS (
               SELECT FROM look_back_strata s, unnest(s.population) AS n (number)
                 JOIN items i ON i.number = n.number
                WHERE s.look_back_id = b.id AND {PART}) END"""  # noqa: S608 -- fixed texts only


class _LookBacks(Store):
    """The table of look-backs, with rows secret until their day."""

    def rows(self, _: Register, actor: Actor | None, /) -> tuple[str, dict[str, Any]]:
        """Select the plans visible to the actor today."""
        paths = {
            "reading": READ_LOOK_BACKS.paths(actor) if actor else [ANYWHERE],
            "drawing": DRAW_LOOK_BACKS.paths(actor) if actor else [ANYWHERE],
        }
        return _ROWS, part_of(actor or SYSTEM) | paths | {"zone": settings().timezone}


REGISTER = Register(
    key="look_backs",
    words=Words("回头看", "Look-backs"),
    one=Words("回头看", "look-back"),
    fields=(
        Field("reason", Words("抽查事由", "Why it is drawn"), "long", limit=2000),
        Field(
            "by", Words("按什么分层", "Strata by"), "choice", listed=True, filtered=True,
            choices=tuple(Choice(key, words) for key, words in BY.items()),
        ),
        Field(
            "measure", Words("每层抽多少", "How much of each stratum"), "choice", filtered=True,
            choices=tuple(Choice(key, words) for key, words in MEASURES.items()),
        ),
        Field("amount", Words("百分数或个数", "Per cent, or number"), "number", limit=1000),
        Field("closed_from", Words("自何日起销号的", "Closed from this day on"), "date", False),
    ),
    given=(Field("drawn", Words("抽中", "Drawn"), "number", listed=True),),
    read=READ_LOOK_BACKS,
    keep=DRAW_LOOK_BACKS,
    acts=(),
    notes_itself=True,
    in_menu=False,
    store=_LookBacks(),
)  # fmt: skip
