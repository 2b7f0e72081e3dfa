"""The invariants: each with its sentence, and a query for the violations.

Each query gives a text for each violation: the number of an item, the name of a person. Violations
made impossible by a key or a constraint of the database are not searched for again (a rung climbed
twice, two decisions on one version, an inbox row twice).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from string import Template

from workflow.audit.invariants.administration import ALONE, TWO_ADMINISTRATORS, UNAPPROVED
from workflow.audit.invariants.declared_sql import DeclaredSql
from workflow.audit.invariants.plans import misplanned
from workflow.audit.invariants.waiting import unattended
from workflow.declaration import ESCALATE
from workflow.engine.loading import CLOCK
from workflow.platform import Connection
from workflow.words import Words

GRACE = "interval '5 minutes'"  # the sweep comes every half minute


@dataclass(frozen=True, slots=True)
class Invariant:
    """An invariant as a sentence, with the query or the function for the violations.

    A query names what it needs of the declarations as ``$moves``, ``$lists`` and the like.
    """

    key: str
    words: Words
    broken: str | Callable[[Connection], list[str]]

    def found(self, connection: Connection) -> list[str]:
        """Return the violations, each as a text."""
        if callable(self.broken):
            return self.broken(connection)
        query = Template(self.broken).substitute(DeclaredSql())
        return [row[0] for row in connection.execute(query.encode())]


_MISSED = f"""
    SELECT i.number FROM items i WHERE i.rung_at < {CLOCK} - {GRACE}
       AND NOT EXISTS (SELECT FROM postponed p WHERE p.item_id = i.id AND p.until > now())"""  # noqa: S608 -- constants
_EARLY = """
    SELECT i.number || ' ' || x.rung FROM escalations x JOIN items i ON i.id = x.item_id
     WHERE x.at < x.planned_at"""
_UNRECORDED = f"""
    SELECT i.number || ' ' || x.rung FROM escalations x JOIN items i ON i.id = x.item_id
      LEFT JOIN events e ON e.item_id = x.item_id AND e.seq = x.seq
     WHERE e.trigger IS DISTINCT FROM '{ESCALATE}'"""  # noqa: S608 -- constants
# A rung that was set notes what it opens; of the others the declaration says it. Whoever set it, a
# document's rung goes by the declared key, so that of millions of reminders none is looked at. The
# document is raised in the same decision, at the same instant; or else the next event of the item
# tells which one it has joined.
_UNDOCUMENTED = """
    WITH declared (list_key, state, rung, opens) AS (VALUES $documents), climbed AS (
        SELECT i.id, i.number || ' ' || x.rung AS named, x.at, x.seq,
               CASE WHEN e.changes -> 'note' ? 'opens' THEN e.changes #>> '{note,opens,0}'
                    ELSE d.opens END AS opens
          FROM escalations x JOIN items i ON i.id = x.item_id
          JOIN events e ON e.item_id = x.item_id AND e.seq = x.seq
          LEFT JOIN declared d ON (d.list_key, d.state, d.rung) = (i.list_key, e.source, x.rung)
         WHERE x.rung IN ($document_rungs))
    SELECT named FROM climbed
     WHERE opens IS NOT NULL
       AND NOT EXISTS (SELECT FROM items c WHERE c.parent_id = climbed.id
                          AND c.created_at = climbed.at AND c.list_key = climbed.opens)
       AND NOT EXISTS (SELECT FROM events j JOIN items d ON d.number = j.changes #>> '{note,child}'
                        WHERE j.item_id = climbed.id AND j.seq = climbed.seq + 1
                          AND j.changes #>> '{note,trigger}' = 'join'
                          AND d.list_key = climbed.opens)"""
_STUCK = """
    SELECT o.id::text FROM outbox o WHERE o.delivered_at IS NULL AND o.failed_at IS NULL
       AND o.available_at < now() - interval '15 minutes'"""
_STATE = """
    SELECT i.number FROM items i LEFT JOIN events e ON e.item_id = i.id AND e.seq = i.version
     WHERE e.dest IS DISTINCT FROM i.state OR e.hash IS DISTINCT FROM i.head"""
_GAP = """
    SELECT i.number FROM items i JOIN (
        SELECT item_id, count(*) AS told, max(seq) AS newest FROM events GROUP BY item_id) e
        ON e.item_id = i.id
     WHERE e.told <> e.newest OR e.newest <> i.version"""
_WAITING = """
    SELECT i.number FROM items i JOIN (VALUES $open_states) s (list_key, state)
     USING (list_key, state) WHERE i.awaits = ''"""
_JUDGED = """
    WITH moves (list_key, trigger, source, duty) AS (VALUES $moves)
    SELECT DISTINCT i.number || ' ' || judged.actor_name
      FROM legal_moves l
      JOIN events judged USING (list_key, trigger, source)
      JOIN events before ON before.item_id = judged.item_id AND before.seq < judged.seq
       AND before.actor_id IN (judged.actor_id, judged.behind_id)
      JOIN moves m ON (m.list_key, m.trigger, m.source)
                    = (before.list_key, before.trigger, before.source)
      JOIN items i ON i.id = judged.item_id
     WHERE m.duty = ANY (l.forbidden)"""
_UNVERIFIED = """
    SELECT i.number FROM items i
     WHERE i.list_key IN ('problems', 'tasks', 'responsibilities') AND i.state = 'closed'
       AND NOT EXISTS (SELECT FROM events e
                        WHERE e.item_id = i.id AND e.trigger IN ('verify', 'take_over')
                          AND e.seq > coalesce((SELECT max(r.seq) FROM events r
                                                 WHERE r.item_id = i.id AND r.trigger = 'reopen'),
                                               0))"""
_UNFOUNDED = """
    SELECT DISTINCT i.number FROM items i JOIN events e ON e.item_id = i.id
     WHERE i.list_key IN ('accountabilities', 'appeals') AND e.trigger = 'decide'
       AND NOT e.changes ? 'evidence'"""
_LEFT_OPEN = """
    SELECT p.number || ' ' || c.number FROM items p JOIN items c ON c.parent_id = p.id
     WHERE p.state = 'closed' AND p.list_key = 'problems'
       AND c.list_key IN ('tasks', 'responsibilities') AND c.awaits <> ''"""
_NUMBERS = """
    SELECT c.list_key || ' ' || c.year FROM counters c LEFT JOIN (
        SELECT list_key, substring(number FROM '[0-9]+')::int AS year, count(*) AS given
          FROM items GROUP BY 1, 2) i USING (list_key, year)
     WHERE c.list_key IN ($lists) AND c.value IS DISTINCT FROM i.given"""
_UNSEALED = f"""
    SELECT i.number FROM items i
     WHERE NOT EXISTS (SELECT FROM seal_leaves s WHERE s.item_id = i.id AND s.seq = i.version)
       AND i.updated_at < {CLOCK} - interval '1 hour'"""  # noqa: S608 -- constants
_LONG = """
    SELECT coalesce(application_name, '') || ' ' || pid FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND xact_start < now() - interval '5 minutes'
       AND datname = current_database()"""

# Both by the clock of a demonstration and by that of the machine: one moved ahead is no fault. The
# index over time is read, and only what is new.
_AHEAD = f"""
    SELECT i.number || ' ' || e.at::timestamptz(0) FROM events e JOIN items i ON i.id = e.item_id
     WHERE e.at > greatest(now(), {CLOCK}) + {GRACE}
     UNION ALL
    SELECT j.kind || ' ' || j.at::timestamptz(0) FROM journal j
     WHERE j.at > greatest(now(), {CLOCK}) + {GRACE}"""  # noqa: S608 -- constants
INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "missed",
        Words("到期的升级都已发生", "Every rung that is due has been climbed"),
        _MISSED,
    ),
    Invariant(
        "planned",
        Words("下次升级的时间与预警规则一致", "The next rung is planned for when the ladder says"),
        misplanned,
    ),
    Invariant(
        "early",
        Words("没有一次升级早于规定时间", "No rung was climbed before its time"),
        _EARLY,
    ),
    Invariant(
        "unrecorded",
        Words("每次升级都有对应的事件", "Every rung that was climbed has its event"),
        _UNRECORDED,
    ),
    Invariant(
        "undocumented",
        Words("每次应产生文书的升级都有文书", "Every rung with a document has opened it"),
        _UNDOCUMENTED,
    ),
    Invariant(
        "stuck",
        Words("没有滞留的邮件", "No mail that is due lies about"),
        _STUCK,
    ),
    Invariant(
        "state",
        Words("事项状态与最新事件一致", "Every item is in the state that its newest event says"),
        _STATE,
    ),
    Invariant(
        "gap",
        Words("事件序号连续", "No event of any item is missing"),
        _GAP,
    ),
    Invariant(
        "waiting",
        Words("未办结的事项都有人在办", "Every open item waits for somebody"),
        _WAITING,
    ),
    Invariant(
        "attended",
        Words(
            "未办结的事项都等待一名在任、可以登录的人",
            "Every open item waits for somebody in post who can sign in",
        ),
        unattended,
    ),
    Invariant(
        "judged",
        Words("没有人审核自己办理的事项", "Nobody has judged their own work"),
        _JUDGED,
    ),
    Invariant(
        "unverified",
        Words("销号的事项都经过核查", "Nothing was closed that was not verified"),
        _UNVERIFIED,
    ),
    Invariant(
        "unfounded",
        Words(
            "问责和申诉的决定都附有决定文件", "Every decision on accountability has its document"
        ),
        _UNFOUNDED,
    ),
    Invariant(
        "left_open",
        Words("销号的问题没有未办结的任务", "No closed problem has an open task or responsibility"),
        _LEFT_OPEN,
    ),
    Invariant(
        "numbers",
        Words("编号没有缺失", "No number is missing"),
        _NUMBERS,
    ),
    Invariant(
        "unsealed",
        Words("事件已按时封存", "Events are sealed in time"),
        _UNSEALED,
    ),
    Invariant(
        "administrators",
        Words("没有人兼任两种管理员", "Nobody is two of the three administrators"),
        TWO_ADMINISTRATORS,
    ),
    Invariant(
        "approved",
        Words(
            "每个在用账号、每项任职、每次更换邮箱都经双人复核",
            "Every open account, post and changed address was agreed to by a second administrator",
        ),
        UNAPPROVED,
    ),
    Invariant(
        "apart",
        Words(
            "没有人复核自己或同类管理员提出的申请",
            "Nobody agreed to a request of their own, or of their own kind",
        ),
        ALONE,
    ),
    Invariant(
        "clock",
        Words(
            "没有比现在更晚的记录（时钟没有被拨回）",
            "Nothing is recorded later than now: the clock was not set back",
        ),
        _AHEAD,
    ),
    Invariant(
        "transactions",
        Words("没有长时间未结束的事务", "No transaction has been open for minutes"),
        _LONG,
    ),
)
