"""``rectify restore FILE``: a backup put into an empty place, and proven there."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rectify.language import language, say


@click.command(
    help=say(
        "把 rectify backup 写的文件 FILE 恢复到空的数据目录（RECTIFY_DATA）或空的数据库"
        "（DATABASE_URL）。先核对文件的每一个字节，恢复后升级数据库结构并核验审计链。",
        "Restore a FILE of 'rectify backup' into an empty data folder (RECTIFY_DATA) or an empty "
        "database (DATABASE_URL). Every byte of it is checked first; afterwards the tables are "
        "brought up to date and the audit trail is proven.",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say("第一行是口令的文件。", "File whose first line is the passphrase."),
)
def command(file: Path, passphrase_file: Path | None) -> None:
    """Check, restore, migrate and prove; the exit code is 1 where the trail is not proven."""
    from rectify import restoring
    from workflow.ops.backups.encryption import passphrase_for

    faults = restoring.restore(file, passphrase_for(passphrase_file))
    for fault in faults:
        click.echo(f"✗ {fault.number} #{fault.seq}: {fault.words.of(language())}")
    sys.exit(1 if faults else 0)
