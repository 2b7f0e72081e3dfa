"""How a post to a group reads: a few lines in the group's language, the link at the end."""

from __future__ import annotations

from workflow.delivery.channels.message import Bulletin, Happening
from workflow.delivery.channels.summary import Summary
from workflow.platform import settings
from workflow.words import Words

_TITLE = 120  # characters
_HEAD = Words("【整改销号】{what}", "[Rectify] {what}")
_TEST = Words(
    "测试消息：这个群已接入，收到即表示设置正确。",
    "A test: this group is connected, and whoever reads this knows that it works.",
)
_ROWS = Words("{list} {number}\n单位：{unit}\n状态：{state}", "{list} {number}\n{unit}\n{state}")
_DUE = Words("时限：{on}（{left}）", "Due: {on} ({left})")
_DIGEST = Words("{unit}今日摘要", "{unit}, today")
_COUNTS = Words(
    "{list}：在办{open}件，逾期{late}件，7日内到期{soon}件",
    "{list}: {open} open, {late} late, {soon} due within 7 days",
)
_NOTHING = Words("没有在办事项。", "Nothing is open.")
_BETWEEN = "\n"


def written(bulletin: Bulletin) -> str:
    """Write the text."""
    language, happening = bulletin.language, bulletin.happening
    if bulletin.summary:
        return _counted(bulletin.summary, language)
    if happening is None:
        return _HEAD.format(what=_TEST).of(language)
    lines = [_HEAD.format(what=happening.move).of(language), _about(happening).of(language)]
    if happening.title:
        lines.append(" ".join(happening.title.split())[:_TITLE])
    if happening.due:
        due = happening.due
        lines.append(_DUE.format(on=due.on.isoformat(), left=due.told).of(language))
    lines.append(f"{settings().url}{happening.path}")
    return _BETWEEN.join(lines)


def _counted(summary: Summary, language: str) -> str:
    lines = [_HEAD.format(what=_DIGEST.format(unit=summary.unit)).of(language)]
    lines += [
        _COUNTS.format(list=row.words, open=row.open, late=row.late, soon=row.soon).of(language)
        for row in summary.lists
    ] or [_NOTHING.of(language)]
    return _BETWEEN.join([*lines, f"{settings().url}{summary.path}"])


def _about(happening: Happening) -> Words:
    return _ROWS.format(
        list=happening.list_words,
        number=happening.number,
        unit=happening.unit,
        state=happening.state_words,
    )
