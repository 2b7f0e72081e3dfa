"""The place of the service: below a path, and under several names.

A proxy may pass a path on whole, or without the part of the mount; both work without any header of
the proxy.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, request

from workflow.platform import BadSettings, Settings, client, settings, taken_apart

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication


class Mounted:
    """An application below a path."""

    def __init__(self, application: WSGIApplication, root: str) -> None:
        self._application, self._root = application, root

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer a request, with or without the path of the mount."""
        path = environ["PATH_INFO"]
        environ["SCRIPT_NAME"] = self._root
        if path == self._root or path.startswith(f"{self._root}/"):
            environ["PATH_INFO"] = path.removeprefix(self._root) or "/"
        return self._application(environ, start)


class PlainClients:
    """An application to which each client comes from a plain address, or from none."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer a request with ``REMOTE_ADDR`` in plain form."""
        environ["REMOTE_ADDR"] = client(environ.get("REMOTE_ADDR") or "")
        return self._application(environ, start)


def mount(app: Flask) -> None:
    """Mount the application below the path of ``RECTIFY_BASE_URL``, if any.

    Raises ``BadSettings`` for a path that begins as a page of the service does.
    """
    root = settings().root
    if not root:
        return
    first = root.split("/")[1]
    if any(rule.rule.split("/")[1] == first for rule in app.url_map.iter_rules()):
        raise BadSettings(
            f"RECTIFY_BASE_URL: the path {root!r} begins as a page of the service does; "
            "choose another one, such as /rectify"
        )
    app.wsgi_app = Mounted(app.wsgi_app, root)  # type: ignore[assignment,method-assign]


def rooted(path: str) -> str:
    """Return a path of the service as seen by the browser."""
    root = request.script_root
    return path if path == root or path.startswith((f"{root}/", f"{root}?")) else root + path


def in_full(path: str) -> str:
    """Return the full address of a path as seen by the browser, for mails and other programs."""
    given = settings()
    return given.url + (path.removeprefix(given.root) if given.root else path)


def leads_here(host: str, given: Settings) -> bool:
    """Say whether the service answers under a name (with or without a port).

    Under a foreign name a page of somebody else would be of the same origin as ours. A bare
    address or a name without a dot, as proxies use them in a local network, cannot be made to lead
    here by a stranger.
    """
    if not given.base_url and given.listens_everywhere:
        return True
    parts = taken_apart(f"//{host}")
    if parts is None:
        return False
    name = (parts.hostname or "").rstrip(".")
    if name in (urlsplit(given.url).hostname, given.host.lower()):
        return True
    if name.replace("-", "").isalnum():
        return True
    with suppress(ValueError):
        return bool(ip_address(name))
    return False
