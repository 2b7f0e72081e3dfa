"""The last occurrence of a time of day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def last_time(at: time, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the newest instant with the time of day ``at`` in the zone, not after ``now``."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), at, zone)
    return today if today <= local else datetime.combine(local.date() - timedelta(1), at, zone)
