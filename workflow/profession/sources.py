"""The sources of findings (问题来源): the kinds of rounds, and the ways in from outside.

A kind of round is a value of the table and nothing else (docs/adr/0044): a further one is a code.
"""

from __future__ import annotations

from workflow.profession.data import DATA

# Keys are kept for good: items, rounds and their history hold them.
SOURCES = DATA.code_tables["sources"]
