"""Passwords: Argon2id, the same work whether or not the sign-in name exists."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeGuard

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from workflow.accounts.common_passwords import is_common
from workflow.errors import BadInput
from workflow.words import Words

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,49}")
SHORTEST = 10
NONE = "none"  # kept where no password was ever set
LONGEST = 1024  # bytes; hashing a megabyte would be work for free
_SHORT = Words(
    f"密码至少要有{SHORTEST}个字符，可以用一句话",
    f"the password needs at least {SHORTEST} characters; a sentence will do",
)
_LONG = Words("密码太长，最多1024字节", "the password is over 1024 bytes; choose a shorter one")
_EASY = Words(
    "密码不能就是登录名，也不能只重复一个字符",
    "the password may not be the sign-in name nor one character repeated",
)
_COMMON = Words(
    "这个密码太常见，在已泄露密码的名单上；换一句别人想不到的话",
    "this password is on the list of those that many people have chosen; take a sentence that"
    " nobody would think of",
)
_CHECK = Words("密码没有更改。", "The password was not changed.")

# The least that OWASP asks of Argon2id: 19 MiB and two passes. A few at once fit anywhere.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """Return the hash to keep of a password."""
    return hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Say whether the password matches; without an account the same work is done in vain."""
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST:
        return False
    try:
        hasher.verify(kept if usable(kept) else _nobodys(), password)
    except (Argon2Error, InvalidHashError, UnicodeEncodeError):
        return False
    return usable(kept)


def usable(kept: str | None) -> TypeGuard[str]:
    """Say whether a password is set; an invited person, or one with single sign-on, has none."""
    return kept is not None and kept != NONE


def check_new(password: str, login: str) -> None:
    """Refuse a password that is too short, too long, too easy to guess or too common.

    Raises ``BadInput``.
    """
    size = len(password.encode("utf-8", "surrogatepass"))
    for wrong, words in (
        (len(password) < SHORTEST, _SHORT),
        (size > LONGEST, _LONG),
        (password.casefold() == login.casefold() or len(set(password)) == 1, _EASY),
        (size <= LONGEST and is_common(password), _COMMON),
    ):
        if wrong:
            raise BadInput(_CHECK, {"password": words})


@lru_cache
def _nobodys() -> str:
    return hasher.hash("the password of nobody")
