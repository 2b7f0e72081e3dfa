"""The forms of the look-back pages, read like any other form by their declaration."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration import Choice, Field
from workflow.inspections.look_backs.sampling import BY, MEASURES
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class LookBackForm:
    """A form of the look-back pages."""

    fields: tuple[Field, ...]
    comment_required: bool = False

    def asks_for(self, key: str) -> bool:
        """Say whether there is a field with the name."""
        return any(field.key == key for field in self.fields)


PLAN = LookBackForm(
    (
        Field("unit", Words("抽查哪个单位（含下级）", "Unit, with everything below it"), "unit"),
        Field(
            "day",
            Words("回头看日期", "Day of the look-back"),
            "date",
            help=Words(
                "须为今天以后的工作日；在此之前被抽查单位看不到",
                "a working day after today; until then the units that are drawn from see nothing",
            ),
        ),
        Field(
            "by",
            Words("按什么分层", "Strata by"),
            "choice",
            choices=tuple(Choice(key, words) for key, words in BY.items()),
        ),
        Field(
            "measure",
            Words("每层抽多少", "How much of each stratum"),
            "choice",
            choices=tuple(Choice(key, words) for key, words in MEASURES.items()),
        ),
        Field("amount", Words("百分数或个数", "Per cent, or number"), "number", limit=1000),
        Field("closed_from", Words("自何日起销号的", "Closed from this day on"), "date", False),
        Field("reason", Words("抽查事由", "Why it is drawn"), "long", limit=2000),
    )
)
TAKE_BACK = LookBackForm((Field("reason", Words("撤回理由", "Why it is taken back"), limit=500),))
