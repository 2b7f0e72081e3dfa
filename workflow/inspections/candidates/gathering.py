"""The gathering of candidates: a job looks at the records and notes possible findings.

The job may be lost, doubled and late: each candidate is noted once for its subject and period.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workflow.calendar import QUARTER, Period
from workflow.declaration import (
    ATTESTED,
    BROKEN_NORM,
    BY_THE_UNIT,
    CHECKS,
    FAILING_LINE,
    IMPORT_DOUBT,
    MISSED_TARGET,
    pack,
)
from workflow.engine import loading
from workflow.engine.loading import read_now
from workflow.inspections.candidates.notes import Suspicion, suspect
from workflow.inspections.findings import Failure, failing, failure_of
from workflow.inspections.spread_results import found_though_attested
from workflow.inspections.three_lists import MOST_TITLE
from workflow.organisation.profiles import profiles
from workflow.organisation.regulations import REMINDERS, broken
from workflow.platform import Connection, connect, settings
from workflow.queries.figures.taking_in import standing
from workflow.queries.figures.targets import missed
from workflow.words import Words

_TOGETHER = 1000
_UNNOTED = """
    SELECT i.number, a.line, i.unit_id, i.process -> 'sheet' ->> 'round'
      FROM items i, jsonb_each(i.process -> 'answers') AS a (line, told)
     WHERE i.list_key = %(checks)s AND i.data ->> 'kind' = ANY (%(kinds)s)
       AND i.state IN ('submitted', 'confirmed', 'published') AND a.told ->> 'verdict' = 'fail'
       AND NOT EXISTS (SELECT FROM candidates c
                        WHERE c.check_number = i.number AND c.line = a.line)
       AND NOT EXISTS (SELECT FROM items p
                        WHERE p.list_key = 'problems' AND p.state <> 'withdrawn'
                          AND p.process -> 'finding' ->> 'check' = i.number
                          AND p.process -> 'finding' ->> 'line' = a.line)
     ORDER BY i.id LIMIT %(most)s"""
_LEFT_OUT = """
    SELECT * FROM (
      SELECT format(%(source)s, d.name, l.line ->> 'sheet', l.line ->> 'row') AS source,
             l.line ->> 'text' AS text,
             coalesce((SELECT min(u.id) FROM units u WHERE u.name = l.line -> 'units' ->> 0
                          AND coalesce(u.valid_to, 'infinity') >= %(today)s
                       HAVING count(*) = 1),
                      (SELECT min(a.unit_id) FROM appointments a
                        WHERE a.person_id = d.person_id AND a.valid_from <= %(today)s
                          AND coalesce(a.valid_to, 'infinity') >= %(today)s)) AS unit
        FROM import_drafts d JOIN import_lines l ON l.draft_id = d.id
       WHERE d.stage = 'written' AND l.line ->> 'action' = 'refused'
       ORDER BY d.id, l.place) AS left_out
     WHERE unit IS NOT NULL
       AND NOT EXISTS (SELECT FROM candidates c WHERE c.kind = %(kind)s AND c.period = ''
                          AND c.subject = source || ' ' || left(text, 40))
     LIMIT %(most)s"""
_ROW = "台账《%s》%s第%s行"  # file, sheet and row, put together in the database
_UNITS = "SELECT id FROM units WHERE coalesce(valid_to, 'infinity') >= %s ORDER BY id"
_ATTESTED = Words(
    "在{check}中承诺没有同类问题，后查出{problem}：{title}",
    "attested in {check} that there was no such thing; then {problem} was found: {title}",
)
_ATTESTED_IN = Words("举一反三 {check} 第{line}条", "spread {check}, line {line}")
_MISSED = Words(
    "{period}{indicator}未达到目标：目标{value}，实际{found}",
    "{indicator} missed the target for {period}: {value} asked for, {found} reached",
)
_TARGET = Words("依据：指标目标", "according to: the targets")
_SOURCE = Words("依据：{source}", "according to: {source}")


def gather(most: int = _TOGETHER) -> int:
    """Note new candidates, at most ``most`` from each source of rows; return their number."""
    with connect() as connection, connection.transaction():
        today = read_now(connection).astimezone(settings().zone).date()
        found = [
            *_failing_lines(connection, most), *_broken_norms(connection, today),
            *_attested(connection), *_doubtful_rows(connection, today, most),
            *_missed_targets(connection, today, most),
        ]  # fmt: skip
        return sum(1 for one in found if suspect(connection, one) is not None)


def _failing_lines(connection: Connection, most: int) -> Iterator[Suspicion]:
    """Yield the failing lines of handed-in self-checks not yet raised by the unit."""
    if FAILING_LINE not in pack().candidates or CHECKS not in pack().lists:
        return
    asked = {"checks": CHECKS, "kinds": [*BY_THE_UNIT], "most": most}
    rows = connection.execute(_UNNOTED, asked).fetchall()
    checks = loading.read(connection, sorted({row[0] for row in rows}))
    for number, line, unit, round_ in rows:
        check = checks[number].item
        if line in failing(check):
            yield _of_line(failure_of(connection, check, line), unit, round_)


def _of_line(found: Failure, unit: int, round_: str) -> Suspicion:
    told = found.suggested
    return Suspicion(
        kind=FAILING_LINE, subject=f"{unit} {found.sheet} {found.line.number}",
        period=f"round {round_}", unit_id=unit, title=found.title,
        found_on=date.fromisoformat(found.answer["on"]), source=told["source"],
        about=found.check.number, check_number=found.check.number, line=found.line.number,
        severity=told["severity"], aspect=told.get("aspect", ""),
        measures=told.get("measures", ""),
    )  # fmt: skip


def _broken_norms(connection: Connection, today: date) -> Iterator[Suspicion]:
    """Yield the regulations not kept by a unit, once in a quarter."""
    if BROKEN_NORM not in pack().candidates:
        return
    quarter = str(Period.of(today, QUARTER))
    units = [row[0] for row in connection.execute(_UNITS, [today])]
    for start in range(0, len(units), _TOGETHER):
        known = profiles(connection, units[start : start + _TOGETHER], today)
        for unit, profile in known.items():
            for norm in (one for one in broken(profile) if one.key not in REMINDERS):
                yield Suspicion(
                    kind=BROKEN_NORM, subject=f"{unit} {norm.key}", period=quarter,
                    unit_id=unit, title=norm.sentence(profile).zh, found_on=today,
                    source=_SOURCE.format(source=norm.source).zh,
                )  # fmt: skip


def _attested(connection: Connection) -> Iterator[Suspicion]:
    """Yield the problems found in units after an attestation of no such thing."""
    if ATTESTED not in pack().candidates:
        return
    for check, problem, unit, title, line, found_on in found_though_attested(connection):
        yield Suspicion(
            kind=ATTESTED, subject=f"{unit} {problem}", period=check, unit_id=unit,
            title=_ATTESTED.format(check=check, problem=problem, title=title).zh[:MOST_TITLE],
            found_on=found_on, about=problem,
            source=_ATTESTED_IN.format(check=check, line=line).zh,
        )  # fmt: skip


def _missed_targets(connection: Connection, today: date, most: int) -> Iterator[Suspicion]:
    """Yield the targets missed at the end of their period; none before figures are made."""
    if MISSED_TARGET not in pack().candidates or standing() is None:
        return
    for one in missed(connection, today, most):
        told = _MISSED.format(
            indicator=one.indicator.words, period=one.period.words, value=f"{one.value}",
            found=f"{one.figure.value:g}",
        )  # fmt: skip
        yield Suspicion(
            kind=MISSED_TARGET, subject=str(one.id), period=str(one.period), unit_id=one.unit_id,
            title=told.zh, found_on=today, source=_TARGET.zh,
        )  # fmt: skip


def _doubtful_rows(connection: Connection, today: date, most: int) -> Iterator[Suspicion]:
    """Yield the rows left out by an import, at the unit they name or else at the importer's.

    A name of several units names no unit.
    """
    if IMPORT_DOUBT not in pack().candidates:
        return
    asked = {"today": today, "most": most, "source": _ROW, "kind": IMPORT_DOUBT}
    for source, text, unit in connection.execute(_LEFT_OUT, asked).fetchall():
        yield Suspicion(
            kind=IMPORT_DOUBT, subject=f"{source} {text[:40]}", unit_id=unit, title=text or source,
            found_on=today, source=source,
        )  # fmt: skip
