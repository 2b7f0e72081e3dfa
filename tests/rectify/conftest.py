"""Where the tests of a running service put its data, and the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rectify.demo import load
from tests.servers import Servers
from workflow.platform import db


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


@pytest.fixture(scope="module")
def loaded(postgres: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the demonstration in it, loaded once for this module."""
    owner_url, app_url = postgres.new_database()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", app_url)
        patch.setenv("RECTIFY_DATA", str(tmp_path_factory.mktemp("demo")))
        db.close()
        load()
        yield owner_url
        db.close()
    postgres.give_back(owner_url)
