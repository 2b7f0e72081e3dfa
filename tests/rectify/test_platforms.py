"""Where the product does not run, a sentence says what to do instead."""

from __future__ import annotations

import platform
import sys

import pytest

from rectify.platforms import refuse_elsewhere
from workflow.errors import NotPossible


def test_windows_is_sent_to_wsl_or_docker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(NotPossible, match="use WSL or 'docker compose up'"):
        refuse_elsewhere(embedded=False)


def test_a_linux_without_glibc_needs_servers_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(NotPossible, match="Set DATABASE_URL and REDIS_URL"):
        refuse_elsewhere(embedded=True)
    refuse_elsewhere(embedded=False)
