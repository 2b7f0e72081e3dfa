"""Cells in which each party stands behind its part: 责任领导：顾明远；责任科室：机关党委."""

from __future__ import annotations

import re
from functools import lru_cache

from workflow.imports.ledger.meanings import weights

_LABEL = re.compile(
    r"(?:^|(?<=[\s；;。，,、|/（(]))([\u4e00-\u9fff]{2,8}?|[A-Za-z][A-Za-z ]{2,24}?)\s*[:：]\s*"
)
PARTIES = (
    "lead_unit", "responsible_unit", "assisting_unit", "unit_and_person", "first", "direct",
    "specific",
)  # fmt: skip
_ENOUGH = 55


@lru_cache(maxsize=16_384)
def taken_apart(text: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a cell as pairs of field and text; empty for a cell without labels."""
    if ":" not in text and "：" not in text:
        return ()
    marks = list(_LABEL.finditer(text))
    fields = [_field(mark[1]) for mark in marks]
    if not marks or marks[0].start() or not all(fields):
        return ()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return tuple(
        (field, value)
        for field, mark, end in zip(fields, marks, ends, strict=True)
        if (value := text[mark.end() : end].strip(" \t\u3000\n；;，,、。|/（("))
    )


def without_labels(text: str) -> str:
    """Return the parties of a cell alone, with a separator between them."""
    return "；".join(value for _, value in taken_apart(text)) or text


def _field(label: str) -> str:
    """Return the field of parties meant by a label, or an empty text."""
    found = {key: weight for key, weight in weights(label).items() if weight >= _ENOUGH}
    best = max(found, key=lambda key: found[key], default="")
    return best if best in PARTIES else ""
