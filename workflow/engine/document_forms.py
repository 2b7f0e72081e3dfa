"""The forms of the official documents: the lines of each, and the moves noted under it.

Data of the profession (docs/domain/documents.md). A line is a field declared by the list, or one of
the few lines below, composed from the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words

_SIGNED, _HANDLED = Words("签发人", "Signed by"), Words("经办人", "Handled by")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentForm:
    """The form of a document: lines, addressee, and the moves noted below."""

    lines: tuple[str, ...]
    addressee: str = ""  # the line that says whom it is addressed to
    before: tuple[str, ...] = ()  # moves whose opinion led to it
    after: tuple[str, ...] = ()  # moves that answered it
    to_sign: tuple[str, ...] = ()  # who signs for it, or under it, by hand or here
    by: Words = _HANDLED  # what whoever issued it is called


RECEIVER = "receiver"
FORMS: dict[str, DocumentForm] = {
    "W04": DocumentForm(
        lines=("title", "basis", "instruction", "lag", "unit", "concerned", "demand", "reply_days",
         "feedback", "times", "copy_to"),
        addressee="unit",
        after=("serve", "acknowledge", "answer", "accept", "return", "conclude"),
        to_sign=(RECEIVER,),
        by=_SIGNED,
    ),
    "W05": DocumentForm(
        lines=("title", "first_number", "late", "new_due"),
        addressee="unit",
        after=("acknowledge", "answer"),
        to_sign=(RECEIVER,),
    ),
    "W06": DocumentForm(
        lines=("concerned", "title", "when", "place", "interviewer", "purpose", "required", "bring",
         "contact", "copy_to"),
        addressee="concerned",
        to_sign=(RECEIVER,),
    ),
    "W07": DocumentForm(
        lines=("when", "place", "interviewer", "concerned", "recorder", "title", "problems",
         "explanation", "demand", "commitment", "copy_to"),
        to_sign=("interviewer", "interviewee", "recorder"),
    ),
    "W08": DocumentForm(
        lines=("concerned", "title", "commitment", "fulfilled", "report"),
        after=("verify_report", "return_report"),
        by=Words("报告人", "Reported by"),
    ),
    "W09": DocumentForm(
        lines=("concerned", "title", "facts", "basis", "criticism", "demand", "rectify_by",
               "circle", "copy_to"),
        addressee="unit",
        after=("publish", "acknowledge", "report_back", "accept", "return", "follow_up", "conclude",
               "revoke"),
        to_sign=(RECEIVER,),
        by=_SIGNED,
    ),
    "W10": DocumentForm(
        lines=("target", "concerned", "title", "facts", "responsibility", "basis",
               "proposed", "weight", "proposer"),
        addressee="body",
        before=("review",),
        after=("accept_case", "return"),
        by=_SIGNED,
    ),
    "W11": DocumentForm(
        lines=("body", "decision_no", "decided_on", "concerned", "title", "method", "impact",
         "publicity_scope"),
        addressee="unit",
        after=("acknowledge", "execute"),
        to_sign=(RECEIVER,),
    ),
}  # fmt: skip
