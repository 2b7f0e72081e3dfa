"""The answers of group robots: the vendor's own code decides, for the status is mostly 200."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from worker.mailer import Undelivered, Verdict
from worker.senders.wire import Answer

LONGEST = 1800  # bytes of a text; the strictest of the vendors takes 2048


def taken(answer: Answer, code_key: str, text_key: str, again: Mapping[int, str]) -> str:
    """Return the vendor's answer to an accepted message.

    Raises ``Undelivered``, to be tried again or not, for any other answer.
    """
    if answer.status == 429 or answer.status >= 500:
        raise Undelivered(Verdict.AGAIN, f"HTTP {answer.status}")
    message = _read(answer)
    code, text = message.get(code_key), str(message.get(text_key, ""))[:200]
    if code == 0:
        return f"{code} {text}".strip()
    if answer.status != 200 and code is None:
        raise Undelivered(Verdict.FINAL, f"HTTP {answer.status}")
    verdict = Verdict.AGAIN if code is None or code in again else Verdict.FINAL
    raise Undelivered(verdict, f"{code_key} {code}: {text}" if code is not None else "no code")


def _read(answer: Answer) -> dict[str, Any]:
    try:
        message = json.loads(answer.body)
    except ValueError:
        message = None
    return message if isinstance(message, dict) else {}


def cut(text: str) -> str:
    """Shorten a text to the length accepted by every vendor, at a character."""
    head = text.encode()[:LONGEST]
    return text if len(head) == len(text.encode()) else head.decode(errors="ignore") + "…"


def body(message: Mapping[str, Any]) -> bytes:
    """Write a message as JSON in UTF-8, as read by the vendors."""
    return json.dumps(message, ensure_ascii=False).encode()
