"""Declarations: the vocabulary of lists, moves, fields, rules, effects and due dates."""

from workflow.declaration.attendance import has_gone
from workflow.declaration.candidates import CandidateKind
from workflow.declaration.cascade import Cascade
from workflow.declaration.check_tally import lines_named
from workflow.declaration.codes import Code, CodeTable
from workflow.declaration.corrections import CHANGED, typed_now
from workflow.declaration.document_kinds import DocumentKind
from workflow.declaration.due_dates import Basis, DueKind, DueShift, Reckoned, Stage, by_hand
from workflow.declaration.effects import (
    AT_ONCE,
    ChangeParent,
    Effect,
    Email,
    Hold,
    Merge,
    NewDue,
    Notice,
    OnParent,
    Open,
    Pause,
    ReleaseHold,
    Resume,
    TellOutcome,
)
from workflow.declaration.eligibility import eligible
from workflow.declaration.evidence_records import (
    EVIDENCE_KINDS,
    MOST_PIECES,
    EvidenceRecord,
    EvidenceRule,
)
from workflow.declaration.facts import (
    Facts,
    FormerPost,
    Item,
    Listener,
    PostHolder,
    note_former_holder,
)
from workflow.declaration.field import Choice, Field, FieldKind, Pattern
from workflow.declaration.field_words import named_by
from workflow.declaration.fields import (
    CHECK,
    REASON_NEEDED,
    Asking,
    PartialForm,
    faults_of,
    is_reason,
    value_of,
)
from workflow.declaration.guards import (
    FIRST,
    LAST,
    UNIT,
    Case,
    Guard,
    KindOfUnit,
    NotOneself,
    NotOwnUnit,
    OneCurrent,
    Within,
)
from workflow.declaration.indicators import UNITS, Indicator, IndicatorGroup
from workflow.declaration.limit import BOOK, Limit
from workflow.declaration.list_type import (
    ABSORB,
    ESCALATE,
    LAPSE,
    NOTE_ANSWER,
    RAISE,
    RECKON,
    RECOVER,
    REFER,
    REHANG,
    REPLAN,
    RESCOPE,
    SKIP,
    TAKE_BACK,
    TAKE_OVER,
    ListType,
    State,
    StepClock,
)
from workflow.declaration.machine_moves import with_machine_moves
from workflow.declaration.named_rights import (
    APPLY_CALENDAR,
    APPOINT,
    APPROVE,
    DECIDE_CANDIDATES,
    DELEGATE,
    DRAW_LOOK_BACKS,
    END_POSTS,
    ENTER_COMPLAINTS,
    FORESEE,
    IMPORT_LEDGERS,
    KEEP_CALENDAR,
    KEEP_CHANNELS,
    KEEP_CODES,
    KEEP_LADDERS,
    KEEP_PEOPLE,
    KEEP_REPORTS,
    KEEP_SHEETS,
    KEEP_TEMPLATES,
    KEEP_UNITS,
    OPEN_RETURNS,
    OVERSEE_REPORTS,
    PLAN_ROUNDS,
    PLAN_SELF_CHECKS,
    PUBLISH_LADDERS,
    READ_CODES,
    READ_CONDITION,
    READ_DELEGATIONS,
    READ_FIGURES,
    READ_LOGS,
    READ_LOOK_BACKS,
    READ_MAILS,
    READ_PEOPLE,
    READ_REPORTS,
    READ_SHEETS,
    RELEASE_BREAKER,
    RUN_CHANNELS,
    SECURE_PEOPLE,
    TAKE_OVER_ROWS,
)
from workflow.declaration.notes import (
    AnswerRecord,
    CheckRecord,
    ComplaintOrigin,
    DecisionWeight,
    FindingOrigin,
    HandedIn,
    LedgerOrigin,
    LedgerState,
    NamedPerson,
    ObjectionRecord,
    RecordSignature,
    RectificationProcess,
    ReminderRecord,
    RowTally,
    SheetOfCheck,
    Signed,
    VoteCount,
    VoteRecord,
    process_of,
    typed,
)
from workflow.declaration.packs import Pack, pack, registered
from workflow.declaration.parts import INHERITED, PartForm
from workflow.declaration.policies import NOTHING_SET, Clock, Policies
from workflow.declaration.process import (
    ContentLine,
    IssuedDocument,
    PauseOver,
    Process,
    RungSkipped,
    StepKept,
    forget,
)
from workflow.declaration.referral import awaited
from workflow.declaration.register import (
    ACTS,
    Act,
    Register,
    RegisterChange,
    RegisterEntry,
    RegisterForm,
    Store,
)
from workflow.declaration.responsibility_level import ResponsibilityLevel
from workflow.declaration.responsibility_levels import in_post, vacant
from workflow.declaration.rights import ANYWHERE, REACHES, Entitlement, Right
from workflow.declaration.rules import (
    SYSTEM,
    Actor,
    Post,
    Rule,
    did,
    holder,
    holds,
    own_unit,
    raiser,
    role,
    system,
    took_part,
    with_article,
)
from workflow.declaration.rungs import Colour, Edition, PlannedRung, Rung, RungNote
from workflow.declaration.severity import SeverityClass
from workflow.declaration.shared_keys import (
    ANSWER,
    APPEALS,
    ASPECT,
    ATTACH_COPY,
    ATTESTED,
    BROKEN_NORM,
    BY_THE_UNIT,
    CALL_LOOK_BACK,
    CATEGORIES,
    CHECKS,
    CLOSED,
    COMPLAINT,
    DRAW,
    FAILING_LINE,
    FIGURES,
    FOUND,
    IMPORT_DOUBT,
    LATE,
    MARK_RELAPSE,
    MISSED_TARGET,
    OPEN,
    OUTCOME,
    PAUSES,
    PROBLEMS,
    REOPENED_FOR,
    REPLACE_EVIDENCE,
    REPORT_PROGRESS,
    RESPONSIBILITIES,
    RETURNS,
    SELF_CHECK,
    SPREAD,
    TARGETS,
    TASKS,
)
from workflow.declaration.sharing import JOIN, JOINED, Sharing
from workflow.declaration.sheets import DeclaredSheet
from workflow.declaration.transition import (
    EVIDENCE,
    REMARK,
    Condition,
    DueRule,
    Judgement,
    Records,
    Transition,
)
from workflow.declaration.vacancy import drop_stale, holder_has_gone, vacancies
from workflow.declaration.votes import counted

