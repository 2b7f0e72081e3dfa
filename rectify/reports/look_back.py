"""Look-backs as ``rectify look-back`` prints them: for people, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rectify.language import language, say
from workflow.inspections.look_backs.queries import STATES, LookBackPlan
from workflow.inspections.look_backs.results import (
    OUTCOMES,
    Count,
    LookBackFinding,
    LookBackResults,
)
from workflow.words import Words


def lines(plans: Sequence[LookBackPlan]) -> str:
    """Return a line for each look-back, or a sentence where there is none."""
    if not plans:
        return say("没有回头看。", "There are no look-backs.")
    return "\n".join(
        f"{plan.id}\t{plan.day}\t{_said(STATES[plan.state])}\t{plan.drawn}\t{_said(plan.unit)}"
        for plan in plans
    )


def lines_as_json(plans: Sequence[LookBackPlan]) -> str:
    """Return them for programs."""
    return json.dumps([_line(plan) for plan in plans], ensure_ascii=False)


def text(plan: LookBackPlan, found: LookBackResults) -> str:
    """Return a look-back as text: the sample, the progress, units and items."""
    return "\n".join(
        [
            say(f"回头看 {plan.id}", f"Look-back {plan.id}"),
            f"{plan.day}  {_said(STATES[plan.state])}  {_said(plan.unit)}",
            say(f"事由：{plan.reason}", f"Why: {plan.reason}"),
            say(
                f"由{plan.drawn_by}抽取，种子：{plan.seed}",
                f"Drawn by {plan.drawn_by}, seed: {plan.seed}",
            ),
            _progress(found.together),
            *(_of_unit(count) for count in found.units),
            *(_of_item(one) for one in found.found),
        ]
    )


def as_json(plan: LookBackPlan, found: LookBackResults) -> str:
    """Return a look-back as JSON, with all inputs to draw the sample again."""
    content = _line(plan) | {
        "strata_by": plan.strata_by,
        "measure": plan.measure,
        "amount": plan.amount,
        "closed_from": plan.closed_from.isoformat() if plan.closed_from else None,
        "seed": plan.seed,
        "together": found.together.told,
        "units": [
            {"unit": _said(count.whose), "relapses": count.relapses} | count.told
            for count in found.units
        ],
        "strata": [
            {"severity": of.severity, "unit_id": of.unit_id, "population": of.population,
             "drawn": of.drawn}
            for of in found.samples
        ],
        "items": [_item(one) for one in found.found],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False)


def _progress(count: Count) -> str:
    done = count.judged
    judged = say(f"已核 {done} 个，共 {count.drawn} 个", f"{done} of {count.drawn} judged")
    return f"{judged}: {_outcomes(count)}" if done else judged


def _of_unit(count: Count) -> str:
    relapses = say(f"历次反弹 {count.relapses}", f"relapses so far {count.relapses}")
    return f"  {_said(count.whose)}: {_outcomes(count)}; {relapses}"


def _outcomes(count: Count) -> str:
    outcomes: Iterable[tuple[str, int]] = (
        (_said(OUTCOMES[key]), many) for key, many in count.outcomes.items() if many
    )
    return ", ".join(f"{words} {many}" for words, many in outcomes)


def _of_item(one: LookBackFinding) -> str:
    shown = (one.number, _said(OUTCOMES[one.outcome]), one.title, one.by, one.comment)
    return "\t".join(shown).rstrip("\t")


def _line(plan: LookBackPlan) -> dict[str, Any]:
    return {
        "id": str(plan.id),
        "day": plan.day.isoformat(),
        "state": plan.state,
        "unit": _said(plan.unit),
        "drawn": plan.drawn,
        "drawn_by": plan.drawn_by,
        "reason": plan.reason,
    }


def _item(one: LookBackFinding) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "outcome": one.outcome,
        "at": one.at.isoformat() if one.at else None,
        "by": one.by,
        "comment": one.comment,
    }


def _said(words: Words) -> str:
    return words.of(language())
