"""Common passwords: the list is shipped, so that no password is sent to anybody."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib.resources import files

_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LEET = str.maketrans("@4301!5$7", "aaeolisst")


def is_common(password: str) -> bool:
    """Say whether the password is on the list, as entered or without digits and signs around."""
    plain = password.casefold()
    stem = _AROUND.sub("", plain)
    return not _list().isdisjoint({plain, stem, _AROUND.sub("", plain.translate(_LEET))} - {""})


@lru_cache(maxsize=1)
def _list() -> frozenset[str]:
    packed = files("workflow.accounts").joinpath("common_passwords.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))
