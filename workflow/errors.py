"""The refusals of the domain: each kind has its class, each refusal its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.words import Words

BAD_CURSOR = Words("这个翻页链接无效，请从第一页看起。", "This page link is not valid.")
NO_PAGE = Words("没有这个页面。", "There is no such page.")


class WorkflowError(Exception):
    """A refusal with a sentence in both languages; nothing was written."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class NotFound(WorkflowError):
    """The thing does not exist, or the actor may not see it; the answer is the same."""


class Gone(WorkflowError):
    """The thing existed once, and is used up or out of date."""


class NotPermitted(WorkflowError):
    """The actor may not make the move."""


class NotProved(WorkflowError):
    """The move needs a proof of identity no older than minutes."""


class NotPossible(WorkflowError):
    """The item is not in a condition for the move; the sentence holds the reason."""


class StaleItem(WorkflowError):
    """The item has changed since the reading; ``changes`` tells the events since."""

    def __init__(self, words: Words, changes: tuple[Words, ...] = ()) -> None:
        super().__init__(words)
        self.changes = changes


class BadInput(WorkflowError):
    """The input is refused; ``fields`` maps each wrong field to its sentence."""

    def __init__(self, words: Words, fields: dict[str, Words] | None = None) -> None:
        super().__init__(words)
        self.fields = fields or {}


class TooLarge(BadInput):
    """A file or a request is over its limit."""


class WrongType(BadInput):
    """A file is of a refused kind."""


class KeyReused(WorkflowError):
    """An idempotency key came again with another request; ``earlier`` is the first answer."""

    def __init__(self, words: Words, earlier: Mapping[str, Any] | None = None) -> None:
        super().__init__(words)
        self.earlier = earlier or {}


class TooManyTries(WorkflowError):
    """Too many tries of late; ``wait`` is the number of seconds to wait."""

    def __init__(self, words: Words, wait: int) -> None:
        super().__init__(words)
        self.wait = wait


class Unavailable(WorkflowError):
    """The database did not answer; nothing was written, try again."""


class BadDeclaration(WorkflowError):
    """A list type is declared wrongly; raised at import, the error stops the process."""

    def __init__(self, sentence: str, declared: object = None) -> None:
        super().__init__(Words(sentence, sentence))
        self.declared = declared  # the list, where more can be found out about what is wrong
