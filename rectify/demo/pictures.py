"""Draw the photos of the demonstration: four scenes, each before and after."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFont

from workflow.evidence import Piece, store

SCENES = ("road", "record", "room", "board")
_SIZE = (1280, 960)
_INK, _PAPER, _RED, _GREEN = "#2b2b2b", "#f6f1e4", "#b3261e", "#2e7d32"
Draw = ImageDraw.ImageDraw


def photos(scene: str) -> tuple[Piece, Piece]:
    """Keep the two photos of a scene as evidence: before and after."""
    before, after = (store(io.BytesIO(_photo(scene, done)), _name(done)) for done in (False, True))
    return replace(before, shows="before"), replace(after, shows="after")


def _name(done: bool) -> str:
    return "整改后.jpg" if done else "整改前.jpg"


def _photo(scene: str, done: bool) -> bytes:
    image = Image.new("RGB", _SIZE, "#dfe6ea")
    draw = ImageDraw.Draw(image)
    chance = random.Random(f"{scene}{done}")  # noqa: S311 -- a drawing, the same every time
    _DRAWERS[scene](draw, done, chance)
    label, colour = ("AFTER", _GREEN) if done else ("BEFORE", _RED)
    draw.rectangle((30, 870, 330, 930), fill=colour)
    draw.text((50, 880), label, fill="white", font=ImageFont.load_default(40))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _road(draw: Draw, done: bool, chance: random.Random) -> None:
    draw.rectangle((0, 0, 1280, 420), fill="#a9c7e0")
    draw.polygon([(500, 420), (780, 420), (1240, 960), (40, 960)], fill="#55585c")
    for y in range(450, 960, 110):
        draw.rectangle((630, y, 650, y + 60), fill="white")
    for _ in range(0 if done else 9):
        x, y = chance.randint(330, 900), chance.randint(560, 850)
        draw.ellipse(
            (x, y, x + chance.randint(60, 150), y + chance.randint(25, 60)), fill="#1f1f1f"
        )


def _record(draw: Draw, done: bool, chance: random.Random) -> None:
    draw.rectangle((240, 60, 1040, 850), fill=_PAPER, outline=_INK, width=4)
    for line, y in enumerate(range(150, 800, 60)):
        draw.line((290, y + 42, 990, y + 42), fill="#b9b19c", width=2)
        if done or line < 3:
            end = chance.randint(620, 980)
            draw.line((300, y + 22, end, y + 22), fill=_INK, width=9)
    if done:
        draw.ellipse((780, 660, 960, 840), outline=_RED, width=12)


def _room(draw: Draw, done: bool, chance: random.Random) -> None:
    draw.rectangle((0, 620, 1280, 960), fill="#b08a5b")
    draw.rectangle((420, 110, 860, 330), fill=_RED)
    for x in range(180, 1100, 260):
        draw.rectangle((x, 560, x + 180, 700), fill="#7a5230")
    for _ in range(0 if done else 14):
        x, y = chance.randint(60, 1100), chance.randint(480, 800)
        side = chance.randint(50, 120)
        draw.rectangle((x, y, x + side, y + side), fill="#8d8d8d", outline=_INK, width=3)


def _board(draw: Draw, done: bool, chance: random.Random) -> None:
    draw.rectangle((160, 110, 1120, 760), fill="#7b1f1f")
    draw.rectangle((190, 140, 1090, 730), fill=_PAPER)
    for number in range(8):
        x, y = 230 + number % 4 * 215, 190 + number // 4 * 270
        if done:
            draw.rectangle((x, y, x + 180, y + 230), fill="white", outline=_INK, width=3)
            draw.line((x + 20, y + 60, x + 160, y + 60), fill=_INK, width=8)
        elif chance.random() < 0.5:
            draw.rectangle((x, y, x + 180, y + 230), fill="#cfc6ad", outline="#9a927c", width=2)


_DRAWERS: dict[str, Callable[[Draw, bool, random.Random], None]] = {
    "road": _road,
    "record": _record,
    "room": _room,
    "board": _board,
}
