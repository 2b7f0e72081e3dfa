"""The doctor looks whether the data folder is the one of the database."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from rectify.doctor.finding import Finding
from rectify.servers.command_database import has_database, running_environment
from workflow.platform import Settings
from workflow.words import Words

_HERE = Words("{count}个佐证文件都在", "All {count:file|files} of evidence are there")
_AWAY = Words(
    "{count}个佐证文件中有{away}个不在 {folder}",
    "{away} of {count:file|files} of evidence are not in {folder}",
)
_TODO = Words(
    "同一数据库的几台机器要共用一个数据目录（RECTIFY_DATA）；丢失的文件可从备份中找回。",
    "All machines on one database share one data folder (RECTIFY_DATA); what is lost may be in a "
    "backup.",
)


def evidence(given: Settings) -> Iterator[Finding]:
    """Count the files of evidence without a place in the data folder."""
    from workflow.evidence import path, storage
    from workflow.evidence.references import references
    from workflow.platform import connect

    if not has_database(given):
        return
    with running_environment():
        try:
            with connect() as connection:
                found = references(connection)
        except psycopg.ProgrammingError:  # the tables are not there yet, as another line says
            return
        away = sum(not path(reference.sha256).exists() for reference in found)
        folder = storage.folder()
    told = {"count": len(found), "away": away, "folder": folder}
    if away:
        yield Finding("evidence", "warn", _AWAY.format(**told), _TODO)
    else:
        yield Finding("evidence", "ok", _HERE.format(**told))
