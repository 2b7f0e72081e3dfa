"""The data of the profession: of the pack that was chosen, or of the usual one.

It is read once, when the profession is loaded; a process has one pack (docs/adr/0068).
"""

from __future__ import annotations

from workflow.profession.packs.reading import read_taken

DATA = read_taken()
