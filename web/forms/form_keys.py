"""Form keys: a form has a key in the address, so Back opens the sent form.

Pages are not stored by browsers; Back asks for the address anew. With the key in the address the
form comes back under the same key, and sent once more it counts once.
"""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import uuid4

from flask import redirect, request
from werkzeug.wrappers import Response

from web.addresses import rooted
from workflow.errors import KeyReused, NotPossible
from workflow.words import Words

ARGUMENT = "form"
LONGEST = 64
_SENT_BEFORE = Words(
    "这份表单已经提交过一次{what}，没有重复办理。内容与上次不同；如果确实要再办一件，请核对后再次提交。",
    "This form was sent before{what}, and nothing was done a second time. What it says now differs;"
    " if you mean one more, check it and send it once more.",
)
_AS = Words("（{number}）", " ({number})")


def key() -> str:
    """Return the key in the address, or an empty text."""
    return request.args.get(ARGUMENT, "")[:LONGEST]


def fresh() -> str:
    """Return a new key."""
    return str(uuid4())


def named() -> Response | None:
    """Return the way to the present address with a new key; ``None`` where the key is there."""
    if key():
        return None
    query = [pair for pair in request.args.items(multi=True) if pair[0] != ARGUMENT]
    return redirect(f"{rooted(request.path)}?{urlencode([*query, (ARGUMENT, fresh())])}", 303)


def sent_before(error: KeyReused) -> NotPossible:
    """Return the refusal of a changed form under a key already used; it names the item."""
    numbers = [one["number"] for one in error.earlier.get("results", []) if "number" in one]
    what = _AS.format(number=numbers[0]) if numbers else Words("", "")
    return NotPossible(_SENT_BEFORE.format(what=what))
