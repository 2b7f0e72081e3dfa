"""Where the tests of a running service put its data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder outside pytest's own: under root, PostgreSQL's account must get to it.

    Every other pytest that starts closes pytest's own folder to all but its owner.
    """
    with TemporaryDirectory(prefix="rectify-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def lasting_place() -> Iterator[Path]:
    """The same for all tests of a module."""
    with TemporaryDirectory(prefix="rectify-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
