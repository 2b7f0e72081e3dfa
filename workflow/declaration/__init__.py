"""Declarations: the vocabulary of lists, moves, fields, rules, effects and due dates."""

from workflow.declaration.attendance import has_gone
from workflow.declaration.candidates import CandidateKind
from workflow.declaration.cascade import Cascade
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
)
from workflow.declaration.eligibility import eligible
from workflow.declaration.evidence_records import EvidenceRecord
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
from workflow.declaration.indicators import Indicator
from workflow.declaration.limit import BOOK, Limit
from workflow.declaration.list_type import (
    ABSORB,
    ESCALATE,
    LAPSE,
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
from workflow.declaration.notes import (
    CheckRecord,
    DecisionWeight,
    HandedIn,
    LedgerOrigin,
    LedgerState,
    NamedPerson,
    ObjectionRecord,
    RecordSignature,
    RectificationProcess,
    ReminderRecord,
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
    FOUND,
    IMPORT_DOUBT,
    LATE,
    MARK_RELAPSE,
    MISSED_TARGET,
    OPEN,
    OUTCOME,
    PROBLEMS,
    REOPENED_FOR,
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
    "ABSORB", "ACTS", "ANSWER", "ANYWHERE", "APPEALS", "ASPECT", "ATTESTED", "AT_ONCE", "BOOK",
    "BROKEN_NORM", "BY_THE_UNIT", "CALL_LOOK_BACK", "CATEGORIES", "CHANGED", "CHECK", "CHECKS",
    "CLOSED", "COMPLAINT", "DRAW", "ESCALATE", "EVIDENCE", "FAILING_LINE", "FIRST", "FOUND",
    "IMPORT_DOUBT", "INHERITED", "JOIN", "JOINED", "LAPSE", "LAST", "LATE", "MARK_RELAPSE",
    "MISSED_TARGET", "NOTHING_SET", "OPEN", "OUTCOME", "PROBLEMS", "RAISE", "REACHES",
    "REASON_NEEDED", "RECKON", "RECOVER", "REFER", "REHANG", "REMARK", "REOPENED_FOR", "REPLAN",
    "REPORT_PROGRESS", "RESCOPE", "RESPONSIBILITIES", "RETURNS", "SELF_CHECK", "SKIP", "SPREAD",
    "SYSTEM", "TAKE_BACK", "TAKE_OVER", "TARGETS", "TASKS", "UNIT", "Act", "Actor", "Asking",
    "Basis", "CandidateKind", "Cascade", "Case", "ChangeParent", "CheckRecord", "Choice",
    "Clock", "Colour", "Condition", "ContentLine", "DecisionWeight", "DeclaredSheet",
    "DocumentKind", "DueKind", "DueRule", "DueShift", "Edition", "Effect", "Email",
    "Entitlement", "EvidenceRecord", "Facts", "Field", "FieldKind", "FormerPost", "Guard",
    "HandedIn", "Hold", "Indicator", "IssuedDocument", "Item", "Judgement", "KindOfUnit",
    "LedgerOrigin", "LedgerState", "Limit", "ListType", "Listener", "Merge", "NamedPerson",
    "NewDue", "NotOneself", "NotOwnUnit", "Notice", "ObjectionRecord", "OnParent", "OneCurrent",
    "Open", "Pack", "PartForm", "PartialForm", "Pattern", "Pause", "PauseOver", "PlannedRung",
    "Policies", "Post", "PostHolder", "Process", "Reckoned", "RecordSignature", "Records",
    "RectificationProcess", "Register", "RegisterChange", "RegisterEntry", "RegisterForm",
    "ReleaseHold", "ReminderRecord", "ResponsibilityLevel", "Resume", "Right", "Rule", "Rung",
    "RungNote", "RungSkipped", "SeverityClass", "Sharing", "Signed", "Stage", "State",
    "StepClock", "StepKept", "Store", "Transition", "VoteCount", "VoteRecord", "Within",
    "awaited", "by_hand", "counted", "did", "drop_stale", "eligible", "faults_of", "forget",
    "has_gone", "holder", "holder_has_gone", "holds", "in_post", "is_reason", "named_by",
    "note_former_holder", "own_unit", "pack", "process_of", "raiser", "registered", "role",
    "system", "took_part", "typed", "typed_now", "vacancies", "vacant", "value_of",
    "with_article", "with_machine_moves",
]  # fmt: skip
