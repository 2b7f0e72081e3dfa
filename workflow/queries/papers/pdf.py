"""Papers as PDF, set by Typst; the same text, day and fonts give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import cast

import typst

from workflow.queries.papers.fonts import FontRole, families, installed
from workflow.queries.papers.text import PaperText

_TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
_PARTS: tuple[FontRole, ...] = ("fangsong", "song", "hei")
_RESOLUTION = 110.0  # dots per inch of a picture


def pdf(papers: Sequence[PaperText]) -> bytes:
    """Return papers as a PDF, each from a new page on.

    Raises ``NotPossible`` on a machine without Chinese fonts.
    """
    made = _compiler().compile(format="pdf", sys_inputs=_inputs(papers), timestamp=0)
    return cast(bytes, made)


def pictures(papers: Sequence[PaperText]) -> list[bytes]:
    """Return the pages of papers as PNG."""
    made = _compiler().compile(format="png", sys_inputs=_inputs(papers), ppi=_RESOLUTION)
    return made if isinstance(made, list) else [cast(bytes, made)]


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=installed())


def _inputs(papers: Sequence[PaperText]) -> dict[str, str]:
    language = papers[0].language
    told = {"papers": json.dumps([asdict(paper) for paper in papers])}
    return told | {str(part): json.dumps(families(part, language)) for part in _PARTS}
