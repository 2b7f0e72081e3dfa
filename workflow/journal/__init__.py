"""The journal: events outside of items, for the audit administrator.

Sign-ins, tokens, posts and units, settings, exports, reads of confidential records. ``note`` writes
an entry in the transaction of the act, so that neither exists without the other; the database
numbers, dates and chains the entry at the commit.
"""

from workflow.journal.kinds import KINDS
from workflow.journal.request_origin import Origin, coming_from
from workflow.journal.writing import note

__all__ = ["KINDS", "Origin", "coming_from", "note"]
