"""The tables, by subject: columns, constraints and indexes, without behaviour."""

from workflow.platform.models.base import Base
from workflow.platform.models.calendar import ConventionRow, OwnDayRow, ReckoningRow, SettledYear
from workflow.platform.models.candidates import CandidateRow, TargetVerdict
from workflow.platform.models.channels import Channel
from workflow.platform.models.delivery import Digest, Follow, Inbox, MailChoice, Outbox
from workflow.platform.models.doors import AccountLink, ApprovalRow, RecoveryCode, Subject, Throttle
from workflow.platform.models.founding import FirstRunRow
from workflow.platform.models.import_records import ImportedRow, ImportRow
from workflow.platform.models.imports import ImportDraftRow, ImportLayoutRow, ImportLineRow
from workflow.platform.models.inspections import RoundRow, SheetEditionRow, SheetLineRow
from workflow.platform.models.items import (
    Counter,
    DocumentCounter,
    Escalation,
    Event,
    IdempotencyKey,
    ItemRow,
    LegalMove,
)
from workflow.platform.models.journal import JournalEntry
from workflow.platform.models.kept_counts import (
    COLOUR_BACKLOG,
    ColourEdition,
    KeptColour,
    KeptCount,
)
from workflow.platform.models.look_backs import LookBack, LookBackStratum
from workflow.platform.models.organisations import (
    Appointment,
    Delegation,
    Handover,
    Term,
    Unit,
    UnitChange,
    UnitName,
)
from workflow.platform.models.papers import EarlierDocumentRow, PaperTemplateRow
from workflow.platform.models.people import Account, Person, SignIn, Token
from workflow.platform.models.policies import LadderRow, PoliciesVersion, Replan
from workflow.platform.models.receipts import ReceiptRow
from workflow.platform.models.registers import RegisterChangeRow, RegisterRow
from workflow.platform.models.reports import ReportCopy, ReportRun
from workflow.platform.models.row_changes import CHAINED, RowChange, key_columns
from workflow.platform.models.search import SEARCH_BACKLOG, SearchText, Spelling
from workflow.platform.models.service import (
    InstalledPack,
    Instance,
    InvariantRow,
    PackFile,
    Postponed,
    Release,
    Seal,
    SealLeaf,
    Sweep,
)
from workflow.platform.models.spans import ItemSpan
from workflow.platform.models.views import ListLook, ListView

__all__ = [
    "CHAINED",
    "COLOUR_BACKLOG",
    "SEARCH_BACKLOG",
    "Account",
    "AccountLink",
    "Appointment",
    "ApprovalRow",
    "Base",
    "CandidateRow",
    "Channel",
    "ColourEdition",
    "ConventionRow",
    "Counter",
    "Delegation",
    "Digest",
    "DocumentCounter",
    "EarlierDocumentRow",
    "Escalation",
    "Event",
    "FirstRunRow",
    "Follow",
    "Handover",
    "IdempotencyKey",
    "ImportDraftRow",
    "ImportLayoutRow",
    "ImportLineRow",
    "ImportRow",
    "ImportedRow",
    "Inbox",
    "InstalledPack",
    "Instance",
    "InvariantRow",
    "ItemRow",
    "ItemSpan",
    "JournalEntry",
    "KeptColour",
    "KeptCount",
    "LadderRow",
    "LegalMove",
    "ListLook",
    "ListView",
    "LookBack",
    "LookBackStratum",
    "MailChoice",
    "Outbox",
    "OwnDayRow",
    "PackFile",
    "PaperTemplateRow",
    "Person",
    "PoliciesVersion",
    "Postponed",
    "ReceiptRow",
    "ReckoningRow",
    "RecoveryCode",
    "RegisterChangeRow",
    "RegisterRow",
    "Release",
    "Replan",
    "ReportCopy",
    "ReportRun",
    "RoundRow",
    "RowChange",
    "Seal",
    "SealLeaf",
    "SearchText",
    "SettledYear",
    "SheetEditionRow",
    "SheetLineRow",
    "SignIn",
    "Spelling",
    "Subject",
    "Sweep",
    "TargetVerdict",
    "Term",
    "Throttle",
    "Token",
    "Unit",
    "UnitChange",
    "UnitName",
    "key_columns",
]
