"""Posts to channels: each channel's in turn, several channels side by side, mails kept apart."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from worker.mailer import Undelivered, Verdict
from worker.noting import note
from worker.senders import send
from worker.senders.guard import Resolver, system_resolver
from workflow.delivery import outbox
from workflow.delivery.channels import delivery
from workflow.delivery.channels.delivery import Target
from workflow.delivery.channels.message import bulletin_of
from workflow.errors import Unavailable

AT_ONCE = 4  # channels that are served side by side
SPELL = 20.0  # seconds that one channel is served at a time
_NOT_ANY_MORE = "what it was about may not be told to this channel any more"

_log = logging.getLogger("rectify.channels")


def tick(resolve: Resolver = system_resolver) -> int:
    """Post all due posts and return the number of accepted posts."""
    targets = delivery.due()
    if not targets:
        return 0
    with ThreadPoolExecutor(min(AT_ONCE, len(targets))) as pool:
        return sum(pool.map(partial(_serve, resolve=resolve), targets))


def _serve(target: Target, resolve: Resolver) -> int:
    """Post the due posts of a channel until the first failure; return the number accepted."""
    if not target.active:
        delivery.drop(target.id)
        return 0
    until, taken = time.monotonic() + SPELL, 0
    while time.monotonic() < until:
        leased = outbox.lease(1, target.id)
        if not leased or not _post(target, leased[0], resolve):
            break
        taken += 1
    return taken


def _post(target: Target, outbox_id: int, resolve: Resolver) -> bool:
    """Post to a channel; say whether the channel is well enough for another post."""
    attempts = outbox.begin(outbox_id)
    if attempts is None:
        return True
    try:
        bulletin = bulletin_of(outbox_id)
        if bulletin is None:
            note(partial(outbox.failed, outbox_id, attempts, _NOT_ANY_MORE, final=True))
            return True
        answer = send(target, bulletin, resolve)
    except Undelivered as failure:
        return _failed(target, outbox_id, attempts, failure)
    except Unavailable:
        raise  # the lease falls due again
    except Exception as error:
        _log.exception("post %d to channel %d failed", outbox_id, target.id)
        _failed(target, outbox_id, attempts, Undelivered(Verdict.AGAIN, type(error).__name__))
        return False
    note(partial(outbox.delivered, outbox_id, attempts, answer))
    delivery.worked(target.id)
    return True


def _failed(target: Target, outbox_id: int, attempts: int, failure: Undelivered) -> bool:
    _log.warning("post %d to channel %d: %s", outbox_id, target.id, failure.reason)
    if failure.verdict is Verdict.UNREACHED:
        note(partial(outbox.put_off, outbox_id, attempts, failure.reason))
    else:
        final = failure.verdict is Verdict.FINAL
        note(partial(outbox.failed, outbox_id, attempts, failure.reason, final=final))
    delivery.failed(target.id, failure.reason)
    return False
