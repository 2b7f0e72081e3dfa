"""The names of settings: a misspelled one would be passed over without a word."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from difflib import get_close_matches

PREFIX = "RECTIFY_"
# Read elsewhere: by the command line, for the folder of secrets, by compose, by our own tests.
_OTHERS = {"RECTIFY_LANG", "RECTIFY_SECRETS", "RECTIFY_APP_PASSWORD", "RECTIFY_OWNER_PASSWORD"}
_OF_TESTS = ("RECTIFY_TEST_", "RECTIFY_CLIENTS", "RECTIFY_GIVEN")


def unknown(known: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each variable that looks like a setting and is none."""
    names = {*known, *_OTHERS}
    for given in sorted(name for name, value in os.environ.items() if value):
        name = given.upper()
        if name.startswith(PREFIX) and name not in names and not name.startswith(_OF_TESTS):
            yield f"{given}: is no setting; {_meant(name, names)}"


def _meant(name: str, names: Collection[str]) -> str:
    bare = name.removeprefix(PREFIX)
    near = [bare] if bare in names else get_close_matches(name, names, n=1, cutoff=0.8)
    return f"did you mean {near[0]}?" if near else "the README lists them all"
