"""The forms filled in from an item's present record, a declaration for each kind.

Nobody issues them and they have no number: they put a step of the record on paper, as offices file
it and sign it by hand (docs/domain/documents.md). A line is a field declared by the list, or one of
the few composed from the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration import PROBLEMS
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemForm:
    """A form of a list's items: the move put on paper, and the contents."""

    key: str
    words: Words
    list_key: str
    after: tuple[str, ...]  # moves; the newest of them is put on paper
    lines: tuple[str, ...]
    opinions: tuple[str, ...] = ()  # moves since then, each with comment, person and day
    signs: tuple[Words, ...] = ()


_APPLICANT = Words("责任人签字背书", "Signed by the person responsible")
_REVIEWER, _DECIDER = Words("初审人", "Reviewer"), Words("审定人", "Decider")
_VERIFIERS = (Words("核查人", "Verifier"), Words("核查人", "Second verifier"))
_RECEIVER = Words("接收单位负责人", "Head of the receiving unit")
_MATTER = ("number", "title", "unit", "holder")
_LOOKS = ("hearts", "hearts_seen", "looks", "looks_seen", "actions", "actions_seen")
_OWN_LOOKS = ("own_hearts", "own_problem", "own_actions")

ITEM_FORMS = (
    ItemForm(
        key="W01", words=Words("整改通知书", "Rectification notice"), list_key=PROBLEMS,
        after=("assign",),
        lines=(*_MATTER, "aspect", "source", "found_on", "severity", "target", "measures",
               "due_on", "said"),
        signs=(Words("签发单位负责人", "Head of the issuing unit"), _RECEIVER),
    ),
    ItemForm(
        key="W02", words=Words("整改方案", "Rectification plan"), list_key=PROBLEMS,
        after=("submit_plan",),
        lines=(*_MATTER, "cause", "target", "plan", "measures", "due_on"),
        opinions=("approve_plan", "return_plan"),
    ),
    ItemForm(
        key="W03", words=Words("整改进展报告", "Progress report"), list_key=PROBLEMS,
        after=("report_progress",), lines=(*_MATTER, "due_on", "percent", "said"),
    ),
    ItemForm(
        key="W12", words=Words("延期申请表", "Extension request"), list_key="extensions",
        after=("raise", "resubmit"), lines=("number", "unit", "title", "progress", "asked_for"),
        opinions=("return", "approve", "refuse"), signs=(_DECIDER,),
    ),
    ItemForm(
        key="W13", words=Words("销号申请表", "Application for closing"), list_key=PROBLEMS,
        after=("rectify",),
        lines=(*_MATTER, "measures", "due_on", "statement", *_OWN_LOOKS, "pledge", "said",
               "evidence"),
        opinions=("pass_review", "record_check", "verify", "return", "close", "refuse"),
        signs=(_APPLICANT, _REVIEWER, _DECIDER),
    ),
    ItemForm(
        key="W14", words=Words("现场核查表", "Record of verification"), list_key=PROBLEMS,
        after=("verify", "return"), lines=(*_MATTER, "statement", *_LOOKS, "said", "evidence"),
        signs=_VERIFIERS,
    ),
    ItemForm(
        key="W15", words=Words("销号公示", "Publicity of a closing"), list_key=PROBLEMS,
        after=("publish",),
        lines=("title", "unit", "measures", "target", "due_on", "statement", "publicity"),
    ),
    ItemForm(
        key="W16", words=Words("销号通知单", "Notice of closing"), list_key=PROBLEMS,
        after=("close",), lines=(*_MATTER, "round", "due_on", "day", "actor", "said"),
        signs=(_RECEIVER,),
    ),
    ItemForm(
        key="W17", words=Words("重新整改通知", "Notice of reopening"), list_key=PROBLEMS,
        after=("reopen",), lines=(*_MATTER, "round", "reopened_for", "said", "due_on"),
        signs=(_RECEIVER,),
    ),
    ItemForm(
        key="look-back", words=Words("回头看报告", "Report of a look-back"), list_key=PROBLEMS,
        after=("pass_look_back", "fail_look_back"),
        lines=(*_MATTER, "round", "day", "actor", "move", "said", "due_on"), signs=_VERIFIERS,
    ),
    ItemForm(
        key="decision", words=Words("问责决定登记表", "Record of a decision on accountability"),
        list_key="accountabilities", after=("decide",),
        lines=(*_MATTER, "target", "facts", "responsibility", "basis", "proposed", "body", "method",
               "decision_no", "decided_on", "actor", "said", "evidence"),
        opinions=("announce", "acknowledge", "execute", "archive"), signs=(_DECIDER,),
    ),
    ItemForm(
        key="appeal", words=Words("申诉书", "Appeal"), list_key="appeals", after=("raise",),
        lines=("number", "unit", "actor", "day", "title", "request", "evidence"),
        opinions=("accept_case", "decide", "refuse", "withdraw"),
        signs=(Words("申诉人", "Appellant"), Words("受理人", "Accepted by")),
    ),
    *(
        ItemForm(
            key="hand-over", words=Words("移交单", "Record of a hand-over"), list_key=list_key,
            after=("hand_over",), lines=(*_MATTER, "giver", "due_on", "day", "actor", "said"),
            signs=(Words("移交人", "Handed over by"), Words("接收人", "Taken over by")),
        )
        for list_key in (PROBLEMS, "tasks", "responsibilities")
    ),
)  # fmt: skip
