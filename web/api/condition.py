"""``/condition``: the invariants, and the release of the breaker by two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, NoFields, acted
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from web.step_up import demand_proof
from workflow.audit.invariants.queries import Looked, invariants
from workflow.declaration import RELEASE_BREAKER
from workflow.escalation import breaker_release
from workflow.ops.health import readiness


class ReleaseAsked(Sent):
    """The reason to release the breaker."""

    reason: str


class RuleLooked(Told):
    """An invariant, and the finding of the newest check."""

    words: Words
    looked_at: datetime | None
    holds: bool | None


class BreakerTold(Told):
    """The alarm of the breaker, and the request for the release."""

    alarm: Words
    asked_by: str
    asked_at: datetime | None
    reason: str


class Condition(Told):
    """The condition of the service; ``failing`` stops the service, ``late`` does not."""

    failing: tuple[str, ...]
    late: tuple[str, ...]
    rules: list[RuleLooked]
    breaker: BreakerTold | None


@blueprint.get("/condition")
@spec.validate(resp=answers(Condition, 403, 404), tags=["condition"], operation_id="condition")
def condition() -> Condition:
    """Return the condition of the service, for administrators."""
    looked, ready = invariants(actor()), readiness()
    return Condition(
        failing=ready.failing,
        late=ready.late,
        rules=[_rule(one) for one in looked],
        breaker=_breaker(breaker_release.held()),
    )


@blueprint.post("/condition/breaker/ask")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["condition"], operation_id="ask_release")
def ask_release(json: ReleaseAsked) -> tuple[Acted, int, dict[str, str]]:
    """Ask for the release of the breaker; another person has to agree within a day."""
    return _carried_out(json, lambda: breaker_release.ask(actor(), json.reason))


@blueprint.post("/condition/breaker/agree")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["condition"], operation_id="agree_release")
def agree_release(json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Agree to the release asked for by another person."""
    return _carried_out(json, lambda: breaker_release.agree(actor()))


def _carried_out(json: Sent, act: Callable[[], None]) -> tuple[Acted, int, dict[str, str]]:
    invariants(actor())  # nobody else is asked for a proof
    demand_proof(RELEASE_BREAKER)
    return acted(json, act)


def _rule(one: Looked) -> RuleLooked:
    found = one.finding
    return RuleLooked(
        words=said.words(one.words),
        looked_at=found.at if found else None,
        holds=found.holds if found else None,
    )


def _breaker(held: breaker_release.Held) -> BreakerTold | None:
    if held.alarm is None:
        return None
    asked = held.asked
    return BreakerTold(
        alarm=said.words(held.alarm),
        asked_by=asked.asked_name if asked else "",
        asked_at=asked.asked_at if asked else None,
        reason=asked.reason if asked else "",
    )
