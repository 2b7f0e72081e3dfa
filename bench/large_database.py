"""A database of any size: an organisation, problems with tasks and notices, and their history.

A few items are raised and moved by our own commands; the others are their copies, made set by set,
with units, people, days, words and fields of their own. Nine tenths are closed; what is open is
mostly new, and some of it is old and late.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bench.peers.harness import now
from bench.server import query
from rectify.servers.database_roles import APP, OWNER, prepare
from rectify.servers.postgres import Postgres

CLERK, DIRECTOR, LEADER, INSPECTOR, AUDITOR, HEAD = 1, 2, 3, 4, 8, 11
OFFICE, GENERAL = 2, 3  # units; the branches stand behind the general branches
RARE, COMMON = "消防栓锈蚀", "组织生活会"
_TREE = """
    INSERT INTO units (id, kind, name, path, valid_from)
         VALUES (1, 'party_group', '市局', '/1/', '2020-01-01');
    INSERT INTO units (id, parent_id, kind, name, path, valid_from)
         VALUES (2, 1, 'office_committee', '机关党委', '/1/2/', '2020-01-01');
    INSERT INTO units (id, parent_id, kind, name, path, valid_from)
    SELECT n, 2, 'general_branch', '第' || n - 2 || '党总支', '/1/2/' || n || '/', '2020-01-01'
      FROM generate_series(3, 2 + {general}) AS n;
    INSERT INTO units (id, parent_id, kind, name, path, valid_from)
    SELECT n, 3 + n % {general}, 'branch', '第' || n || '党支部',
           '/1/2/' || 3 + n % {general} || '/' || n || '/', '2020-01-01'
      FROM generate_series(3 + {general}, {units}) AS n;
    INSERT INTO people (id, name)
    SELECT n, substr('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗', 1 + n % 20, 1) || '同志' || n
      FROM generate_series(1, {people}) AS n;
    INSERT INTO accounts (id, person_id, login, password_hash)
    SELECT n, n, 'p' || n, '' FROM generate_series(1, {people}) AS n;
    INSERT INTO appointments (person_id, unit_id, role, valid_from) VALUES
        (1, 2, 'party_work_clerk', '2020-01-01'), (2, 2, 'party_work_director', '2020-01-01'),
        (3, 1, 'leader_in_charge', '2020-01-01'), (4, 1, 'inspector', '2020-01-01'),
        (5, 2, 'verifier', '2020-01-01'), (6, 2, 'verifier', '2020-01-01'),
        (7, 2, 'office_party_secretary', '2020-01-01'), (8, 1, 'audit_admin', '2020-01-01'),
        (9, 1, 'party_group_secretary', '2020-01-01'), (10, 1, 'discipline_officer', '2020-01-01');
    INSERT INTO appointments (person_id, unit_id, role, valid_from)
    SELECT 11 + n, 3 + {general} + n % ({units} - {general} - 2),
           CASE WHEN n < {units} - {general} - 2 THEN 'branch_secretary' ELSE 'member' END,
           '2020-01-01' FROM generate_series(0, {people} - 11) AS n;
    SELECT setval(pg_get_serial_sequence('people', 'id'), {people});
    SELECT setval(pg_get_serial_sequence('accounts', 'id'), {people});
    SELECT setval(pg_get_serial_sequence('units', 'id'), {units});"""
# Item 1 was raised, 2 is assigned, 3 waits for the verifiers, 4 is a task of 2.
_PLAN = """
    CREATE UNLOGGED TABLE plan AS
    SELECT n, CASE WHEN n % 10 < 6 THEN 'problems' WHEN n % 10 < 9 THEN 'tasks'
                   ELSE 'supervisions' END AS list_key,
           n > {items} * 0.89 OR n % 997 = 0 AS is_open, n % 7 AS turn,
           3 + {general} + (n / 10) % ({units} - {general} - 2) AS unit,
           now() - interval '5 years' * (1 - n::float / {items}) AS at
      FROM generate_series(5, {items} + 4) AS n;"""
_ITEMS = """
    INSERT INTO items OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(i, jsonb_build_object(
               'id', n, 'number', prefix || year || '-' || lpad(n::text, 7, '0'),
               'list_key', p.list_key,
               'title', '第' || n || '次检查：' ||
                   CASE WHEN n % 4999 = 0 THEN '{rare}' WHEN n % 2 = 0 THEN '{common}记录不完整'
                        ELSE '谈心谈话覆盖面不够' END,
               'unit_id', u.id, 'scope', u.path,
               'severity', (ARRAY['minor', 'general', 'major', 'key'])[1 + n % 4],
               'parent_id', CASE WHEN p.list_key <> 'problems' THEN n / 10 * 10 + 5 END,
               'holder_id', CASE WHEN i.holder_id IS NOT NULL
                                 THEN 11 + u.id - 3 - {general} END,
               'data', i.data || jsonb_build_object(
                   'aspect', 'A' || 1 + n % 9, 'source', (ARRAY['巡察', '年度考核', '群众反映'])
                   [1 + n % 3], 'found_on', (p.at - interval '3 days')::date::text),
               'process', CASE WHEN n % 2003 = 0 AND NOT is_open
                   THEN jsonb_build_object('relapse_of', 'P2026-0000001') ELSE i.process END,
               'round', CASE WHEN n % 1009 = 0 THEN 2 ELSE 1 END,
               'source_key', NULL, 'rung_at', NULL, 'created_at', p.at,
               'updated_at', p.at + interval '20 days', 'state_since', p.at + interval '20 days')
             || CASE WHEN is_open
                     THEN jsonb_build_object('due_at', i.due_at + (n % 120 - 20) * interval '1 day')
                     ELSE jsonb_build_object('due_at', NULL, 'awaits', '', 'state', 'closed') END
           )).*
      FROM plan p JOIN units u ON u.id = p.unit
      JOIN LATERAL (SELECT CASE p.list_key WHEN 'problems' THEN 'P' WHEN 'tasks' THEN 'T'
                                ELSE 'S' END AS prefix, extract(year FROM p.at) AS year) AS named
           ON true
      JOIN items i ON i.id = CASE WHEN p.list_key <> 'problems' THEN 4 WHEN NOT is_open THEN 3
                                  WHEN turn < 5 THEN 2 WHEN turn = 5 THEN 1 ELSE 3 END
     WHERE p.list_key <> 'supervisions' OR NOT is_open;"""
_EVENTS = """
    INSERT INTO events
    SELECT (jsonb_populate_record(e, jsonb_build_object(
               'item_id', i.id, 'list_key', i.list_key,
               'at', i.created_at + e.seq * interval '5 days',
               'actor_id', CASE WHEN e.seq = 1 THEN 4 ELSE e.actor_id END))).*
      FROM items i JOIN plan p ON p.n = i.id
      JOIN events e ON e.item_id = CASE WHEN i.list_key <> 'problems' THEN 4
               WHEN i.state = 'raised' THEN 1 WHEN i.state = 'assigned' AND turn < 5 THEN 2
               ELSE 3 END
     ORDER BY i.id, e.seq;"""
# What figures read: how each item went its way, as if its events had said so.
_SPANS = """
    INSERT INTO item_spans (item_id, seq, version, list_key, trigger, from_at, until_at, left_state,
           title, state, state_since, awaits, severity, unit_id, scope, holder_id, due_at, round,
           evidence, data, process)
    SELECT i.id, s.seq, CASE WHEN is_last THEN i.version ELSE s.seq END, i.list_key, s.trigger,
           i.created_at + s.days * interval '1 day',
           CASE WHEN is_last THEN 'infinity'
                ELSE i.created_at + s.until * interval '1 day' END, NOT is_last,
           i.title, s.state, i.created_at + s.days * interval '1 day', s.awaits, i.severity,
           i.unit_id, i.scope, i.holder_id,
           coalesce(i.due_at, i.created_at + s.days * interval '1 day' + interval '30 days'),
           i.round, jsonb_array_length(i.evidence), i.data, i.process
      FROM items i
      JOIN (VALUES (1, 'raise', 0, 5, 'raised', 'party_work_clerk'),
                   (2, 'assign', 5, 15, 'assigned', 'holder'),
                   (3, 'submit', 15, 18, 'rectified', 'verifier'),
                   (4, 'verify', 18, 20, 'verified', 'office_party_secretary'),
                   (5, 'close', 20, NULL, 'closed', ''))
           AS s (seq, trigger, days, until, state, awaits)
        ON i.awaits = '' OR s.seq <= CASE i.state WHEN 'raised' THEN 1 ELSE 2 END
      JOIN LATERAL (SELECT s.seq = CASE WHEN i.awaits = '' THEN 5
                                        WHEN i.state = 'raised' THEN 1 ELSE 2 END) AS e (is_last)
        ON true;
    INSERT INTO instance SELECT 'figures', jsonb_build_object(
        'at', now(), 'whole', now(), 'shape', '{shape}')::text;"""
_NOTICES = """
    INSERT INTO inbox (person_id, item_id, seq, at, read_at)
    SELECT DISTINCT person, i.id, 1, i.created_at, CASE WHEN i.awaits = '' THEN i.created_at END
      FROM items i, unnest(ARRAY[coalesce(i.holder_id, 1), 4 + (i.id % 3)::int,
               CASE WHEN i.id % 3 = 0 THEN 1 ELSE 12 + (i.id % 5000)::int % ({people} - 12) END,
               11 + (i.id % 7919)::int % ({people} - 11)]) AS person
     WHERE i.id > 4;"""
_TEXTS = """
    DROP INDEX ix_search_texts_pairs; TRUNCATE search_backlog; TRUNCATE search_texts;
    INSERT INTO search_texts SELECT id, search_text_of(id) FROM items;
    CREATE INDEX ix_search_texts_pairs ON search_texts USING gin (search_pairs(written));"""
_ENDED = """
    DROP TABLE plan; ALTER TABLE items ENABLE TRIGGER USER; ALTER TABLE events ENABLE TRIGGER USER;
    SELECT setval(pg_get_serial_sequence('items', 'id'), {items} + 4);
    INSERT INTO counters SELECT l, y, {items} + 4
      FROM unnest(ARRAY['problems', 'tasks', 'supervisions']) AS l, generate_series(2020, 2030) AS y
        ON CONFLICT (list_key, year) DO UPDATE SET value = EXCLUDED.value;"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    items: int
    units: int = 9_000
    people: int = 30_000

    @property
    def general(self) -> int:
        """The number of general branches, each above its branches."""
        return max(2, self.units // 100)


def build(server: Postgres, name: str, size: Size) -> None:
    """Make a database of a size."""
    from workflow.ops import schema
    from workflow.platform import db
    from workflow.queries import colours_kept

    prepare(server, name)
    schema.upgrade(server.url(OWNER, name))
    os.environ["DATABASE_URL"] = server.url(APP, name)
    db.close()
    fill(lambda statement: query(server, name, statement), size)
    colours_kept.take_in()
    db.close()
    query(server, name, "VACUUM ANALYZE")


def fill(run: Callable[[str], object], size: Size) -> None:
    """Fill the migrated database of the settings; ``run`` executes statements as its owner."""
    from workflow.queries.figures.folding import shape

    values = {
        "shape": shape(),
        "items": size.items, "units": size.units, "people": size.people, "general": size.general,
        "rare": RARE, "common": COMMON,
    }  # fmt: skip
    run(_TREE.format(**values))
    _raise_few(size)
    run("ALTER TABLE items DISABLE TRIGGER USER; ALTER TABLE events DISABLE TRIGGER USER")
    # Items and events refer to each other: both come in one transaction.
    for statement in (_PLAN, _ITEMS + _EVENTS, _SPANS, _NOTICES, _TEXTS, _ENDED):
        run(statement.format(**values))


def _raise_few(size: Size) -> None:
    """Raise the items that the others are copies of."""
    from workflow.declaration import Actor, Post
    from workflow.engine import commands

    branch = 3 + size.general
    inspector = Actor(INSPECTOR, "李同志4", (Post("inspector", 1, "/1/"),))
    clerk = Actor(CLERK, "李同志1", (Post("party_work_clerk", OFFICE, "/1/2/"),))
    fields = {"title": "x", "unit": str(branch), "severity": "minor"}
    numbers = [commands.raise_item("problems", inspector, fields=fields).number for _ in range(3)]
    due = (now().date() + timedelta(days=30)).isoformat()
    given = {"holder": str(HEAD), "due_on": due}
    for number in numbers[1:]:
        commands.fire(number, "assign", clerk, fields=given)
    commands.raise_item("tasks", clerk, fields=fields, parent=numbers[1])
