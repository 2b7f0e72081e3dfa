"""Words for people: one sentence in each language of the interface, kept side by side."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Words(NamedTuple):
    """One label or sentence in Simplified Chinese and in English."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Return the sentence in ``language``; anything but ``en`` reads Chinese."""
        return self.en if language == "en" else self.zh

    def format(self, **values: object) -> Words:
        """Fill the same placeholders in both languages; a ``Words`` value fills each its own."""
        return Words(
            *(_fill(text, language, values) for text, language in zip(self, LANGUAGES, strict=True))
        )


def _fill(text: str, language: str, values: dict[str, object]) -> str:
    shown = {k: v.of(language) if isinstance(v, Words) else v for k, v in values.items()}
    return text.format(**shown)
