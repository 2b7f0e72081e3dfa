"""The journal: what happened that belongs to no item, for the audit administrator.

Sign-ins, tokens, posts and units, settings, exports, reads of what is confidential. ``note``
writes an entry in the transaction of what it tells of, so that neither is there without the
other; the database numbers, dates and chains it at the commit.
"""

from workflow.journal.kinds import KINDS
from workflow.journal.request_origin import Origin, coming_from
from workflow.journal.writing import note

__all__ = ["KINDS", "Origin", "coming_from", "note"]
