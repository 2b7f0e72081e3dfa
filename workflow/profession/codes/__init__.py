"""The code tables of the profession as data: sources, aspects, and what the customer merely lists.

Sources: docs/domain/sources.md and docs/domain/customer-document.md. An organisation keeps its own
from then on, on the pages of codes.
"""

from pathlib import Path

from workflow.declaration.code_files import code_tables

CODE_TABLES = code_tables(Path(__file__).parent)