__all__ = [
    "ABSORB", "ACTS", "ANSWER", "ANYWHERE", "APPEALS", "APPLY_CALENDAR", "APPOINT", "APPROVE",
    "ASPECT", "ATTACH_COPY", "ATTESTED", "AT_ONCE", "BOOK", "BROKEN_NORM", "BY_THE_UNIT",
    "CALL_LOOK_BACK", "CATEGORIES", "CHANGED", "CHECK", "CHECKS", "CLOSED", "COMPLAINT",
    "DECIDE_CANDIDATES", "DELEGATE", "DRAW", "DRAW_LOOK_BACKS", "END_POSTS", "ENTER_COMPLAINTS",
    "ESCALATE", "EVIDENCE", "EVIDENCE_KINDS", "FAILING_LINE", "FIGURES", "FIRST", "FORESEE",
    "FOUND", "IMPORT_DOUBT", "IMPORT_LEDGERS", "INHERITED", "JOIN", "JOINED", "KEEP_CALENDAR",
    "KEEP_CHANNELS", "KEEP_CODES", "KEEP_LADDERS", "KEEP_PEOPLE", "KEEP_REPORTS", "KEEP_SHEETS",
    "KEEP_TEMPLATES", "KEEP_UNITS", "LAPSE", "LAST", "LATE", "MARK_RELAPSE", "MISSED_TARGET",
    "MOST_PIECES", "NOTE_ANSWER", "NOTHING_SET", "OPEN", "OPEN_RETURNS", "OUTCOME",
    "OVERSEE_REPORTS", "PAUSES", "PLAN_ROUNDS", "PLAN_SELF_CHECKS", "PROBLEMS", "PUBLISH_LADDERS",
    "RAISE", "REACHES", "READ_CODES", "READ_CONDITION", "READ_DELEGATIONS", "READ_FIGURES",
    "READ_LOGS", "READ_LOOK_BACKS", "READ_MAILS", "READ_PEOPLE", "READ_REPORTS", "READ_SHEETS",
    "REASON_NEEDED", "RECKON", "RECOVER", "REFER", "REHANG", "RELEASE_BREAKER", "REMARK",
    "REOPENED_FOR", "REPLACE_EVIDENCE", "REPLAN", "REPORT_PROGRESS", "RESCOPE", "RESPONSIBILITIES",
    "RETURNS", "RUN_CHANNELS", "SECURE_PEOPLE", "SELF_CHECK", "SKIP", "SPREAD", "SYSTEM",
    "TAKE_BACK", "TAKE_OVER", "TAKE_OVER_ROWS", "TARGETS", "TASKS", "UNIT", "UNITS", "Act", "Actor",
    "AnswerRecord", "Asking", "Basis", "CandidateKind", "Cascade", "Case", "ChangeParent",
    "CheckRecord", "Choice", "Clock", "Code", "CodeTable", "Colour", "ComplaintOrigin", "Condition",
    "ContentLine", "DecisionWeight", "DeclaredSheet", "DocumentKind", "DueKind", "DueRule",
    "DueShift", "Edition", "Effect", "Email", "Entitlement", "EvidenceRecord", "EvidenceRule",
    "Facts", "Field", "FieldKind", "FindingOrigin", "FormerPost", "Guard", "HandedIn", "Hold",
    "Indicator", "IndicatorGroup", "IssuedDocument", "Item", "Judgement", "KindOfUnit",
    "LedgerOrigin", "LedgerState", "Limit", "ListType", "Listener", "Merge", "NamedPerson",
    "NewDue", "NotOneself", "NotOwnUnit", "Notice", "ObjectionRecord", "OnParent", "OneCurrent",
    "Open", "Pack", "PartForm", "PartialForm", "Pattern", "Pause", "PauseOver", "PlannedRung",
    "Policies", "Post", "PostHolder", "Process", "Reckoned", "RecordSignature", "Records",
    "RectificationProcess", "Register", "RegisterChange", "RegisterEntry", "RegisterForm",
    "ReleaseHold", "ReminderRecord", "ResponsibilityLevel", "Resume", "Right", "RowTally", "Rule",
    "Rung", "RungNote", "RungSkipped", "SeverityClass", "Sharing", "SheetOfCheck", "Signed",
    "Stage", "State", "StepClock", "StepKept", "Store", "TellOutcome", "Transition", "VoteCount",
    "VoteRecord", "Within", "awaited", "by_hand", "counted", "did", "drop_stale", "eligible",
    "faults_of", "forget", "has_gone", "holder", "holder_has_gone", "holds", "in_post", "is_reason",
    "lines_named", "named_by", "note_former_holder", "own_unit", "pack", "process_of", "raiser",
    "registered", "role", "system", "took_part", "typed", "typed_now", "vacancies", "vacant",
    "value_of", "with_article", "with_machine_moves",
]  # fmt: skip
