"""Compile message catalogues where the compiled file is missing or outdated.

An installed package brings compiled catalogues; compiling serves a development tree, whose
templates change more often than the tree is installed.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "translations"


def compile_older(folder: Path = FOLDER) -> list[Path]:
    """Compile outdated catalogues, except in read-only folders; return the written files."""
    older = [po for po in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_older(po)]
    return [po.with_suffix(".mo") for po in older if os.access(po.parent, os.W_OK) and _compile(po)]


def _is_older(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> bool:
    """Write a new file and replace the old one: two web workers start at the same moment."""
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3])
    with tempfile.NamedTemporaryFile(dir=po.parent, suffix=".new", delete=False) as target:
        write_mo(target, catalogue)
    Path(target.name).chmod(0o644)
    Path(target.name).replace(po.with_suffix(".mo"))
    return True
