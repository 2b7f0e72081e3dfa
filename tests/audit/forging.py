"""A change of a value of each type, as a forger would make it."""

FORGED = {
    "bigint": "coalesce({}, 0) + 1000", "integer": "coalesce({}, 0) + 1000",
    "character varying": "coalesce({}, '') || 'x'", "text": "coalesce({}, '') || 'x'",
    "timestamp with time zone": "coalesce({}, now()) + interval '1 second'",
    "jsonb": "jsonb_build_object('forged', {})", "date": "coalesce({}, '2026-01-01') + 1",
    "boolean": "NOT coalesce({}, false)", "bytea": "coalesce({}, '') || '\\x00'",
    "uuid": "gen_random_uuid()", "ARRAY": "array_append({}, NULL)",
}  # fmt: skip
