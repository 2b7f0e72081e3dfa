"""The forms of the official documents: the lines of each, and the moves noted under it.

Data of the profession (docs/domain/documents.md). A line is a field declared by the list, or one of
the few lines below, composed from the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words

_SIGNED, _HANDLED = Words("签发人", "Signed by"), Words("经办人", "Handled by")


@dataclass(frozen=True, slots=True)
class Prose:
    """The frame of a document that is written as a letter (公文): subject, opening and closing.

    ``{line}`` in the subject stands for the value of a line of the form.
    """

    subject: Words
    opening: Words
    closing: Words
    upward: bool = False  # to a superior: the signer is named beside the number


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentForm:
    """The form of a document: lines, addressee, and the moves noted below."""

    lines: tuple[str, ...]
    addressee: str = ""  # the line that says whom it is addressed to
    before: tuple[str, ...] = ()  # moves whose opinion led to it
    after: tuple[str, ...] = ()  # moves that answered it
    to_sign: tuple[str, ...] = ()  # who signs for it, or under it, by hand or here
    by: Words = _HANDLED  # what whoever issued it is called
    prose: Prose | None = None  # how it reads as a letter; without it the document is a table


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
        prose=Prose(
            Words("关于约谈{concerned}的通知", "Notice of an interview with {concerned}"),
            Words("经研究，决定进行约谈。现将有关事项通知如下：",
                  "It was decided to hold an interview. The particulars are as follows."),
            Words("请按时参加。特此通知。", "Please attend on time."),
        ),
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
        prose=Prose(
            Words("关于对{concerned}予以批评的通报", "Circulated criticism of {concerned}"),
            Words("现将有关情况通报如下：", "The following is made known."),
            Words("特此通报。", ""),
        ),
    ),
    "W10": DocumentForm(
        lines=("target", "concerned", "title", "facts", "responsibility", "basis",
               "proposed", "weight", "proposer"),
        addressee="body",
        before=("review",),
        after=("accept_case", "return"),
        by=_SIGNED,
        prose=Prose(
            Words("关于对{concerned}问责的建议", "Proposal to hold {concerned} accountable"),
            Words("经核查，现提出问责建议如下：",
                  "On the facts established, the following is proposed."),
            Words("以上建议，请审议。", "The proposal is submitted for decision."),
            upward=True,
        ),
    ),
    "W11": DocumentForm(
        lines=("body", "decision_no", "decided_on", "concerned", "title", "method", "impact",
         "publicity_scope"),
        addressee="unit",
        after=("acknowledge", "execute"),
        to_sign=(RECEIVER,),
        prose=Prose(
            Words("关于对{concerned}问责情况的通报",
                  "Decision on the accountability of {concerned}"),
            Words("现将问责情况通报如下：", "The decision is made known as follows."),
            Words("特此通报。", ""),
        ),
    ),
}  # fmt: skip
