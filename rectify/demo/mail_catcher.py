"""The demonstration's mail server: takes every mail on the loopback and keeps it in a Maildir.

No mail leaves the machine; the pages show the Maildir.
"""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from pathlib import Path

import click
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP


async def serve(host: str, port: int, mailbox: Path) -> None:
    """Take mail until asked to stop."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    protocol = partial(SMTP, Mailbox(mailbox), enable_SMTPUTF8=True, loop=loop)
    server = await loop.create_server(protocol, host, port)
    await asked.wait()
    server.close()  # and nothing more: from 3.12 on, waiting for it waits for every client


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), required=True)
@click.option("--mailbox", type=click.Path(path_type=Path), required=True)
def main(host: str, port: int, mailbox: Path) -> None:
    """Serve on HOST:PORT and keep the mails in MAILBOX."""
    asyncio.run(serve(host, port, mailbox))


if __name__ == "__main__":
    main()
