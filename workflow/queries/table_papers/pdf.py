"""Papers with tables as PDF, set by Typst."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import cast

import typst

from workflow.queries.papers.fonts import FontRole, families, installed
from workflow.queries.table_papers.contents import NOTHING, NUMBERED, TablePaper

_TEMPLATE = Path(__file__).parent / "table.typ"
_CHART = Path(__file__).parent / "chart.typ"
_RESOLUTION = 160.0  # dots per inch of a picture
_PARTS: tuple[FontRole, ...] = ("song", "hei")


def table_pdf(paper: TablePaper) -> bytes:
    """Return a paper as PDF; the same contents and fonts give the same bytes.

    Raises ``NotPossible`` on a machine without Chinese fonts.
    """
    return cast(bytes, _compiler().compile(format="pdf", sys_inputs=_inputs(paper), timestamp=0))


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=installed())


def _inputs(paper: TablePaper) -> dict[str, str]:
    language = paper.language
    told = asdict(paper) | {
        "landscape": paper.is_landscape,
        "nothing": NOTHING.of(language),
        "numbered": NUMBERED.of(language),
    }
    fonts = {str(part): json.dumps(families(part, language)) for part in _PARTS}
    return {"paper": json.dumps(told, ensure_ascii=False)} | fonts


def chart_picture(chart: str) -> bytes:
    """Return a chart (SVG) as PNG, for programs that draw no SVG."""
    made = _drawer().compile(format="png", sys_inputs={"chart": chart}, ppi=_RESOLUTION)
    return cast(bytes, made)


@cache
def _drawer() -> typst.Compiler:
    return typst.Compiler(_CHART, root=_CHART.parent, font_paths=installed())
