"""The saved views of lists and figures as a register, so that other registers can refer to them.

A view is saved and removed on the page of its list, or on that of the figures.
"""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from workflow.accounts.list_views.reading import units_to_share_with
from workflow.declaration import FIGURES, READ_REPORTS, Actor, Field, Register, Store, pack
from workflow.platform import settings
from workflow.queries.figures.boards import TITLE
from workflow.words import Words

_ROWS = """
    SELECT v.id::text AS id, NULL::int AS unit_id, '/' AS path, NULL::text AS unit_zh,
           NULL::text AS unit_en, (v.made_at AT TIME ZONE %(zone)s)::date AS valid_from,
           NULL::date AS valid_to, 1 AS version, v.made_at, o.name AS made_by,
           jsonb_build_object(
               'name', (%(lists)s::jsonb -> v.list_key ->> 0) || '：' || v.name,
               'name_en', (%(lists)s::jsonb -> v.list_key ->> 1) || ': ' || v.name) AS data
      FROM list_views v JOIN people o ON o.id = v.owner_id
     WHERE %(lists)s::jsonb ? v.list_key
       AND (%(everybody)s OR v.owner_id = %(person)s OR v.unit_id = ANY (%(units)s))"""


class _Views(Store):
    """The table of saved views, as far as open to a person."""

    def rows(self, _: Register, actor: Actor | None, /) -> tuple[str, dict[str, Any]]:
        """Select the views of the actor, and those shared with a unit of the actor."""
        lists = {key: [*one.words] for key, one in pack().lists.items()} | {FIGURES: [*TITLE]}
        return _ROWS, {
            "lists": Jsonb(lists), "zone": settings().timezone, "everybody": actor is None,
            "person": actor.person_id if actor else None,
            "units": units_to_share_with(actor) if actor else [],
        }  # fmt: skip


REGISTER = Register(
    key="list_views",
    words=Words("清单视图", "Saved views"),
    one=Words("清单视图", "saved view"),
    note=Words(
        "在清单和统计页面上保存的视图：本人的，和与本人单位共享的。",
        "The views saved on lists and on the figures: one's own, and those shared with one's unit.",
    ),
    fields=(
        Field("name", Words("名称", "Name"), limit=200),
        Field("name_en", Words("英文名称", "Name in English"), required=False, limit=200),
    ),
    read=READ_REPORTS,
    keep=READ_REPORTS,
    acts=(),
    of_units=False,
    in_menu=False,
    english="name_en",
    store=_Views(),
)
