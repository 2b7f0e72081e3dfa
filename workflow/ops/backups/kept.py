"""The daily backups: made at night, the newest kept, the last good backup known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from workflow.calendar.nights import last_time
from workflow.ops.backups.encryption import passphrase_for
from workflow.ops.backups.making import MadeBackup, make
from workflow.platform import connect, settings

NIGHT = time(2, 0)  # where the organisation works
_FORM = "rectify-%Y-%m-%dT%H%M%SZ.backup"
_NAME = re.compile(r"rectify-\d{4}-\d\d-\d\dT\d{6}Z\.backup")
_BEGAN = "SELECT min(at) FROM journal"
_LAST = """
    SELECT at, details->>'file', (details->>'size')::bigint FROM journal
     WHERE kind = 'backed_up' ORDER BY seq DESC NULLS FIRST LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Last:
    """The last good backup, as noted in the journal."""

    at: datetime
    file: str
    size: int  # bytes


def last() -> Last | None:
    """Return the last good backup, by hand or by the timetable."""
    with connect() as connection:
        row = connection.execute(_LAST).fetchone()
    return Last(*row) if row else None


def keep(now: datetime) -> tuple[int, str]:
    """Make tonight's backup unless present; return (made, problem) for the timetable."""
    kept = settings().backups_kept
    if not kept or settings().demo or not _is_due(now):
        return 0, ""
    folder = settings().backups_folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = make(folder / now.astimezone(UTC).strftime(_FORM), passphrase_for(None))
    for old in _there(folder)[:-kept]:
        old.unlink(missing_ok=True)
    return 1, _problem(made)


def _problem(made: MadeBackup) -> str:
    return "; ".join(fault.en for fault in made.faults)


def _is_due(now: datetime) -> bool:
    """Say whether a night has begun since the newest backup, or since the service began."""
    there = _there(settings().backups_folder)
    since = _made_at(there[-1]) if there else _began(now)
    return since < last_time(NIGHT, now, settings().zone)


def _began(now: datetime) -> datetime:
    with connect() as connection:
        row = connection.execute(_BEGAN).fetchone()
    return row[0] if row and row[0] else now


def _there(folder: Path) -> list[Path]:
    """Return the daily backups, the oldest first."""
    return sorted(path for path in folder.glob("rectify-*") if _NAME.fullmatch(path.name))


def _made_at(path: Path) -> datetime:
    return datetime.strptime(path.name, _FORM).replace(tzinfo=UTC)
