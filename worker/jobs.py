"""The jobs of the queues: each takes one id or name, may come twice, and may be lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from typing import Any, TypeVar

from worker import (
    account_letters,
    approval_letters,
    channel_letters,
    delegation_letters,
    digest_letters,
    report_letters,
    trial_letters,
)
from worker.letters import BadAddress, compose
from worker.mailer import Undelivered, Verdict, send
from worker.noting import note
from worker.periodic import ESCALATION, IMPORTS, PERIODIC, UPKEEP, run
from workflow.delivery import outbox
from workflow.delivery.channels.switched_off import trouble_of
from workflow.delivery.messages import approval_mails, delegation_mails, trial_mails
from workflow.delivery.reports import mails as report_mails
from workflow.errors import Unavailable
from workflow.platform import settings
from workflow.platform.mail_server import mail_server
from workflow.queries.digest import digest_of
from workflow.queries.letter import letter_of

Content = TypeVar("Content")
MAIL = "mail"

_log = logging.getLogger("rectify.mail")


def deliver(outbox_id: int) -> None:
    """Send a leased mail and note the result; a second job for the same lease does nothing."""
    attempts = outbox.begin(outbox_id)
    if attempts is None:
        return
    try:
        _send(outbox_id)
    except Undelivered as failure:
        _log.warning("mail %d, try %d: %s", outbox_id, attempts, failure.reason)
        note(_outcome(outbox_id, attempts, failure))
    except BadAddress as bad:
        note(partial(outbox.failed, outbox_id, attempts, str(bad), final=True))
    except Unavailable:
        raise  # the lease falls due again
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        note(partial(outbox.failed, outbox_id, attempts, reason, final=False))
        raise
    else:
        note(partial(outbox.delivered, outbox_id, attempts))


def _send(outbox_id: int) -> None:
    try:
        server = mail_server(settings().smtp_url)
    except ValueError as error:
        raise Undelivered(Verdict.UNREACHED, str(error)) from error
    send(_written(outbox_id), server)


def _written(outbox_id: int) -> EmailMessage:
    """Write the mail by the subject of the row; without the subject, no mail is sent."""
    written = _WRITERS[outbox.about(outbox_id)](outbox_id)
    if written is None:
        raise BadAddress("what it was about is gone")
    return written


def _writer(
    read: Callable[[int], Content | None], write: Callable[[Content], EmailMessage]
) -> Callable[[int], EmailMessage | None]:
    def written(outbox_id: int) -> EmailMessage | None:
        content = read(outbox_id)
        return None if content is None else write(content)

    return written


_WRITERS: dict[str, Callable[[int], EmailMessage | None]] = {
    "item": _writer(letter_of, compose),
    "digest": _writer(digest_of, digest_letters.compose),
    "delegation": _writer(delegation_mails.letter_of, delegation_letters.compose),
    "approval": _writer(approval_mails.letter_of, approval_letters.compose),
    "channel": _writer(trouble_of, channel_letters.compose),
    "report": _writer(report_mails.letter_of, report_letters.compose),
    "trial": _writer(trial_mails.letter_of, trial_letters.compose),
    "link": account_letters.compose,
}


def _outcome(outbox_id: int, attempts: int, failure: Undelivered) -> Callable[[], bool]:
    if failure.verdict is Verdict.UNREACHED:
        return partial(outbox.put_off, outbox_id, attempts, failure.reason)
    final = failure.verdict is Verdict.FINAL
    return partial(outbox.failed, outbox_id, attempts, failure.reason, final=final)


def _is_id(argument: object) -> bool:
    return type(argument) is int


def _is_periodic(queue: str, argument: object) -> bool:
    return isinstance(argument, str) and argument in PERIODIC and PERIODIC[argument].queue == queue


@dataclass(frozen=True, slots=True)
class Allowed:
    """A function that may be run, and the test of its only argument."""

    function: Callable[[Any], None]
    takes: Callable[[object], bool]


# Only these are ever run, whatever somebody may have written into Redis; the name is the path
# that RQ keeps.
JOBS: dict[str, dict[str, Allowed]] = {
    MAIL: {"worker.jobs.deliver": Allowed(deliver, _is_id)},
    **{
        queue: {"worker.periodic.run": Allowed(run, partial(_is_periodic, queue))}
        for queue in (ESCALATION, UPKEEP, IMPORTS)
    },
}
