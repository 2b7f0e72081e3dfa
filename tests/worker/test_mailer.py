"""The talk with the mail server: what each way of failing means for the next try."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import pytest

from tests.patience import eventually
from tests.worker.certificate import certified
from tests.worker.mailserver import MailServer, serving
from worker import circuits, mailer
from worker.mailer import Undelivered, Verdict, send
from workflow.platform.mail_server import MailHost, mail_server


def message(to: str = "陈 <chen@example.org>") -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "督办", "rectify@example.org", to
    made["Message-ID"] = "<outbox-7@example.org>"
    made.set_content("内容")
    return made


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with serving() as server:
        yield server


def refused(server: MailHost) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        send(message(), server)
    return caught.value


def test_a_mail_arrives_as_it_was_written(mail: MailServer) -> None:
    send(message(), mail_server(mail.url))
    ((recipient, came),) = mail.came
    assert recipient == "chen@example.org"
    assert came["Subject"] == "督办"
    assert came.get_content().strip() == "内容"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("550 no such user", Verdict.FINAL),
        ("451 greylisted, come back", Verdict.AGAIN),
        ("421 too busy", Verdict.AGAIN),
    ],
)
def test_a_refusal_of_the_recipient_is_final_or_not_by_its_code(
    answer: str, verdict: Verdict, mail: MailServer
) -> None:
    mail.rcpt.append(answer)
    refusal = refused(mail_server(mail.url))
    assert refusal.verdict is verdict
    assert answer in refusal.reason
    assert mail.came == []


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("554 this is spam", Verdict.FINAL), ("452 disk full", Verdict.AGAIN)],
)
def test_a_refusal_of_the_content_is_final_or_not_by_its_code(
    answer: str, verdict: Verdict, mail: MailServer
) -> None:
    mail.data.append(answer)
    refusal = refused(mail_server(mail.url))
    assert (refusal.verdict, refusal.reason) == (verdict, answer)


def test_a_connection_that_breaks_after_the_mail_leaves_it_uncertain(mail: MailServer) -> None:
    mail.breaks = 1
    refusal = refused(mail_server(mail.url))
    assert refusal.verdict is Verdict.AGAIN
    assert "uncertain" in refusal.reason


def test_a_server_that_does_not_answer_in_time_leaves_the_mail_uncertain(
    mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "TIMEOUT", 0.2)
    mail.delay = 5
    refusal = refused(mail_server(mail.url))
    assert refusal.verdict is Verdict.AGAIN
    assert "uncertain" in refusal.reason
    assert not mail.taken  # it was given up before the answer came


@contextmanager
def dripping() -> Iterator[int]:
    """Serve a greeting of a byte every twentieth of a second that never ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    while True:
                        connection.send(b"2")
                        time.sleep(0.05)
                except OSError:
                    return

        thread = Thread(target=drip)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


def test_a_server_that_sends_a_byte_now_and_then_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mailer, "DEADLINE", 0.3)
    with dripping() as port:
        assert refused(MailHost("127.0.0.1", port)).verdict is Verdict.UNREACHED


@contextmanager
def silent() -> Iterator[socket.socket]:
    """Take connections and never say a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        listener.setblocking(False)
        yield listener


def callers(listener: socket.socket) -> int:
    """Count who has connected since the last time."""
    count = 0
    with suppress(BlockingIOError):
        while True:
            listener.accept()[0].close()
            count += 1
    return count


def test_a_server_that_hangs_holds_the_worker_once_and_then_rests_as_long() -> None:
    with silent() as listener:
        server = MailHost("127.0.0.1", listener.getsockname()[1])
        circuit = circuits.circuit_of(server)
        circuit.patience = 0.5
        assert refused(server).verdict is Verdict.UNREACHED
        assert circuit.patience == 1.0
        circuit.open_until += 1000
        for _ in range(20):
            refusal = refused(server)
            assert (refusal.verdict, "kept another" in refusal.reason) == (Verdict.UNREACHED, True)
        assert callers(listener) == 1
        circuit.open_until -= 1000
        eventually(lambda: "kept another" not in refused(server).reason)  # it is asked again
        assert callers(listener) == 1


def test_a_server_that_hangs_keeps_nobody_from_another(mail: MailServer) -> None:
    with silent() as listener:
        hanging = MailHost("127.0.0.1", listener.getsockname()[1])
        circuits.circuit_of(hanging).patience = 0.3
        refused(hanging)
    send(message(), mail_server(mail.url))
    assert len(mail.came) == 1


def test_a_server_that_refuses_quickly_is_asked_again_at_once(mail: MailServer) -> None:
    mail.rcpt.append("451 come back")
    refused(mail_server(mail.url))
    send(message(), mail_server(mail.url))
    assert len(mail.came) == 1


def test_a_server_that_is_away_is_no_refusal() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    refusal = refused(MailHost("127.0.0.1", port))
    assert refusal.verdict is Verdict.UNREACHED
    assert f"127.0.0.1:{port}" in refusal.reason


def test_no_password_goes_unencrypted_to_another_machine() -> None:
    with serving("127.0.0.2") as mail:
        refusal = refused(mail_server(f"smtp://user:secret@127.0.0.2:{mail.port}"))
    assert refusal.verdict is Verdict.UNREACHED
    assert "no password was sent" in refusal.reason
    assert "secret" not in refusal.reason


def test_a_server_that_offers_encryption_gets_the_mail_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = certified(tmp_path, "127.0.0.2")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving("127.0.0.2", context) as mail:
        send(message(), mail_server(f"smtp://127.0.0.2:{mail.port}"))
    assert mail.encrypted == [True]


def test_a_certificate_that_nobody_vouches_for_gets_no_mail(tmp_path: Path) -> None:
    certificate, key = certified(tmp_path, "127.0.0.2")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving("127.0.0.2", context) as mail:
        refusal = refused(mail_server(f"smtp://127.0.0.2:{mail.port}"))
    assert refusal.verdict is Verdict.UNREACHED
    assert "certificate" in refusal.reason
    assert mail.came == []


def test_encryption_that_is_demanded_and_not_offered_stops_the_mail(mail: MailServer) -> None:
    assert refused(mail_server(f"{mail.url}?starttls=always")).verdict is Verdict.UNREACHED
    assert mail.came == []


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", MailHost("localhost", 25, starttls="never")),
        ("smtp://u%40x:p%3A@h:587", MailHost("h", 587, "u@x", "p:", starttls="auto")),
        ("smtps://h", MailHost("h", 465, tls=True, starttls="never")),
        ("smtp://h?starttls=always", MailHost("h", 25, starttls="always")),
    ],
)
def test_the_address_of_the_mail_server_is_read_in_full(url: str, server: MailHost) -> None:
    assert mail_server(url) == server


@pytest.mark.parametrize("url", ["mail.example.org", "http://h", "smtp://", "smtp://h?starttls=x"])
def test_an_address_of_no_mail_server_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match=r"must look like|starttls is"):
        mail_server(url)


def test_a_password_is_never_shown() -> None:
    assert "secret" not in repr(mail_server("smtp://user:secret@h"))
