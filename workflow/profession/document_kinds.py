"""The official documents (文书) issued by the lists, and the marks of their numbers.

Numbers are written 督〔2026〕3号: one series for each document, issuing unit and year.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document, numbered as in docs/domain/documents.md."""

    key: str
    words: Words
    mark: str = ""  # what its numbers begin with; without one it has no number

    def numbered(self, year: int, serial: int) -> str:
        """Return the number of a document in the form for citation."""
        return f"{self.mark}〔{year}〕{serial}号"


PAPERS: dict[str, Paper] = {
    paper.key: paper
    for paper in (
        Paper("W04", Words("督办单", "Supervision notice"), "督"),
        Paper("W05", Words("催办通知", "Second reminder"), "催"),
        Paper("W06", Words("约谈通知书", "Interview notice"), "约"),
        Paper("W07", Words("约谈记录", "Interview record"), "谈"),
        Paper("W08", Words("约谈落实情况报告", "Interview follow-up report")),
        Paper("W09", Words("通报批评", "Circulated criticism"), "通"),
        Paper("W10", Words("问责建议书", "Accountability proposal"), "问建"),
        Paper("W11", Words("问责通报", "Accountability circular"), "问通"),
    )
}
