"""A request, what came of it, and how that is kept beside its key to be told again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from workflow import errors
from workflow.errors import BadInput, WorkflowError
from workflow.evidence import Piece
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Request:
    """One trigger to be fired on one item, as it was asked for."""

    number: str
    trigger: str
    fields: Mapping[str, object] = field(default_factory=dict)
    comment: str = ""
    evidence: Sequence[Piece] = ()
    version: int | None = None  # as the page showed it; none: whatever it is now


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a request that was carried out."""

    number: str
    list_key: str
    state: str
    version: int
    replayed: bool = False  # the same idempotency key had done it before


Results = list[Done | WorkflowError]


def kept(results: Sequence[Done | WorkflowError]) -> dict[str, Any]:
    """Return the results as JSON."""
    return {"results": [_kept(result) for result in results]}


def told_again(answer: dict[str, Any]) -> Results:
    """Return the results that were kept; those that were carried out say that it was before."""
    return [_told_again(result) for result in answer["results"]]


def _kept(result: Done | WorkflowError) -> dict[str, Any]:
    if isinstance(result, Done):
        return asdict(result)
    fields = result.fields.items() if isinstance(result, BadInput) else ()
    return {
        "refusal": type(result).__name__,
        "words": _storable(result.words),
        "fields": {_shown(key): _storable(words) for key, words in fields},
    }


def _storable(words: Words) -> Words:
    """Return words that quote what was sent, without the one character PostgreSQL refuses."""
    return Words(_shown(words.zh), _shown(words.en))


def _shown(text: str) -> str:
    return text.replace("\0", "\ufffd")


def _told_again(result: dict[str, Any]) -> Done | WorkflowError:
    if "refusal" not in result:
        return Done(**result | {"replayed": True})
    kind: type[WorkflowError] = getattr(errors, result["refusal"])
    words = Words(*result["words"])
    if not issubclass(kind, BadInput):
        return kind(words)
    return kind(words, {key: Words(*told) for key, told in result["fields"].items()})
