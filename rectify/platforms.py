"""Where Rectify runs: Linux and macOS, its own servers only with glibc; elsewhere a sentence."""

from __future__ import annotations

import platform
import sys

from workflow.errors import NotPossible
from workflow.words import Words


def refuse_elsewhere(embedded: bool = True) -> None:
    """Refuse Windows, and a Linux without glibc where embedded servers are needed.

    Raises ``NotPossible``.
    """
    if sys.platform not in ("linux", "darwin"):
        raise NotPossible(
            Words(
                "Rectify 只能直接运行在 Linux 和 macOS 上。"
                "在 Windows 上请使用 WSL 或 docker compose up。",
                "Rectify runs on Linux and macOS. On Windows use WSL or 'docker compose up'.",
            )
        )
    if embedded and sys.platform == "linux" and platform.libc_ver()[0] != "glibc":
        raise NotPossible(
            Words(
                "自带的 PostgreSQL 和 Valkey 需要 glibc，本系统（如 Alpine）没有。"
                "请设置 DATABASE_URL 和 REDIS_URL，使用自己的服务器。",
                "The embedded PostgreSQL and Valkey need glibc, which this system (such as "
                "Alpine) lacks. Set DATABASE_URL and REDIS_URL to servers of your own.",
            )
        )
