"""The results of requests, and their stored form beside an idempotency key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from workflow import errors
from workflow.declaration import Item
from workflow.engine.along import Along
from workflow.errors import BadInput, CodedWords, WorkflowError
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The result of a request carried out."""

    number: str
    list_key: str
    state: str
    version: int
    replayed: bool = False  # the same idempotency key had done it before
    along: tuple[Along, ...] = ()  # what moved with it, and what stayed behind


def done(item: Item, along: Sequence[Along]) -> Done:
    """Return the result of a request carried out on an item."""
    return Done(
        number=item.number,
        list_key=item.list_key,
        state=item.state,
        version=item.version,
        along=tuple(along),
    )


Results = list[Done | WorkflowError]


class KeptAlong(TypedDict):
    """A child that moved with an item or stayed behind: the fields of ``Along``."""

    number: str
    list_key: str
    title: str
    trigger: str
    state: str
    stays: Words | None
    holder_id: int | None


class KeptResult(TypedDict, total=False):
    """A result beside an idempotency key: the fields of ``Done``, or a refusal."""

    number: str
    trigger: str  # of each of many
    list_key: str
    state: str
    version: int
    replayed: bool
    along: list[KeptAlong]
    refusal: str  # class of ``workflow.errors``
    words: Words
    fields: dict[str, Words]  # wrong fields, with their sentences
    codes: dict[str, str]  # of the sentences with a code; of the refusal itself without a name


class Answer(TypedDict, total=False):
    """The answer beside an idempotency key: of decisions, or of an entry kept in a register."""

    results: list[KeptResult]  # in the order of the request
    id: str  # of the entry
    version: int  # of the entry
    told: dict[str, Any]  # of an act of the API, as it was answered


def kept(results: Sequence[Done | WorkflowError], asked: Sequence[tuple[str, str]] = ()) -> Answer:
    """Return the results as JSON; ``asked`` holds number and trigger of each of many requests."""
    answers = [_kept(result) for result in results]
    for answer, (number, trigger) in zip(answers, asked, strict=False):
        answer["number"], answer["trigger"] = _shown(number), trigger
    return {"results": answers}


def told_again(answer: Answer) -> Results:
    """Return the stored results; results carried out are marked as ``replayed``."""
    return [_told_again(result) for result in answer["results"]]


def _kept(result: Done | WorkflowError) -> KeptResult:
    if isinstance(result, Done):
        return {
            "number": result.number, "list_key": result.list_key, "state": result.state,
            "version": result.version, "replayed": result.replayed,
            "along": [_kept_along(child) for child in result.along],
        }  # fmt: skip
    fields = result.fields if isinstance(result, BadInput) else {}
    coded = {"": result.words, **fields}.items()
    return {
        "refusal": type(result).__name__,
        "words": _storable(result.words),
        "fields": {_shown(key): _storable(words) for key, words in fields.items()},
        "codes": {_shown(key): w.code for key, w in coded if isinstance(w, CodedWords)},
    }


def _kept_along(child: Along) -> KeptAlong:
    return {
        "number": child.number, "list_key": child.list_key, "title": child.title,
        "trigger": child.trigger, "state": child.state, "holder_id": child.holder_id,
        "stays": _storable(child.stays) if child.stays else None,
    }  # fmt: skip


def _along_again(child: KeptAlong) -> Along:
    return Along(
        number=child["number"], list_key=child["list_key"], title=child["title"],
        trigger=child["trigger"], state=child["state"], holder_id=child["holder_id"],
        stays=Words(*child["stays"]) if child["stays"] else None,
    )  # fmt: skip


def _storable(words: Words) -> Words:
    """Return words that quote input, without the character refused by PostgreSQL."""
    return Words(_shown(words.zh), _shown(words.en))


def _shown(text: str) -> str:
    return text.replace("\0", "\ufffd")


def _told_again(result: KeptResult) -> Done | WorkflowError:
    if "refusal" not in result:
        return Done(
            number=result["number"], list_key=result["list_key"], state=result["state"],
            version=result["version"], replayed=True,
            along=tuple(_along_again(child) for child in result.get("along", ())),
        )  # fmt: skip
    kind: type[WorkflowError] = getattr(errors, result["refusal"])
    codes = result.get("codes", {})
    words = _coded(result["words"], codes.get(""))
    if not issubclass(kind, BadInput):
        return kind(words)
    fields = result["fields"].items()
    return kind(words, {key: _coded(pair, codes.get(key)) for key, pair in fields})


def _coded(pair: tuple[str, str], code: str | None) -> Words:
    zh, en = pair
    return CodedWords(zh, en, code) if code else Words(zh, en)
