"""Charts drawn by pygal as SVG: no script, no style of its own, text as text.

On a page colours and fonts come from its sheet, so a chart is as readable at night as the rest; on
paper the same picture has the same colours written into it. A table of the same numbers stands
beside each chart; the chart is for the eye alone.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import pygal
from pygal.style import Style

# A finder of modules for the maps of pygal, of a kind that Python is leaving behind.
sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]

ChartKind = Literal["bars", "stacked", "lines"]
_KINDS: dict[ChartKind, Any] = {
    "bars": pygal.HorizontalBar,
    "stacked": pygal.HorizontalStackedBar,
    "lines": pygal.Line,
}
# Units of the picture. Bars stand two to a row of the page, the others fill it: so that the letters
# are of one size in both.
_WIDTH: dict[ChartKind, int] = {"bars": 460, "stacked": 860, "lines": 860}
_LINES, _BAR = 300, 34  # the height of lines, and of a bar
_BESIDE = 34  # room on the right, for the number of the longest bar and the name of the last month
_LETTER = 14
_MARKS = 6  # at most so many on the axis
_STEPS = [digit * 10**zeros for zeros in range(12) for digit in (1, 2, 5)]
# The sheet of the page draws; the tables tell.
_LEFT_OUT = {"style", "script", "comment", "title", "desc"}
# The style is that of the page; pygal only measures by these sizes.
_STYLE = Style(
    label_font_size=_LETTER, major_label_font_size=_LETTER, value_font_size=_LETTER,
    legend_font_size=_LETTER, font_family="inherit",
)  # fmt: skip


# The tokens of the page's sheet, by day.
INK, LINE = "#1d2429", "#dfe4e3"
_RED, _AMBER, _BLUE, _GREEN, _ACCENT = "#a8201a", "#b37f00", "#1b559f", "#17693c", "#0c5f66"
_COLOURS = (_ACCENT, _AMBER, _BLUE, _GREEN)
_BY_COLOUR = (_RED, _AMBER, _BLUE, _GREEN)
# A thin stroke, for a font of many weights is drawn by its thinnest.
_PAPER = f"""text {{{{ fill: {INK}; stroke: {INK}; stroke-width: .3px; }}}}
text {{{{ font-size: {{size}}px; font-family: {{fonts}}; }}}}
.background {{{{ fill: none; stroke: none; }}}}
.guide, .axis .line, .major.line {{{{ stroke: {LINE}; fill: none; }}}}
.axis.x text {{{{ text-anchor: middle; }}}}
.axis.y text {{{{ text-anchor: end; }}}}
.text-overlay text {{{{ text-anchor: start; dominant-baseline: middle; }}}}
"""
_LAST = """.series path, .series rect { stroke: none; }
.series path.line { stroke-width: 2.5; stroke: inherit; fill: none; }
.nofill { fill: none; }
"""


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of numbers, one for each label."""

    name: str
    values: Sequence[float | None]


def chart(kind: ChartKind, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Return a chart as SVG, its texts escaped; nothing where there is no number."""
    if not any(value for row in series for value in row.values):
        return ""
    drawn = _KINDS[kind](
        js=[], css=[], no_prefix=True, disable_xml_declaration=True, style=_STYLE,
        show_legend=len(series) > 1, legend_at_bottom=True, print_values=kind == "bars",
        print_values_position="top", margin_right=_BESIDE,
        print_zeroes=False, width=_WIDTH[kind], height=_height(kind, len(labels)),
        margin_left=10 + (_wide(labels) if kind != "lines" else 0), margin_bottom=8, margin_top=8,
        show_x_guides=kind != "lines", show_y_guides=kind == "lines",
        truncate_legend=-1, truncate_label=-1, max_scale=6, include_x_axis=True,
        formatter=_number,
    )  # fmt: skip
    # A horizontal chart draws its first label at the foot.
    turn = 1 if kind == "lines" else -1
    drawn.x_labels = labels[::turn]
    drawn.y_labels = _whole_steps(series, kind) or None
    for row in series:
        drawn.add(row.name, list(row.values[::turn]))
    drawn.add_xml_filter(_plain)
    return cast(str, drawn.render())


def _whole_steps(series: Sequence[Series], kind: ChartKind) -> list[int]:
    """Return where the axis of whole numbers is marked: nowhere between two of them."""
    values = [[value or 0 for value in row.values] for row in series]
    if any(value != int(value) for row in values for value in row):
        return []
    piles = map(sum, zip(*values, strict=True)) if kind == "stacked" else map(max, values)
    highest = int(max(piles))
    step = next(n for n in _STEPS if highest <= n * _MARKS)
    return [*range(0, highest + step, step)]


def _height(kind: ChartKind, labels: int) -> int:
    return _LINES if kind == "lines" else 90 + _BAR * labels


def _wide(labels: Sequence[str]) -> int:
    """Return by how much the widest label is wider than pygal reckons: CJK takes a square each."""
    squares = [sum(unicodedata.east_asian_width(c) in "WF" for c in label) for label in labels]
    return round(max(squares, default=0) * _LETTER * 0.45)


def _number(value: float | None) -> str:
    return "" if value is None or round(value, 1) != value else f"{value:g}"


def _plain(root: Any) -> Any:
    """Take out parts forbidden or doubled in the page, and tell screen readers to go on."""
    for node in [*root.iter()]:
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else "comment"
        if name in _LEFT_OUT:
            node.getparent().remove(node)
            continue
        for attribute in ("style", "id", "onmouseover"):
            node.attrib.pop(attribute, None)
    overlays = [node for node in root.iter() if node.get("class") == "plot tooltip-overlay"]
    for node in overlays:
        node.getparent().remove(node)
    root.set("aria-hidden", "true")
    root.set("class", "chart")
    return root


def styled(drawn: str, fonts: Sequence[str], *, coloured: bool = False) -> str:
    """Return a chart with its style written into it; ``coloured`` by the colours of lateness."""
    if not drawn:
        return ""
    names = ", ".join(f"'{name}'" for name in fonts)
    colours = zip("0123", _BY_COLOUR if coloured else _COLOURS, strict=True)
    rules = _PAPER.format(fonts=names, size=_LETTER) + "".join(
        f".color-{n} {{ fill: {one}; stroke: {one}; }}\n" for n, one in colours
    )
    head, end, body = drawn.partition(">")
    return f"{head}{end}<style>{rules}{_LAST}</style>{body}"
