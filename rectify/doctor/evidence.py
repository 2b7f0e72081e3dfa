"""The doctor looks whether the files of evidence are there, and whether a scanner sees them."""

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


_NO_SCANNER = Words(
    "没有设置病毒扫描程序；上传的文件不检查", "No virus scanner is set; files are not scanned"
)
_SCANNER = Words("病毒扫描程序在工作（{where}）", "The virus scanner answers ({where})")
_SCANNER_AWAY = Words(
    "病毒扫描程序没有回应（{where}）：{why}", "The virus scanner does not answer ({where}): {why}"
)
_HELD = Words(
    "{count}个文件等待病毒检查，暂不提供",
    "{count:file waits|files wait} for the virus scanner and cannot be had before",
)
_SCANNER_TODO = Words(
    "请启动 clamd，或改正 RECTIFY_VIRUS_SCANNER；此间上传的文件会保留，检查之后才提供。",
    "Start clamd, or mend RECTIFY_VIRUS_SCANNER; what is handed in meanwhile is kept, and handed "
    "out once it was scanned.",
)
_HELD_TODO = Words(
    "有人再次打开这些文件时会自动检查；这需要 clamd 在工作。",
    "Each is scanned when somebody opens it next; clamd has to work for that.",
)


def scanner(given: Settings) -> Iterator[Finding]:
    """Ask the virus scanner whether it is there; count the held files."""
    from workflow.evidence import storage, virus_scanner

    where = given.virus_scanner
    if where:
        try:
            virus_scanner.ping()
            yield Finding("scanner", "ok", _SCANNER.format(where=where))
        except virus_scanner.ScannerAway as away:
            told = _SCANNER_AWAY.format(where=where, why=str(away))
            yield Finding("scanner", "warn", told, _SCANNER_TODO)
    else:
        yield Finding("scanner", "ok", _NO_SCANNER)
    if count := virus_scanner.held(storage.folder()):
        yield Finding("scanner", "warn", _HELD.format(count=count), _HELD_TODO)


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
