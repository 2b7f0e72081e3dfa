"""The settings of the environment: a start with changed settings is noted in the journal.

The values are compared with the values of the start before. Of a secret, only its presence is kept.
"""

from __future__ import annotations

import json

from workflow.journal.writing import note
from workflow.platform import Settings, connect, settings

SECRET = frozenset(
    {
        "database_url",
        "owner_database_url",
        "redis_url",
        "smtp_url",
        "secret_key",
        "oidc_client_secret",
    }
)
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('settings'))"
_READ = "SELECT value FROM instance WHERE key = 'settings'"
_KEEP = """
    INSERT INTO instance VALUES ('settings', %s)
        ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"""


def note_settings() -> list[str]:
    """Note every setting changed since the last start; return the names of the settings."""
    now = told(settings())
    with connect() as connection, connection.transaction():
        connection.execute(_LOCK)
        row = connection.execute(_READ).fetchone()
        was: dict[str, str] = json.loads(row[0]) if row else {}
        changed = sorted(name for name in now if row and was.get(name) != now[name])
        for name in changed:
            subject = ("setting", name)
            note(connection, "setting", subject=subject, was=was.get(name), now=now[name])
        if was != now:
            connection.execute(_KEEP, [json.dumps(now)])
    return changed


def told(given: Settings) -> dict[str, str]:
    """Return each setting by name, fit for the journal: a secret only as "set" or ""."""
    values = {name: str(getattr(given, name)) for name in type(given).model_fields}
    return {
        name: ("set" if value else "") if name in SECRET else value
        for name, value in values.items()
    }
