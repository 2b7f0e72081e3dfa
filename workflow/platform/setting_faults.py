"""The sentence for a missing or wrong setting."""

from __future__ import annotations


def sentence(fault: dict[str, object]) -> str:
    """Return the variable of a setting and the reason of the refusal."""
    where: tuple[object, ...] = fault["loc"]  # type: ignore[assignment]
    reason = str(fault["msg"]).removeprefix("Value error, ")
    if not where:  # about several settings together; the sentence names them
        return reason
    name = str(where[0])
    variable = name if name.isupper() else f"RECTIFY_{name.upper()}"
    return f"{variable}: {reason}"
