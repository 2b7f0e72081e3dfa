"""The pack of the profession: all of its declarations as one value."""

from __future__ import annotations

from dataclasses import replace

from workflow.profession import lists, registers
from workflow.profession.vocabulary import VOCABULARY

PACK = replace(VOCABULARY, lists=lists.LIST_TYPES, registers=registers.DECLARED, folder=lists)
