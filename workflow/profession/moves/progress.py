"""Progress: the percentage of the work done, as reported by its holder."""

from __future__ import annotations

from workflow.declaration import Actor, Facts, Field, Item, Transition, holder, process_of
from workflow.words import Words


def _report(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["reported_on"] = facts.today.isoformat()


REPORT_PROGRESS = Transition(
    "report_progress",
    Words("报告进展", "Report progress"),
    source=("assigned",),
    dest="",
    permission=holder,
    fields=(Field("percent", Words("完成百分比", "Percent done"), kind="number", limit=100),),
    comment_required=True,
    duty="rectifier",
    records=_report,
    beside=True,
)
