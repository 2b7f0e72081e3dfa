"""304 for JSON: an ETag on each answer to a GET, of the answer's sources and bytes.

The first part of a tag is the watermark of the service, for this account and this address: where it
still stands, items are neither read nor shaped again. The second is the digest of the body: where
anything else has changed, the same bytes are not sent again. The ETag of an item or an entry begins
with the version, which ``If-Match`` demands.
"""

from __future__ import annotations

from hashlib import sha256

from flask import Response, request

from web.auth import identity_or_none
from web.standing_in import HEADER as BEHIND
from workflow import queries
from workflow.queries.figures.taking_in import standing
from workflow.queries.list_moves import READ_LATER

_ENDPOINTS = frozenset({"api.items", "api.item", "api.events"})  # what the watermark speaks for
_DIGITS = 16


def stands() -> Response | None:
    """Return 304 where the watermark of the named answer still stands; otherwise nothing."""
    if request.endpoint not in _ENDPOINTS or not request.if_none_match:
        return None
    mark = _mark()
    for tag in _known():
        if f"-{mark}-" in f"-{tag}":
            return _with_tag(Response(status=304), tag)
    return None


def mark() -> str:
    """Return the watermark to be read before the answer is made; empty where none is asked for."""
    return _mark() if request.method == "GET" and request.endpoint in _ENDPOINTS else ""


def tagged(answer: Response, mark: str) -> Response:
    """Return the answer to a GET with an ETag, or 304 where the client has the same bytes."""
    digest = sha256(answer.get_data()).hexdigest()[:_DIGITS]
    version = answer.headers.get("ETag", "").strip('"')
    _with_tag(answer, "-".join(part for part in (version, mark, digest) if part))
    if any(tag.rpartition("-")[2] == digest for tag in _known()):
        answer.status_code = 304
        answer.set_data(b"")
    return answer


def _known() -> set[str]:
    """Return the tags known to the client; Werkzeug reads an empty one as ``None``."""
    return {tag for tag in request.if_none_match.as_set(include_weak=True) if tag}


def _with_tag(answer: Response, tag: str) -> Response:
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _mark() -> str:
    """Return the digest of the watermark, of the account with its rights, and of the address.

    A list of the past holds up to the moment reached by the job of the figures, too.
    """
    who = identity_or_none()
    rights = who and (who.account_id, sorted(who.scopes), who.actor.posts, who.actor.own)
    read = standing() if READ_LATER & request.args.keys() else None
    seen = (rights, request.headers.get(BEHIND), request.full_path, read)
    return sha256(f"{queries.watermark()} {seen!r}".encode()).hexdigest()[:_DIGITS]
