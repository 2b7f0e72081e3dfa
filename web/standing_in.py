"""The choice to act for an absent person: only a number, checked at every request.

A browser keeps the choice in a cookie, a program sends the choice in a header; neither is worth
anything to anybody but the delegate, and to the delegate only on the days of the delegation.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request

from workflow import accounts
from workflow.accounts import Identity
from workflow.errors import NotPermitted
from workflow.platform import settings
from workflow.words import Words

HEADER = "Rectify-Behind"
COOKIE = "rectify-behind"
_OVER = Words(
    "这项委托已不在有效期内，未办理任何事项。请刷新页面，以本人身份继续。",
    "This delegation does not hold any more, and nothing was done. Reload the page to go on as"
    " yourself.",
)


def chosen(by_header: bool) -> str:
    """Return the number of the delegation named in the request, or an empty text."""
    return request.headers.get(HEADER, "") if by_header else request.cookies.get(COOKIE, "")


def in_name(parts: list[Any], by_header: bool) -> list[Any]:
    """Return the parts of a request with the chosen delegation: what a key of sending stands for.

    The same words for an absent person, or for another one, are another request. Without a choice
    nothing is added, and the keys kept until now go on to hold.
    """
    return [*parts, *filter(None, [chosen(by_header)])]


def acting(me: Identity, by_header: bool, writing: bool) -> Identity:
    """Return the acting identity; with an invalid choice nobody writes in the wrong name.

    Raises ``NotPermitted`` where the delegation does not hold and the request writes or is a
    program's.
    """
    number = chosen(by_header)
    if not number:
        return me
    known = number.isascii() and number.isdigit() and len(number) < 10
    delegate = accounts.standing_in(me, int(number)) if known else None
    if delegate is None and (writing or by_header):
        raise NotPermitted(_OVER)
    return delegate or me


def keep(response: Response, number: str) -> Response:
    """Keep the choice in the browser; an empty choice removes the cookie."""
    secure = settings().url.startswith("https://")
    if number:
        response.set_cookie(COOKIE, number, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, secure=secure, httponly=True, samesite="Lax")
    return response
