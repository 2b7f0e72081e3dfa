"""The order of day and month in dates: settled by a whole column, otherwise asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from workflow.imports.ledger.written_dates import (
    NUMERIC,
    Order,
    numeric_day,
    readings_of,
    without_time,
)

ORDERS: tuple[Order, Order] = ("dmy", "mdy")


def order_of(texts: Iterable[str]) -> Order | None:
    """Return the order of the dates of a column, or ``None`` where no date settles the order.

    A day over twelve settles the order: 3/24/2026 can only be month first, 24/3/2026 only day
    first. Where a column has both orders, nothing is settled.
    """
    settled: set[Order] = set()
    for text in texts:
        if match := NUMERIC.search(without_time(text)):
            orders = set(readings_of(match)) & set(ORDERS)
            if len(orders) == 1:
                settled.add("dmy" if "dmy" in orders else "mdy")
    return settled.pop() if len(settled) == 1 else None


def order_by_sense(rows: Iterable[Mapping[str, str]], today: date) -> Order | None:
    """Return the single order in which the days of the rows make sense, or ``None``.

    No problem is found after today, and none is due or finished before the finding.
    """
    bad = dict.fromkeys(ORDERS, 0)
    for texts in rows:
        for order in ORDERS:
            bad[order] += _is_nonsense(texts, order, today)
    good = [order for order in ORDERS if not bad[order]]
    return good[0] if len(good) == 1 else None


def _is_nonsense(texts: Mapping[str, str], order: Order, today: date) -> bool:
    found, due, done = (
        _day(texts.get(f, ""), order, today) for f in ("found_on", "due", "completed_on")
    )
    if any(day and day > today for day in (found, done)):
        return True
    return bool(found) and any(day and found and day < found for day in (due, done))


def _day(text: str, order: Order, today: date) -> date | None:
    match = NUMERIC.search(without_time(text))
    return numeric_day(match, order, today) if match else None


def is_open(text: str) -> bool:
    """Say whether a date of numbers may be read as two different days."""
    match = NUMERIC.search(without_time(text))
    return match is not None and len(set(readings_of(match).values())) > 1
