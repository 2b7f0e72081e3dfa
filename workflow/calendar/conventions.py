"""Whether the first day of a period counts as day one: a convention, kept as data.

Real notices do either (docs/domain/deadlines.md#conventions), so each kind of deadline has a
convention of its own, with its source; an organisation may change it.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Convention:
    """A kind of deadline, and whether the first day counts."""

    key: str
    words: Words
    counts_first: bool  # unless the organisation has said otherwise
    source: Words


BINDING = Convention(
    "binding",
    Words("约束他人的时限", "Deadlines that bind others"),
    counts_first=False,
    source=Words(
        "《民法典》第二百零一条：开始的当日不计入，自下一日开始计算",
        "Civil Code, article 201: the first day is not counted; it runs from the day after",
    ),
)
PUBLICITY = Convention(
    "publicity",
    Words("公示期", "Publicity periods"),
    counts_first=True,
    source=Words(
        "九份实际公示中七份把张贴当日算作第一日（见 docs/domain/deadlines.md）",
        "seven of nine real notices count the day of posting as day one (docs/domain/deadlines.md)",
    ),
)
CONVENTIONS = {convention.key: convention for convention in (BINDING, PUBLICITY)}
