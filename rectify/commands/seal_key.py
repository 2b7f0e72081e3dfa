"""``rectify seal-key``: the keys of the seals: list and rotate."""

from __future__ import annotations

import json

import click

from rectify.language import say
from rectify.options import with_json


@click.group(
    help=say("封存用的签名密钥：列出、更换。", "The keys that sign seals: list, draw another one.")
)
def command() -> None:
    """Hold the commands about keys."""


@command.command("list", help=say("列出公布过的密钥。", "List every key ever published."))
@with_json
def list_(as_json: bool) -> None:
    """Print a line for each key, the oldest first."""
    from rectify.servers.command_database import demand_database, running_environment
    from workflow.audit import seal_keys
    from workflow.platform import connect, settings

    demand_database()
    with running_environment(), connect() as connection:
        keys = [*seal_keys.published(connection).values()]
    zone = settings().zone
    rows = [
        {
            "id": key.id,
            "published_at": key.published_at and key.published_at.astimezone(zone).isoformat(),
            "certified_by": key.certified_by,
        }
        for key in keys
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['published_at']}  {row['certified_by'] or '-'}")


@command.command(
    help=say(
        "换一把新的签名密钥：旧密钥为新密钥签名，公布后旧封存仍可核验。",
        "Draw another key, signed by the one before; older seals stay provable.",
    )
)
def rotate() -> None:
    """Replace the private key of the node and print the id of the new key."""
    from rectify.servers.command_database import demand_database, running_environment
    from workflow.audit import seal_keys
    from workflow.engine.loading import read_now
    from workflow.platform import connect

    demand_database()
    with running_environment(), connect() as connection:
        key_id = seal_keys.rotate(connection, read_now(connection))
    click.echo(say("新的封存密钥：{key}。", "The new sealing key is {key}.", key=key_id))
