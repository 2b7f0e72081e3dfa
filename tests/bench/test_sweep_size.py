"""The benchmark of the sweep measures the same work whatever day it is for the machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench import sweep_size
from rectify.servers.postgres import Postgres
from tests.servers import Servers
from workflow.platform import db, settings


@pytest.fixture
def server(postgres: Servers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """The throw-away server, to which the benchmark adds databases of its own."""
    monkeypatch.setenv("DATABASE_URL", "")
    yield Postgres(postgres.folder / "pg", postgres.folder / "sockets")
    db.close()
    settings.cache_clear()


def test_everything_that_was_made_due_is_swept_and_written_again(server: Postgres) -> None:
    found = sweep_size.measure(server, count=300, due=30, rounds=1)
    assert found.keys() == {"sweep_s", "bare_sql_s"}  # it fails where other than 30 were swept
