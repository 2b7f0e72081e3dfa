"""WeCom (企业微信) group robots: the key is in the address, nothing is signed."""

from __future__ import annotations

from urllib.parse import quote

from worker.senders.vendor import body, cut, taken
from worker.senders.wire import Answer, Request
from workflow.delivery.channels.delivery import Target

_AGAIN = {
    -1: "the system is busy",
    45009: "too many calls",
    45033: "too many calls at once",
    50001: "the service is not there for now",
}


def request(target: Target, text: str, _at: float) -> Request:
    """Write the request for a text message."""
    url = f"{target.base_url}/cgi-bin/webhook/send?key={quote(target.key, safe='')}"
    return Request(url, body({"msgtype": "text", "text": {"content": cut(text)}}))


def judge(answer: Answer) -> str:
    """Return the answer to an accepted message.

    Raises ``Undelivered`` for any other answer.
    """
    return taken(answer, "errcode", "errmsg", _AGAIN)
