"""The closing certificate (销号凭证): one page on a closed item, with the code of its check.

The code holds the address of the check page with the hash of the closing event. Whoever may see the
item reads there whether the paper is of this item, and whether the item is closed still.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno

from workflow.declaration import Actor
from workflow.declaration.evidence_records import standing
from workflow.errors import NotPossible
from workflow.platform import settings
from workflow.queries.item import ItemView, item
from workflow.queries.item_history import EventView
from workflow.queries.papers.text import PaperPart, PaperText, day_in_full
from workflow.words import Language, Words

CLOSE = "close"
_TITLE = Words("销号凭证", "Closing certificate")
_NOT_CLOSED = Words(
    "{number} 尚未销号，没有销号凭证；审定销号之后再导出。",
    "{number} is not closed, so there is no certificate; take it out once it is closed.",
)
_MATTER, _UNIT = Words("事项", "Matter"), Words("责任单位", "Unit responsible")
_HOLDER, _ROUND = Words("承办人", "Held by"), Words("轮次", "Round")
_DECIDED, _DECIDER = Words("审定日期", "Closed on"), Words("审定人", "Closed by")
_VOTE, _EVIDENCE = Words("表决", "Vote"), Words("佐证材料", "Evidence")
_PIECES = Words("{count}件", "{count:piece|pieces}")
_HASH = Words("审定事件的哈希", "Hash of the closing event")
_CHECK = Words("核对地址（扫码）", "To be checked at (scan the code)")


@dataclass(frozen=True, slots=True)
class CertificateCheck:
    """The answer to a certificate: the item, whether the paper is of it, and closed still."""

    view: ItemView
    closing: EventView | None  # the event that the paper names; ``None``: it is of no such event
    still: bool


def certificate(number: str, actor: Actor, language: Language) -> PaperText:
    """Return the certificate of a closed item.

    Raises ``NotFound`` where there is no such item for the actor, ``NotPossible`` before closing.
    """
    view = item(number, actor)
    closing = _closing(view)
    if closing is None:
        raise NotPossible(_NOT_CLOSED.format(number=number))
    address = check_address(number, closing.hash)
    parts = [*_facts(view, closing, language)]
    parts.append(PaperPart(_CHECK.of(language), (address,)))
    return PaperText(
        language=language, prose=False, issuer=view.unit.of(language), number=number, signer="",
        title=_TITLE.of(language), addressee="", opening="", parts=tuple(parts), closing="",
        attachments=(), signed=view.unit.of(language), date=_day(closing, language), copies="",
        signs=(), reference=f"{number} · {closing.hash[:16]}", code=_code(address),
    )  # fmt: skip


def check(number: str, digest: str, actor: Actor) -> CertificateCheck:
    """Return what the service knows of a certificate.

    Raises ``NotFound`` where there is no such item for the actor.
    """
    view = item(number, actor)
    named = [event for event in view.events if event.trigger == CLOSE and event.hash == digest]
    now = _closing(view)
    still = bool(named) and now is not None and now.hash == digest
    return CertificateCheck(view, named[0] if named else None, still)


def check_address(number: str, digest: str) -> str:
    """Return the address of the check page of a certificate."""
    return f"{settings().url}/items/{number}/certificate?digest={digest}"


def has_certificate(view: ItemView) -> bool:
    """Say whether an item is closed, and can be certified."""
    return _closing(view) is not None


def _closing(view: ItemView) -> EventView | None:
    """Return the closing event of the item, unless opened again since."""
    if not view.state.final:
        return None
    moved = [event for event in view.events if event.dest]
    return moved[-1] if moved and moved[-1].trigger == CLOSE else None


def _facts(view: ItemView, closing: EventView, language: Language) -> list[PaperPart]:
    told = [
        (_MATTER, Words(view.item.title, view.item.title)),
        (_UNIT, view.unit),
        (_HOLDER, view.holder),
        (_ROUND, Words(str(view.item.round), str(view.item.round))),
        (_DECIDED, Words(_day(closing, "zh"), _day(closing, "en"))),
        (_DECIDER, Words(closing.actor_name, closing.actor_name)),
        (_VOTE, view.minutes[-1].counted if view.minutes else None),
        (_EVIDENCE, _PIECES.format(count=len(standing(view.item.evidence)))),
        (_HASH, Words(closing.hash, closing.hash)),
    ]
    return [PaperPart(words.of(language), (value.of(language),)) for words, value in told if value]


def _day(event: EventView, language: Language) -> str:
    return day_in_full(event.at.astimezone(settings().zone).date(), language)


def _code(address: str) -> str:
    """Return the code as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=2)
    return drawn.getvalue().decode()
