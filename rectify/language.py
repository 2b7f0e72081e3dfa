"""The language of the terminal: RECTIFY_LANG, else the operating system's setting."""

from __future__ import annotations

import os

from workflow.words import Language, Words

_ASKED = ("RECTIFY_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language() -> Language:
    """Return ``zh`` where the first set variable begins with "zh", else ``en``."""
    value = next((os.environ[name] for name in _ASKED if os.environ.get(name)), "")
    return "zh" if value.lower().startswith("zh") else "en"


def say(zh: str, en: str, **values: object) -> str:
    """Return the sentence in the language of the terminal, with the values filled in."""
    words = Words(zh, en)
    return (words.format(**values) if values else words).of(language())
