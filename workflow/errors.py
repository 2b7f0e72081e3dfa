"""Everything the domain refuses: each kind has its class, each refusal its sentence."""

from __future__ import annotations

from workflow.words import Words

BAD_CURSOR = Words("这个翻页链接无效，请从第一页看起。", "This page link is not valid.")
NO_PAGE = Words("没有这个页面。", "There is no such page.")


class WorkflowError(Exception):
    """A refusal with a sentence in both languages; nothing was written."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class NotFound(WorkflowError):
    """There is no such thing, or this person may not see it; the answer is the same."""


class Gone(WorkflowError):
    """It was there once, and is used up or out of date."""


class NotPermitted(WorkflowError):
    """This person may not make this move."""


class NotProved(WorkflowError):
    """This move needs a proof of who is making it that is only minutes old."""


class NotPossible(WorkflowError):
    """The item is not in a condition for this move; the sentence says why not."""


class StaleItem(WorkflowError):
    """The item has changed since it was read; ``changes`` says what happened meanwhile."""

    def __init__(self, words: Words, changes: tuple[Words, ...] = ()) -> None:
        super().__init__(words)
        self.changes = changes


class BadInput(WorkflowError):
    """What was sent cannot be taken; ``fields`` maps each field to its sentence."""

    def __init__(self, words: Words, fields: dict[str, Words] | None = None) -> None:
        super().__init__(words)
        self.fields = fields or {}


class TooLarge(BadInput):
    """A file or a request is over its limit."""


class WrongType(BadInput):
    """A file is not of a kind that is taken here."""


class KeyReused(WorkflowError):
    """An idempotency key came again with another request."""


class TooManyTries(WorkflowError):
    """Too many tries of late; ``wait`` says for how many seconds to leave it."""

    def __init__(self, words: Words, wait: int) -> None:
        super().__init__(words)
        self.wait = wait


class Unavailable(WorkflowError):
    """The database did not answer; nothing was written, try again."""


class BadDeclaration(WorkflowError):
    """A list type is declared wrongly; raised at import, it stops the process."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Words(sentence, sentence))
