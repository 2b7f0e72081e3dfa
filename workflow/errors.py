"""The refusals of the domain: a class for each kind, a sentence for each refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from workflow.words import Words


class CodedWords(Words):
    """The sentence of a refusal, with an unchanging code for programs."""

    code: str

    def __new__(cls, zh: str, en: str, code: str) -> CodedWords:
        """Return the sentence in both languages with the code."""
        made = super().__new__(cls, zh, en)
        made.code = code
        return made

    def __getnewargs__(self) -> tuple[str, str, str]:
        """Return the arguments of a copy."""
        return *self, self.code

    def format(self, **values: object) -> CodedWords:
        """Fill the placeholders as ``Words.format`` does; the code stays."""
        return CodedWords(*super().format(**values), self.code)


def code_of(words: Words) -> str:
    """Return the code of a field's fault; a fault without a code is ``invalid``."""
    return words.code if isinstance(words, CodedWords) else "invalid"


BAD_CURSOR = CodedWords(
    "这个翻页链接无效，请从第一页看起。", "This page link is not valid.", "cursor_invalid"
)
NO_PAGE = Words("没有这个页面。", "There is no such page.")


class WorkflowError(Exception):
    """A refusal with a sentence in both languages; nothing was written."""

    kind: ClassVar[str] = "refused"  # the code of refusals whose sentence has none of its own

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words

    @property
    def code(self) -> str:
        """The unchanging code of the refusal, for programs."""
        return self.words.code if isinstance(self.words, CodedWords) else self.kind


class NotFound(WorkflowError):
    """The thing does not exist, or the actor may not see it; the answer is the same."""

    kind = "not_found"


class Gone(WorkflowError):
    """The thing existed once, and is used up or out of date."""

    kind = "gone"


class NotPermitted(WorkflowError):
    """The actor may not make the move."""

    kind = "not_permitted"


class NotProved(WorkflowError):
    """The move needs a proof of identity no older than minutes."""

    kind = "proof_needed"


class NotPossible(WorkflowError):
    """The item is not in a condition for the move; the sentence holds the reason.

    Where the form is the reason, ``fields`` maps each input at fault to its sentence.
    """

    kind = "not_possible"

    def __init__(self, words: Words, fields: dict[str, Words] | None = None) -> None:
        super().__init__(words)
        self.fields = fields or {}


class StaleItem(WorkflowError):
    """The item has changed since the reading; ``changes`` tells the events since."""

    kind = "version_stale"

    def __init__(self, words: Words, changes: tuple[Words, ...] = ()) -> None:
        super().__init__(words)
        self.changes = changes


class BadInput(WorkflowError):
    """The input is refused; ``fields`` maps each wrong field to its sentence."""

    kind = "input_invalid"

    def __init__(self, words: Words, fields: dict[str, Words] | None = None) -> None:
        super().__init__(words)
        self.fields = fields or {}


class TooLarge(BadInput):
    """A file or a request is over its limit."""

    kind = "too_large"


class WrongType(BadInput):
    """A file is of a refused kind."""

    kind = "type_not_supported"


class KeyReused(WorkflowError):
    """An idempotency key came again with another request; ``earlier`` is the first answer."""

    kind = "idempotency_key_reused"

    def __init__(self, words: Words, earlier: Mapping[str, Any] | None = None) -> None:
        super().__init__(words)
        self.earlier = earlier or {}


class TooManyTries(WorkflowError):
    """Too many tries of late; ``wait`` is the number of seconds to wait."""

    kind = "too_many_tries"

    def __init__(self, words: Words, wait: int) -> None:
        super().__init__(words)
        self.wait = wait


class Unavailable(WorkflowError):
    """The database did not answer; nothing was written, try again."""

    kind = "unavailable"


class BadDeclaration(WorkflowError):
    """A list type is declared wrongly; raised at import, the error stops the process."""

    kind = "internal"

    def __init__(self, sentence: str, declared: object = None) -> None:
        super().__init__(Words(sentence, sentence))
        self.declared = declared  # the list, where more can be found out about what is wrong


def faults_in(error: WorkflowError) -> dict[str, Words]:
    """Return the fault of each input that a refusal is about."""
    return error.fields if isinstance(error, (BadInput, NotPossible)) else {}
