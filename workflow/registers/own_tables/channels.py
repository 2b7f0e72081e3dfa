"""Channels as a register: list, filters, history and switching off; forms have their own pages.

A channel holds keys that never come out again, and each kind has other fields, so channels are
added and changed on their own pages; those acts stand in the same history.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from workflow.declaration import (
    ANYWHERE,
    RUN_CHANNELS,
    Actor,
    Choice,
    Field,
    Register,
    RegisterChange,
    RegisterEntry,
    Store,
)
from workflow.delivery.channels import commands
from workflow.delivery.channels.forms import LANGUAGES
from workflow.delivery.channels.kinds import KINDS, TOPICS
from workflow.platform import settings
from workflow.words import Words

_ROWS = """
    SELECT c.id::text AS id, c.unit_id, u.path, u.name AS unit_zh, u.name_en AS unit_en, c.made_at,
           '' AS made_by, (c.made_at AT TIME ZONE %(zone)s)::date AS valid_from,
           CASE WHEN NOT c.active THEN (coalesce(
               (SELECT max(h.at) FROM register_changes h
                 WHERE h.register = 'channels' AND h.entry = c.id::text
                   AND h.act = 'end'), c.made_at) AT TIME ZONE %(zone)s)::date - 1
           END AS valid_to,
           1 + (SELECT count(*) FROM register_changes h
                 WHERE h.register = 'channels' AND h.entry = c.id::text
                   AND h.act <> 'add')::int AS version,
           jsonb_strip_nulls(jsonb_build_object(
               'name', c.name, 'kind', c.kind, 'topics', c.topics, 'language', c.language,
               'titles', CASE WHEN c.titles THEN true END, 'base_url', c.base_url)) AS data
      FROM channels c JOIN units u ON u.id = c.unit_id
     WHERE EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS p (path)
                    WHERE starts_with(u.path, p.path))"""


class _Channels(Store):
    """The table of channels, referred to by the outbox."""

    def rows(self, _: Register, actor: Actor | None, /) -> tuple[str, dict[str, Any]]:
        """Select the channels of the units administered by the actor."""
        paths = RUN_CHANNELS.paths(actor) if actor else [ANYWHERE]
        return _ROWS, {"paths": paths, "zone": settings().timezone}

    def end(
        self, made: RegisterChange, _: Register, entry: RegisterEntry, _last: date, _why: str, /
    ) -> None:
        """Switch a channel off, and give up its waiting posts."""
        commands.switch_off(made.connection, made.actor, int(entry.id))


REGISTER = Register(
    key="channels",
    words=Words("消息渠道", "Channels"),
    one=Words("消息渠道", "channel"),
    fields=(
        Field("name", Words("名称", "Name"), limit=80),
        Field(
            "kind", Words("种类", "Kind"), "choice", listed=True, filtered=True,
            choices=tuple(Choice(key, kind.words) for key, kind in KINDS.items()),
        ),
        Field(
            "topics", Words("告知内容", "Told of"), "many", listed=True, filtered=True,
            choices=tuple(Choice(key, words) for key, words in TOPICS.items()),
        ),
        Field("language", Words("语言", "Language"), "choice", choices=LANGUAGES, filtered=True),
        Field("titles", Words("附上事项标题", "Include titles"), "yes", required=False),
        Field("base_url", Words("地址", "Address"), limit=500),
    ),
    read=RUN_CHANNELS,
    keep=RUN_CHANNELS,
    acts=("end",),
    ends_at_once=True,
    notes_itself=True,
    in_menu=False,
    store=_Channels(),
)  # fmt: skip
