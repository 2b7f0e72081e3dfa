"""Read a request into the declared model of its route, or refuse with every fault at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from web.api import refusals
from web.api.faults import faults, places
from web.api.refusals import Malformed, Misread
from web.api.strict import read_json
from workflow.declaration import CHECK, Field
from workflow.words import Words

Model = TypeVar("Model", bound=BaseModel)


def body(model: type[Model]) -> Model:
    """Return the JSON body as the model.

    Raises ``Malformed`` (400) for no object, ``Misread`` (422) with each wrong or unknown field.
    """
    value = read_json(getattr(model, "with_files", False))
    if not isinstance(value, dict):
        raise Malformed(refusals.NO_OBJECT)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = error.errors()
        raise Misread(CHECK, faults(found), places(found)) from None


def query(model: type[Model]) -> Model:
    """Return the parameters of the address as the model.

    Raises ``Malformed`` (400) with each wrong, unknown or repeated parameter.
    """
    repeated = {name for name, values in request.args.lists() if len(values) > 1}
    if repeated:
        raise Malformed(refusals.QUERY, _repeated(repeated))
    try:
        return model.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise Malformed(refusals.QUERY, faults(error.errors(), 1)) from None


def declared_filters(query: BaseModel, declared: Iterable[Field]) -> dict[str, str]:
    """Return the parameters that are declared filters.

    Raises ``Malformed`` (400) for any other parameter.
    """
    filters = {key: str(value) for key, value in (query.model_extra or {}).items()}
    if unknown := filters.keys() - {field.key for field in declared}:
        names = sorted(name[:40] for name in unknown)
        raise Malformed(
            refusals.QUERY, {name: refusals.UNKNOWN.format(field=name) for name in names}
        )
    return filters


def _repeated(names: set[str]) -> dict[str, Words]:
    return {name[:40]: refusals.REPEATED.format(field=name[:40]) for name in sorted(names)}
