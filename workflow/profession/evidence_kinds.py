"""The kinds of evidence (佐证类别): before, result, minutes ...

Source: docs/domain/evidence-and-closing.md#evidence.
"""

from __future__ import annotations

from workflow.declaration import EVIDENCE_KINDS
from workflow.profession.data import DATA

# Keys are kept for good: items and their history hold them.
KINDS = DATA.code_tables[EVIDENCE_KINDS]
BEFORE, RESULT = "before", "result"
