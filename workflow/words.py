"""Words for people: a sentence in each language of the interface, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Words(NamedTuple):
    """A label or sentence in Simplified Chinese and in English."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Return the sentence in ``language``; anything but ``en`` reads Chinese."""
        return self.en if language == "en" else self.zh

    def format(self, **values: object) -> Words:
        """Fill the same placeholders in both languages; a ``Words`` value fills each with its own.

        A number may name the things counted, in singular and plural: ``{count:item|items}``.
        """
        return Words(
            *(_fill(text, language, values) for text, language in zip(self, LANGUAGES, strict=True))
        )


def joined(between: Words, parts: Iterable[Words]) -> Words:
    """Join words, with a separator for each language."""
    words = list(parts)
    return Words(
        between.zh.join(part.zh for part in words), between.en.join(part.en for part in words)
    )


def listed(parts: Iterable[Words]) -> Words:
    """Join the members of a list."""
    return joined(Words("、", ", "), parts)


def clauses(parts: Iterable[Words]) -> Words:
    """Join the clauses of a sentence."""
    return joined(Words("；", "; "), parts)


def _fill(text: str, language: str, values: dict[str, object]) -> str:
    return text.format(**{key: _shown(value, language) for key, value in values.items()})


def _shown(value: object, language: str) -> object:
    if isinstance(value, Words):
        return value.of(language)
    return _Number(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Number(int):
    """A number in a sentence, followed in English by a singular or a plural."""

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return super().__format__(spec)
        one, several = spec.split("|")
        return f"{int(self)} {one if self == 1 else several}"
