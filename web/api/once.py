"""Acts of programs, effect and answer in a single transaction: sent twice, done once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from web.api import keys
from workflow.engine import idempotency
from workflow.engine.loading import read_now
from workflow.platform import together

Told = TypeVar("Told", bound=BaseModel)
Answered = tuple[Told, int, dict[str, str]]


def once(
    shape: type[Told],
    sent: BaseModel | None,
    act: Callable[[], Told],
    status: int = 200,
    **hidden: Any,
) -> tuple[Told, int, dict[str, str]]:
    """Carry out an act, or return the answer of an earlier request with the same key.

    ``hidden`` are members of the answer with their values in every answer but the first. Whatever
    the act refuses leaves nothing behind.
    """
    key = keys.key_for(sent.model_dump(mode="json") if sent else None)
    with together() as connection:
        idempotency.hold(connection, key)
        if (earlier := idempotency.earlier(connection, key)) is not None:
            return shape.model_validate(earlier["told"]), status, {keys.REPLAYED: "true"}
        made = act()
        told = made.model_copy(update=hidden).model_dump(mode="json")
        idempotency.claim(connection, key, {"told": told}, read_now(connection))
    return made, status, {}
