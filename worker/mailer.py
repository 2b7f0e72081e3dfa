"""Hand a mail to the mail server, and judge a refusal: final, try again, or server not reached."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from enum import Enum
from threading import Timer
from typing import Any

from worker.circuits import StillOpen, circuit_of
from workflow.platform.mail_server import LOOPBACK, MailHost

TIMEOUT = 30  # seconds for each answer of the server
DEADLINE = 90  # seconds for the whole talk: a server that sends a byte a second is cut off


class Verdict(Enum):
    """The meaning of a failure: never, again later, or the server was not even reached."""

    FINAL = "final"
    AGAIN = "again"
    UNREACHED = "unreached"


class Undelivered(Exception):
    """The mail server did not take the mail, or may not have taken the mail."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.reason = " ".join(reason.split())[:300]


class _Talk:
    """A connection with a time limit that remembers whether the mail was handed over."""

    sock: socket.socket | None
    handing_over = False
    _timer: Timer | None = None

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._timer = Timer(DEADLINE, self._cut)
        self._timer.daemon = True
        self._timer.start()
        try:
            answer: tuple[int, bytes] = super().connect(*args, **kwargs)  # type: ignore[misc]
        except BaseException:
            self._timer.cancel()
            raise
        return answer

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.handing_over = True
        answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        self.handing_over = False
        return answer

    def close(self) -> None:
        if self._timer:
            self._timer.cancel()
        super().close()  # type: ignore[misc]

    def _cut(self) -> None:
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]


class _Smtp(_Talk, smtplib.SMTP):
    pass


class _Smtps(_Talk, smtplib.SMTP_SSL):
    pass


def send(message: EmailMessage, server: MailHost) -> None:
    """Hand over a mail to its only recipient.

    Raises ``Undelivered`` if the mail was not taken.
    """
    circuit = circuit_of(server)
    try:
        with circuit.closed():
            _send(message, server, circuit.patience)
    except StillOpen:
        reason = f"{server.host}:{server.port}: kept another mail waiting; it is asked again soon"
        raise Undelivered(Verdict.UNREACHED, reason) from None


def _send(message: EmailMessage, server: MailHost, patience: float) -> None:
    smtp = _reach(server, min(patience, TIMEOUT))
    try:
        smtp.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise _verdict(error, smtp.handing_over) from error
    else:
        with suppress(smtplib.SMTPException, OSError):  # it has the mail; manners do not matter
            smtp.quit()
    finally:
        smtp.close()


def _reach(server: MailHost, patience: float) -> _Smtp | _Smtps:
    """Connect, encrypt and sign in; wait ``patience`` seconds for the greeting."""
    smtp: _Smtp | _Smtps | None = None
    try:
        if server.tls:
            context = ssl.create_default_context()
            smtp = _Smtps(server.host, server.port, timeout=patience, context=context)
        else:
            smtp = _Smtp(server.host, server.port, timeout=patience)
        if smtp.sock:
            smtp.sock.settimeout(TIMEOUT)
        smtp.ehlo_or_helo_if_needed()
        _encrypt(smtp, server)
        if server.user:
            smtp.login(server.user, server.password)
    except (smtplib.SMTPException, OSError) as error:
        if smtp:
            smtp.close()
        raise Undelivered(
            Verdict.UNREACHED, f"{server.host}:{server.port}: {_said(error)}"
        ) from error
    return smtp


def _encrypt(smtp: smtplib.SMTP, server: MailHost) -> None:
    offered = smtp.has_extn("starttls")
    if server.starttls == "always" or (server.starttls == "auto" and offered):
        smtp.starttls(context=ssl.create_default_context())
    elif server.user and not server.tls and server.host not in LOOPBACK:
        raise smtplib.SMTPException("the server offers no encryption, so no password was sent")


def _verdict(error: Exception, handing_over: bool) -> Undelivered:
    """Judge a failure after the server was reached."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, _ = next(iter(error.recipients.values()))
        return Undelivered(Verdict.FINAL if code >= 500 else Verdict.AGAIN, _said(error))
    if isinstance(
        error, smtplib.SMTPSenderRefused
    ):  # every mail would be, so it is no mail's fault
        return Undelivered(Verdict.UNREACHED, _said(error))
    if isinstance(error, smtplib.SMTPResponseException):
        final = error.smtp_code >= 500
        return Undelivered(Verdict.FINAL if final else Verdict.AGAIN, _said(error))
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Undelivered(Verdict.FINAL, _said(error))
    # Nobody can know whether the server has the mail (RFC 1047); it goes again, under its id.
    state = "uncertain, the connection broke" if handing_over else "the connection broke"
    return Undelivered(Verdict.AGAIN, f"{state}: {_said(error)}")


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _shown(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _shown(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _shown(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
