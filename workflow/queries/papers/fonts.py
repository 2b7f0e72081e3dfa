"""The fonts of papers: the machine's by preference, else the installed open font.

Names of families are in the order of preference. Offices have the fonts that the standard names
(仿宋, 小标宋, 黑体); elsewhere the open families Noto Serif CJK and Noto Sans CJK stand in.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst

from workflow.errors import NotPossible
from workflow.words import Language, Words

FontRole = Literal["fangsong", "song", "hei"]  # text, title and numbers, headings
_LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
_OPEN = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "Source Han Sans SC")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Serif CJK SC")
_WANTED: dict[FontRole, tuple[str, ...]] = {
    "fangsong": ("FangSong_GB2312", "FangSong", "STFangsong", "Zhuque Fangsong (technical preview)",
                 *_OPEN),
    "song": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "SimSun", "STSong", *_OPEN),
    "hei": ("SimHei", "STHeiti", *_SANS),
}  # fmt: skip
_NONE = Words(
    "本机没有可用的中文字体，无法生成文书；请安装 Noto CJK 字体（如 fonts-noto-cjk）。",
    "This machine has no font with Chinese characters, so the document cannot be drawn; install "
    "the fonts Noto CJK (such as the package fonts-noto-cjk).",
)


@cache
def installed() -> typst.Fonts:
    """Return the fonts of the machine, with the open font installed with the program."""
    return typst.Fonts(font_paths=[str(folder) for folder in _folders()])


@cache
def families(part: FontRole, language: Language) -> tuple[str, ...]:
    """Return the families for a part of a paper, the preferred first.

    Raises ``NotPossible`` where none of them has Chinese characters.
    """
    known = set(installed().families())
    found = tuple(name for name in _WANTED[part] if name in known)
    if not found:
        raise NotPossible(_NONE)
    latin = tuple(name for name in _LATIN if name in known)
    return (*latin, *found) if language == "en" else found


def _folders() -> list[Path]:
    return [Path(str(files("manimgx_fonts_cjk")))]
