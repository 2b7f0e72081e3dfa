"""The official documents (文书) issued by the lists, and the marks of their numbers.

Numbers are written 督〔2026〕3号: one series for each document, issuing unit and year.
"""

from __future__ import annotations

from workflow.declaration import DocumentKind
from workflow.words import Words

PAPERS: dict[str, DocumentKind] = {
    paper.key: paper
    for paper in (
        DocumentKind("W04", Words("督办单", "Supervision notice"), "督"),
        DocumentKind("W05", Words("催办通知", "Second reminder"), "催"),
        DocumentKind("W06", Words("约谈通知书", "Interview notice"), "约"),
        DocumentKind("W07", Words("约谈记录", "Interview record"), "谈"),
        DocumentKind("W08", Words("约谈落实情况报告", "Interview follow-up report")),
        DocumentKind("W09", Words("通报批评", "Circulated criticism"), "通"),
        DocumentKind("W10", Words("问责建议书", "Accountability proposal"), "问建"),
        DocumentKind("W11", Words("问责通报", "Accountability circular"), "问通"),
    )
}
