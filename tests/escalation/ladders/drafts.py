"""A ladder as the form sends it, and drafts that are kept and published."""

from __future__ import annotations

from typing import Any

from tests.cast import actor
from workflow.escalation.ladders import commands
from workflow.escalation.ladders.rung_form import RungFormRow, rungs_of

CLOCK = ("problems", "assigned", "")
REASON = "the leading group decided so on Monday"
SECURITY = "security-admin"


def rows(*wanted: tuple[int, int]) -> list[RungFormRow]:
    """Return one filled-in row for each (level, days)."""
    return [
        RungFormRow("", str(days), str(level), f"第{n}级", f"rung {n}", "", ("holder",))
        for n, (level, days) in enumerate(wanted, 1)
    ]


def keep(valid_from: str, wanted: list[RungFormRow], clock: tuple[str, str, str] = CLOCK) -> int:
    """Keep a draft; return its id."""
    given: dict[str, Any] = {"valid_from": valid_from, "reason": REASON}
    return commands.save(actor(SECURITY), clock, given, rungs_of(clock[0], wanted))


def put_in_force(
    valid_from: str, wanted: list[RungFormRow], clock: tuple[str, str, str] = CLOCK
) -> commands.EditionRow:
    """Publish an edition."""
    return commands.publish(actor(SECURITY), keep(valid_from, wanted, clock))


def form(valid_from: str, wanted: list[RungFormRow]) -> dict[str, Any]:
    """Return the same as a browser sends it."""
    sent: dict[str, Any] = {"valid_from": valid_from, "reason": REASON}
    for n, row in enumerate(wanted):
        texts = {"key": row.key, "offset": row.offset, "level": row.level, "zh": row.zh}
        sent |= {f"{name}_{n}": text for name, text in texts.items()}
        sent |= {f"en_{n}": row.en, f"colour_{n}": row.colour, f"tells_{n}": list(row.tells)}
        sent |= {f"signer_{n}": row.signer}
    return sent
