"""The forms of people without an account: what was sent under a key, and the inputs."""

from __future__ import annotations

from flask import request

from web.forms import form_keys
from web.forms.inputs import Filled, Input, input_of
from workflow.declaration import PartialForm
from workflow.errors import KeyReused, WorkflowError

_OURS = frozenset({"csrf_token", "key"})


def fresh() -> Filled:
    """Return an empty form under a new key."""
    return Filled(key=form_keys.fresh())


def sent(*beside: str) -> Filled:
    """Return the form of the request, without the names ``beside`` the declared fields."""
    values = {k: v for k, v in request.form.items() if k not in _OURS.union(beside)}
    return Filled(values, key=request.form.get("key", "")[: form_keys.LONGEST] or form_keys.fresh())


def refused(filled: Filled, error: WorkflowError) -> WorkflowError:
    """Note a refusal on the form; another content under the key of a form gets a new key.

    Return the refusal to be shown.
    """
    if isinstance(error, KeyReused):
        filled.key, error = form_keys.fresh(), form_keys.sent_before(error)
    filled.note(error)
    return error


def inputs_of(form: PartialForm, filled: Filled) -> list[Input]:
    """Return the inputs of the declared fields."""
    return [input_of(field, filled) for field in form.fields]
