"""The sentence for a missing or wrong setting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_OWN: dict[str, Callable[[Mapping[str, object]], str]] = {
    "int_parsing": lambda _: "must be a whole number",
    "int_from_float": lambda _: "must be a whole number",
    "bool_parsing": lambda _: "must be true or false",
    "greater_than_equal": lambda limit: f"must be {limit['ge']} or more",
    "less_than_equal": lambda limit: f"must be {limit['le']} or less",
    "literal_error": lambda limit: f"must be {limit['expected']}",
}


def sentence(fault: dict[str, object]) -> str:
    """Return the variable of a setting and the reason of the refusal."""
    where: tuple[object, ...] = fault["loc"]  # type: ignore[assignment]
    reason = str(fault["msg"]).removeprefix("Value error, ")
    if own := _OWN.get(str(fault["type"])):
        limits: Mapping[str, object] = fault.get("ctx", {})  # type: ignore[assignment]
        reason = own(limits)
    if not where:  # about several settings together; the sentence names them
        return reason
    name = str(where[0])
    variable = name if name.isupper() else f"RECTIFY_{name.upper()}"
    return f"{variable}: {reason}"
