"""The tables, by subject: columns, constraints and indexes, nothing that acts."""

from workflow.models.base import Base
from workflow.models.calendar import ConventionRow, OwnDayRow, ReckoningRow, SettledYear
from workflow.models.channels import Channel
from workflow.models.delivery import Digest, Inbox, MailChoice, Outbox
from workflow.models.doors import AccountLink, RecoveryCode, Subject, Throttle
from workflow.models.items import (
    Counter,
    DocumentCounter,
    Escalation,
    Event,
    IdempotencyKey,
    ItemRow,
    LegalMove,
)
from workflow.models.journal import JournalEntry
from workflow.models.look_backs import LookBack, LookBackStratum
from workflow.models.organisations import (
    Appointment,
    Delegation,
    Handover,
    Term,
    Unit,
    UnitChange,
    UnitName,
)
from workflow.models.people import Account, Person, SignIn, Token
from workflow.models.policies import LadderRow, PoliciesVersion, Replan
from workflow.models.service import (
    Instance,
    InvariantRow,
    Postponed,
    Release,
    Seal,
    SealLeaf,
    Sweep,
)

__all__ = [
    "Account",
    "AccountLink",
    "Appointment",
    "Base",
    "Channel",
    "ConventionRow",
    "Counter",
    "Delegation",
    "Digest",
    "DocumentCounter",
    "Escalation",
    "Event",
    "Handover",
    "IdempotencyKey",
    "Inbox",
    "Instance",
    "InvariantRow",
    "ItemRow",
    "JournalEntry",
    "LadderRow",
    "LegalMove",
    "LookBack",
    "LookBackStratum",
    "MailChoice",
    "Outbox",
    "OwnDayRow",
    "Person",
    "PoliciesVersion",
    "Postponed",
    "ReckoningRow",
    "RecoveryCode",
    "Release",
    "Replan",
    "Seal",
    "SealLeaf",
    "SettledYear",
    "SignIn",
    "Subject",
    "Sweep",
    "Term",
    "Throttle",
    "Token",
    "Unit",
    "UnitChange",
    "UnitName",
]
