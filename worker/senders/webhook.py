"""Webhooks in the form of Standard Webhooks: a thin payload, signed with every secret in force."""

from __future__ import annotations

import json
from datetime import UTC

from worker.mailer import Undelivered, Verdict
from worker.senders.wire import Answer, Request
from workflow.delivery.channels.delivery import Target
from workflow.delivery.channels.kinds import EVENTS
from workflow.delivery.channels.message import Bulletin
from workflow.delivery.channels.signatures import signatures
from workflow.platform import settings


def request(target: Target, bulletin: Bulletin, at: float) -> Request:
    """Write the request for an event; the id is the same at every try."""
    sent = json.dumps(payload(bulletin), separators=(",", ":")).encode()
    id_, stamp = f"msg_{bulletin.outbox_id}", int(at)
    headers = {
        "webhook-id": id_,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signatures(target.secrets, id_, stamp, sent),
    }
    return Request(target.base_url, sent, headers)


def payload(bulletin: Bulletin) -> dict[str, object]:
    """Return the payload: move, item, and the link to the rest, open to permitted readers only."""
    happening = bulletin.happening
    data: dict[str, object] = {}
    if happening:
        data = {
            "number": happening.number,
            "list": happening.list_key,
            "state": happening.state,
            "version": happening.version,
            "link": f"{settings().url}{happening.path}",
        }
    if bulletin.summary:
        counts = {c.list_key: [c.open, c.late, c.soon] for c in bulletin.summary.lists}
        data = {
            "unit": bulletin.summary.unit_id,
            "lists": {
                key: dict(zip(("open", "late", "soon"), numbers, strict=True))
                for key, numbers in counts.items()
            },
            "link": f"{settings().url}{bulletin.summary.path}",
        }
    at = bulletin.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"type": EVENTS[bulletin.topic], "timestamp": at, "data": data}


def judge(answer: Answer) -> str:
    """Return the answer to an accepted post: any status from 200 to 299, and no other.

    Raises ``Undelivered`` for any other status; 410 is final.
    """
    if 200 <= answer.status < 300:
        return f"HTTP {answer.status}"
    if 300 <= answer.status < 400:
        raise Undelivered(Verdict.AGAIN, f"HTTP {answer.status}: no redirect is followed")
    verdict = Verdict.FINAL if answer.status == 410 else Verdict.AGAIN
    raise Undelivered(verdict, f"HTTP {answer.status}")
