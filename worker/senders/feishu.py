"""Feishu (飞书) group robots: a token in the path, a signature in the body if a secret is set."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from worker.senders.vendor import body, cut, taken
from worker.senders.wire import Answer, Request
from workflow.delivery.channels.delivery import Target

_AGAIN = {
    11232: "too many calls",
    11233: "too many calls",
    99991400: "too many calls",
}


def request(target: Target, text: str, at: float) -> Request:
    """Write the request for a text message; no text may call the whole group."""
    message: dict[str, Any] = {
        "msg_type": "text",
        "content": {"text": cut(text).replace("<", "＜")},
    }
    if target.secrets:
        stamp = str(int(at))
        message |= {"timestamp": stamp, "sign": signature(stamp, target.secrets[0])}
    url = f"{target.base_url}/open-apis/bot/v2/hook/{quote(target.key, safe='')}"
    return Request(url, body(message))


def signature(stamp: str, secret: str) -> str:
    """Sign the time in seconds by Feishu's rule: the time is the key, the message is empty."""
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", sha256).digest()
    return base64.b64encode(digest).decode()


def judge(answer: Answer) -> str:
    """Return the answer to an accepted message.

    Raises ``Undelivered`` for any other answer.
    """
    return taken(answer, "code", "msg", _AGAIN)
