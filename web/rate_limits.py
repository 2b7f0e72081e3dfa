"""Limits of calls to the API, told in headers: calls of an account, and wrong tokens of a network.

Valkey counts for every process of the web in sliding windows. Without Valkey each process counts
for itself and asks again after half a minute: a limit is no reason for the API to be away.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import cache

from flask import Response, g
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from redis import ConnectionPool

from workflow.accounts import Identity
from workflow.errors import CodedWords, TooManyTries
from workflow.platform import network_of, settings

CALLS, WRONG = "calls", "tokens"
MOST_WRONG = 30  # wrong tokens from a network in a minute
WINDOW = 60  # seconds
_PAUSE = 30.0  # seconds after which a lost Valkey is asked again
_PATIENCE = 0.5  # seconds
_TOO_MANY = CodedWords(
    "请求太频繁：每分钟最多 {most} 次，请在 {wait} 秒后再试。",
    "There were too many calls: {most} in a minute are taken. Try again in {wait} s.",
    "too_many_calls",
)
_TOO_MANY_WRONG = CodedWords(
    "来自这个地址的错误令牌太多，请在 {wait} 秒后再试，并检查令牌。",
    "There were too many wrong tokens from this address. Check the token, and try again in "
    "{wait} s.",
    "too_many_tokens",
)
_log = logging.getLogger("rectify.web")


@dataclass(frozen=True, slots=True)
class Left:
    """The policy of a limit, the calls left in the window, and the seconds until it is new."""

    policy: str
    most: int
    remaining: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """The headers of draft-ietf-httpapi-ratelimit-headers."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.most};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.seconds}',
        }


class Counter:
    """The counts in Valkey, or in the memory of the process while there is no Valkey."""

    def __init__(self, redis_url: str) -> None:
        self._near = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._far = _shared(redis_url) if redis_url else None
        self._away_until = 0.0

    def hit(self, policy: str, most: int, who: str) -> tuple[bool, Left]:
        """Count a call; return whether the call is within the limit, and the calls left."""
        if self._far and time.monotonic() >= self._away_until:
            try:
                return _hit(self._far, policy, most, who)
            except StorageError as error:
                self._away_until = time.monotonic() + _PAUSE
                _log.warning("calls are counted by each process alone: %s", error.storage_error)
        return _hit(self._near, policy, most, who)


def count_call(who: Identity) -> None:
    """Count a call of an account.

    Raises ``TooManyTries`` where the account has none left in this minute.
    """
    if most := settings().api_calls:
        _count(CALLS, most, str(who.account_id), _TOO_MANY)


def count_wrong_token(address: str) -> None:
    """Count a wrong token from a network.

    Raises ``TooManyTries`` where there were too many in this minute.
    """
    _count(WRONG, MOST_WRONG, network_of(address), _TOO_MANY_WRONG)


def _count(policy: str, most: int, who: str, words: CodedWords) -> None:
    within, left = _counter(settings().redis_url).hit(policy, most, who)
    g.rate_limit = left
    if not within:
        raise TooManyTries(words.format(most=most, wait=left.seconds), left.seconds)


def _hit(
    limiter: SlidingWindowCounterRateLimiter, policy: str, most: int, who: str
) -> tuple[bool, Left]:
    limit = RateLimitItemPerMinute(most, namespace="rectify")
    within = limiter.hit(limit, policy, who)
    new_at, remaining = limiter.get_window_stats(limit, policy, who)
    seconds = min(WINDOW, max(1, round(new_at - time.time())))
    return within, Left(policy, most, remaining, seconds)


def _shared(url: str) -> SlidingWindowCounterRateLimiter:
    pool = ConnectionPool.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
    storage = RedisStorage("redis://", connection_pool=pool, wrap_exceptions=True)
    return SlidingWindowCounterRateLimiter(storage)


@cache
def _counter(redis_url: str) -> Counter:
    return Counter(redis_url)


def tell(answer: Response) -> Response:
    """Tell the limit in the headers of a counted answer."""
    left: Left | None = g.get("rate_limit")
    if left:
        answer.headers.update(left.headers)
    return answer
