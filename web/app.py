"""The application: every page and the API, put together from the settings."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flask import Blueprint, Flask, Response
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from web import (
    addresses,
    api,
    auth,
    catalogue,
    codes,
    context,
    drafts,
    errors,
    formats,
    languages,
    metrics,
    numbers,
    pages,
    request_id,
    security,
)
from workflow.declaration import pack
from workflow.evidence import MOST_FILES
from workflow.platform import Settings, settings

# Photos, workbooks and documents are compressed already.
_COMPRESSED = {
    "text/html", "text/css", "text/javascript", "text/plain", "text/csv", "application/json",
    "application/javascript", "image/svg+xml",
}  # fmt: skip


def create_app() -> Flask:
    """Return the application of the registered pack, loaded before any request.

    Raises ``BadSettings`` where a setting would make the service unsafe, ``BadDeclaration`` where
    no pack is registered.
    """
    pack()
    setup = settings()
    security.check_key(setup.secret_key)
    catalogue.compile_older()
    app = Flask(__name__)
    app.config.from_mapping(_configuration(setup))
    app.wsgi_app = addresses.PlainClients(app.wsgi_app)  # type: ignore[assignment,method-assign]
    if setup.proxies:  # the address only; our own name and scheme come from the settings
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=setup.proxies, x_proto=0)  # type: ignore[method-assign]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.after_request(_version_of_content)  # the last, for it was the first to be asked
    Compress(app)
    for part in (
        request_id, metrics, languages, formats, numbers, context, drafts, errors, auth, security,
        codes,
    ):  # fmt: skip
        part.install(app)
    for blueprint in (api.blueprint, *_pages(setup.demo)):
        app.register_blueprint(blueprint)
    addresses.mount(app)
    return app


def _pages(demo: bool) -> Iterator[Blueprint]:
    """Yield the blueprints of the pages: every module of the folder with a ``blueprint``."""
    for module in iter_modules(pages.__path__):
        page = import_module(f"{pages.__name__}.{module.name}")
        blueprint = getattr(page, "blueprint", None)
        if blueprint and (demo or not getattr(page, "DEMO_ONLY", False)):
            yield blueprint


def _version_of_content(answer: Response) -> Response:
    """Let an ETag be the version of the content, for programs to send back with a decision."""
    encoding, (tag, is_weak) = answer.headers.get("Content-Encoding"), answer.get_etag()
    if encoding and tag:
        answer.set_etag(tag.removesuffix(f":{encoding}"), bool(is_weak))
    return answer


def _configuration(given: Settings) -> dict[str, Any]:
    https = given.url.startswith("https://")
    return {
        "SECRET_KEY": given.secret_key,
        "SESSION_COOKIE_NAME": "__Host-rectify-form" if https else "rectify-form",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A request may carry a few photos of the largest size; each file has its own limit.
        "MAX_CONTENT_LENGTH": given.upload_mib * 2**20 * min(MOST_FILES, 6),
        "MAX_FORM_MEMORY_SIZE": 2**20,
        "MAX_FORM_PARTS": 200,
        "WTF_CSRF_CHECK_DEFAULT": False,  # asked for by ``auth``, after it knows who asks
        "WTF_CSRF_TIME_LIMIT": None,  # whoever writes for two hours keeps what was written
        "WTF_CSRF_SSL_STRICT": False,  # ``security`` looks at the origin instead
        "COMPRESS_MIMETYPES": sorted(_COMPRESSED),
        "DEMO": given.demo,
    }
