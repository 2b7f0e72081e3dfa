"""Elements of Office Open XML that python-docx has no word for, in the order of the standard."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
# The order of children that the standard demands; programs repair, or refuse, any other.
_ORDER: dict[str, tuple[str, ...]] = {
    "pPr": ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "shd",
            "tabs", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "rPr"),
    "rPr": ("rStyle", "rFonts", "b", "bCs", "i", "color", "spacing", "w", "kern", "sz", "szCs"),
    "tblPr": ("tblStyle", "tblpPr", "tblOverlap", "tblW", "jc", "tblInd", "tblBorders",
              "tblLayout", "tblCellMar", "tblLook"),
    "tcPr": ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"),
    "pBdr": SIDES,
    "tblBorders": SIDES,
    "tcBorders": SIDES,
}  # fmt: skip


def in_order(root: Any) -> None:
    """Put the children of properties into the order of the standard."""
    for tag, order in _ORDER.items():
        for properties in root.iter(qn(f"w:{tag}")):
            places = {qn(f"w:{name}"): place for place, name in enumerate(order)}
            properties[:] = sorted(properties, key=lambda one: places[one.tag])


def name_font(properties: Any, font: str) -> None:
    """Name the font for Latin and Chinese characters alike."""
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)


def child(parent: Any, tag: str) -> Any:
    """Return the child of an element, added where there is none."""
    found = parent.find(qn(tag))
    if found is None:
        found = OxmlElement(tag)
        parent.append(found)
    return found


def border(borders: Any, side: str, eighths: int, colour: str) -> None:
    """Draw a border; the weight is in eighths of a point."""
    line = child(borders, f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)


def border_table(properties: Any, eighths: int) -> None:
    """Draw all borders of a table; none for a weight of 0."""
    borders = child(properties, "w:tblBorders")
    for side in SIDES:
        border(borders, side, eighths, "000000")
        if not eighths:
            borders.find(qn(f"w:{side}")).set(qn("w:val"), "nil")


def float_at_the_foot(properties: Any) -> None:
    """Let a table float at the foot of the type area of its page."""
    place = OxmlElement("w:tblpPr")
    for name, value in (
        ("horzAnchor", "margin"), ("vertAnchor", "margin"), ("tblpXSpec", "left"),
        ("tblpYSpec", "bottom"),
    ):  # fmt: skip
        place.set(qn(f"w:{name}"), value)
    properties.append(place)
