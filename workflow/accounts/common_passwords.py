"""Passwords that many have chosen: the list ships, so that no password is shown to anybody."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib.resources import files

_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LEET = str.maketrans("@4301!5$7", "aaeolisst")


def is_common(password: str) -> bool:
    """Say whether it is on the list, as it is or once digits and signs around it are gone."""
    plain = password.casefold()
    stem = _AROUND.sub("", plain)
    return not _list().isdisjoint({plain, stem, _AROUND.sub("", plain.translate(_LEET))} - {""})


@lru_cache(maxsize=1)
def _list() -> frozenset[str]:
    packed = files("workflow.accounts").joinpath("common_passwords.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))
