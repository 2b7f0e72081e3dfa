"""DingTalk (钉钉) group robots: a token in the address, and there a signature where a secret is
set.
"""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256
from urllib.parse import urlencode

from worker.senders.vendor import body, cut, taken
from worker.senders.wire import Answer, Request
from workflow.delivery.channels.delivery import Target

_AGAIN = {
    -1: "the system is busy",
    130101: "sending too fast",
    410100: "sending too fast",
    90018: "too many calls",
}


def request(target: Target, text: str, at: float) -> Request:
    """Write the request for a text message."""
    query = {"access_token": target.key}
    if target.secrets:
        stamp = str(round(at * 1000))
        query |= {"timestamp": stamp, "sign": signature(stamp, target.secrets[0])}
    url = f"{target.base_url}/robot/send?{urlencode(query)}"
    return Request(url, body({"msgtype": "text", "text": {"content": cut(text)}}))


def signature(stamp: str, secret: str) -> str:
    """Sign the time in milliseconds by DingTalk's rule."""
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), sha256).digest()
    return base64.b64encode(digest).decode()


def judge(answer: Answer) -> str:
    """Return the answer to an accepted message.

    Raises ``Undelivered`` for any other answer.
    """
    return taken(answer, "errcode", "errmsg", _AGAIN)
