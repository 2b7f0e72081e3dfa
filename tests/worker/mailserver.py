"""A mail server for tests: takes mail, or refuses, dawdles and breaks off as it is told to."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from threading import Event, Thread
from typing import Any

from aiosmtpd.smtp import SMTP


@dataclass
class MailServer:
    """What came, and how the next mails are to be treated."""

    port: int = 0
    came: list[tuple[str, EmailMessage]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)  # Message-IDs that were acknowledged
    rcpt: deque[str] = field(default_factory=deque)  # answers to the next recipients
    data: deque[str] = field(default_factory=deque)  # answers to the next mails
    breaks: int = 0  # connections to break after DATA, before the answer
    delay: float = 0.0  # seconds before each answer to a mail
    encrypted: list[bool] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mails(self) -> list[EmailMessage]:
        return [message for _, message in self.came]

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.rcpt and not (answer := self.rcpt.popleft()).startswith("250"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.came.append((envelope.rcpt_tos[0], message))
        self.encrypted.append(session.ssl is not None)
        if self.breaks:
            self.breaks -= 1
            server.transport.abort()
            return "250 nobody hears this"
        await asyncio.sleep(self.delay)
        answer = self.data.popleft() if self.data else "250 OK"
        if answer.startswith("250"):
            self.taken.append(str(message["Message-ID"]))
        return answer


@contextmanager
def serving(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """Run a mail server in a thread."""
    mail, up, loop = MailServer(), Event(), asyncio.new_event_loop()
    over = asyncio.Event()

    async def run() -> None:
        protocol = partial(SMTP, mail, enable_SMTPUTF8=True, loop=loop, tls_context=tls)
        server = await loop.create_server(protocol, host, 0)
        mail.port = server.sockets[0].getsockname()[1]
        up.set()
        await over.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.01)

    def serve() -> None:
        try:
            loop.run_until_complete(run())
        finally:
            loop.close()

    thread = Thread(target=serve)
    thread.start()
    assert up.wait(10)
    yield mail
    loop.call_soon_threadsafe(over.set)
    thread.join(10)
