"""Open items without a person able to act, asked of the tables and not of the declarations.

Somebody can act who holds the awaited post today at the item, has not left, and has an open
account. ``UNATTENDED`` and ``HOLDER_GONE`` select from items ``i`` with ``ABLE`` before them; their
parameters are the states from which an item can be handed over, for elsewhere a person is awaited
wherever their post is.
"""

from __future__ import annotations

from workflow.declaration import pack
from workflow.declaration.attendance import HAND_OVER
from workflow.engine.loading import CLOCK
from workflow.platform import settings

ABLE = f"""
    able AS MATERIALIZED (
        SELECT t.person_id, t.role, u.path
          FROM appointments t JOIN units u ON u.id = t.unit_id JOIN people p ON p.id = t.person_id,
               (SELECT (({CLOCK}) AT TIME ZONE %(zone)s)::date AS today) AS clock
         WHERE t.valid_from <= today AND coalesce(t.valid_to, 'infinity') >= today
           AND coalesce(p.left_on, 'infinity') > today
           AND EXISTS (SELECT FROM accounts a WHERE a.person_id = p.id AND a.active)),
    handed AS MATERIALIZED (
        SELECT * FROM unnest(%(lists)s::text[], %(states)s::text[]) AS handed (list_key, state))"""  # noqa: S608 -- fixed texts only
UNATTENDED = """
    i.awaits <> '' AND CASE
        WHEN i.awaits = 'holder' THEN NOT EXISTS (
            SELECT FROM able
             WHERE able.person_id IN (i.holder_id, (SELECT holder_id FROM items p
                                                     WHERE p.id = i.parent_id))
               AND (starts_with(i.scope, able.path)
                    OR (i.list_key, i.state) NOT IN (SELECT * FROM handed)))
        WHEN i.awaits = ANY (%(duties)s) THEN NOT EXISTS (
            SELECT FROM able
             WHERE able.person_id IN (
                   SELECT value::int FROM jsonb_array_elements_text(i.duties -> i.awaits)))
        ELSE NOT EXISTS (
            SELECT FROM able
             WHERE able.role = i.awaits AND starts_with(i.scope, able.path)) END"""
# Of an item ``i`` that can be handed over: whoever it is assigned to has no power to act on it.
HOLDER_GONE = """(i.holder_id IS NOT NULL AND (i.list_key, i.state) IN (SELECT * FROM handed)
       AND NOT EXISTS (SELECT FROM able WHERE able.person_id = i.holder_id
                          AND starts_with(i.scope, able.path)))"""


def parameters() -> dict[str, object]:
    """Return the parameters of all: the place's time, the duties, the states of a hand-over."""
    pairs = [
        (key, state)
        for key, list_type in pack().lists.items()
        for t in list_type.transitions
        if t.trigger == HAND_OVER
        for state in t.source
    ]
    return {
        "lists": [key for key, _ in pairs], "states": [state for _, state in pairs],
        "duties": [*pack().duties], "zone": settings().timezone,
    }  # fmt: skip
