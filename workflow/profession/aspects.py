"""The eight aspects (八个方面) of a problem, in the words and the order of the text.

Source: docs/domain/customer-document.md, paragraph 66. The last two are retired: the text does not
have them, and no problem from 2026 on.
"""

from __future__ import annotations

from workflow.profession.data import DATA

# Keys are kept for good: items and their history hold them.
ASPECTS = DATA.code_tables["aspects"]
