"""``rectify backup FILE``: everything in a single file, while people work."""

from __future__ import annotations

from pathlib import Path

import click

from rectify.language import language, say


@click.command(
    help=say(
        "把整个系统备份到一个文件 FILE：数据库、佐证材料、密钥和数据目录里的设置。"
        "可在大家工作时进行，备份里是开始那一刻的数据。文件只有本人可读；里面有密钥，请妥善保管，或用口令加密。",
        "Back the whole installation up into one FILE: database, evidence, keys and what else is "
        "in the data folder, as of the moment it begins, while people go on working. Only its "
        "owner can read the file; it holds keys: keep it safe, or encrypt it by a passphrase.",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say(
        "第一行是加密口令的文件；默认取 RECTIFY_BACKUP_PASSPHRASE_FILE，都没有则不加密。",
        "File whose first line encrypts; by default RECTIFY_BACKUP_PASSPHRASE_FILE, else nothing "
        "is encrypted.",
    ),
)
def command(file: Path, passphrase_file: Path | None) -> None:
    """Write the file and print a summary."""
    from rectify.bar import bar
    from rectify.servers.command_database import demand_database, running_environment
    from workflow.ops.backups.encryption import passphrase_for
    from workflow.ops.backups.making import make
    from workflow.words import Words

    demand_database()
    passphrase = passphrase_for(passphrase_file)
    with running_environment(), bar(Words("备份", "Backing up")) as progress:
        made = make(file, passphrase, progress)
    told = made.particulars
    click.echo(
        say(
            "{file}：{size:,} 字节，{events} 个事件，{files} 个佐证文件{locked}。",
            "{file}: {size:,} bytes, {events:event|events}, {files:piece|pieces} of evidence"
            "{locked}.",
            file=file,
            size=made.size,
            events=told.events,
            files=told.files,
            locked=Words("，已加密", ", encrypted") if passphrase else Words("", ""),
        )
    )
    for fault in made.faults:
        click.echo(f"! {fault.of(language())}", err=True)
