"""The colours of both themes: tokens only, text at 4.5 : 1, borders of controls at 3 : 1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.conftest import Entering
from web import catalogue

STATIC = Path(catalogue.__file__).parent / "static"
# What is printed, or looks as on paper, has the colours of paper.
ON_PAPER = {"paper.css", "print.css", "printed.css"}
GROUNDS = ("paper", "card", "sunken", "muted")
TEXT = [
    *((text, ground) for text in ("ink", "quiet") for ground in (*GROUNDS, "accent-soft")),
    *((text, ground) for text in ("accent", "accent-dark") for ground in GROUNDS[:3]),
    ("accent-dark", "accent-soft"), ("ink", "red-soft"), ("ink", "yellow-soft"),
    ("on-accent", "accent"), ("on-accent", "accent-dark"), ("on-accent", "seal"),
    *((colour, ground) for colour in ("red", "yellow", "green", "blue")
      for ground in ("paper", "card", "sunken", f"{colour}-soft")),
]  # fmt: skip
# WCAG 1.4.11: what shows where a control is, its state, or a part of a picture.
SHAPES = [
    *((line, ground) for line in ("line-strong", "focus", "accent", "red")
      for ground in ("paper", "card", "sunken")),
    *(("line-strong", ground) for ground in ("muted",)),
    *((share, "card") for share in ("red", "amber", "blue", "green")),
]  # fmt: skip
_TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def _tokens(name: str) -> dict[str, str]:
    return dict(_TOKEN.findall((STATIC / name).read_text("utf-8")))


LIGHT = _tokens("style.css")
THEMES = {"light": LIGHT, "dark": LIGHT | _tokens("dark.css")}


def _light(colour: str) -> float:
    """Return the relative luminance (WCAG 2) of a colour."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_everybody_can_read_the_text_and_see_the_controls(theme: str) -> None:
    tokens = THEMES[theme]
    poor = {
        (one, other): round(_contrast(tokens[one], tokens[other]), 2)
        for pairs, least in ((TEXT, 4.5), (SHAPES, 3.0))
        for one, other in pairs
        if _contrast(tokens[one], tokens[other]) < least
    }
    assert poor == {}


def test_a_person_chooses_how_pages_look(enter: Entering) -> None:
    visitor = enter("inspector")
    page = visitor.get("/account").text
    assert 'media="screen and (prefers-color-scheme: dark)"' in page
    chosen = {"theme": "dark", "density": "dense"}
    assert visitor.post("/account/look", chosen, page="/account").status_code == 303
    page = visitor.get("/").text
    assert 'data-theme="dark"' in page
    assert 'data-density="dense"' in page
    assert "dark.css" in page
    wrong = visitor.post("/account/look", {"theme": "pink", "density": "dense"}, page="/account")
    assert wrong.status_code == 422
    visitor.post("/account/look", {"theme": "light", "density": "comfortable"}, page="/account")
    page = visitor.get("/").text
    assert "dark.css" not in page
    assert "data-density" not in page


def test_the_dark_theme_says_every_colour_anew() -> None:
    assert _tokens("dark.css").keys() == LIGHT.keys()


def test_no_sheet_has_a_colour_of_its_own() -> None:
    for sheet in STATIC.glob("*.css"):
        if sheet.name not in ON_PAPER:
            bare = _TOKEN.sub("", sheet.read_text("utf-8"))
            assert _COLOUR.findall(re.sub(r"/\*.*?\*/", "", bare, flags=re.S)) == [], sheet.name
