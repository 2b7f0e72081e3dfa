"""The routes of following, for the matrix of visibility."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OF_FOLLOWING: dict[tuple[str, str], list[Callable[[Any, str, str], Any]]] = {
    ("following.begin", "POST"): [lambda s, n, _: s.post(f"/mine/followed/{n}")],
    ("following.end", "POST"): [lambda s, n, _: s.post(f"/mine/followed/{n}/end")],
    ("api.follow", "POST"): [lambda s, n, _: s.call(f"/followed/{n}", {})],
    ("api.end_following", "POST"): [lambda s, n, _: s.call(f"/followed/{n}/end", {})],
}
FOLLOWED: dict[tuple[str, str], list[str]] = {
    ("following.show", "GET"): ["/mine/followed"], ("api.followed", "GET"): ["/api/v1/followed"],
}  # fmt: skip
