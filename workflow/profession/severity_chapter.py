"""The chapter on severity classes in the document of the lists."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.profession.roles import ROLES
from workflow.profession.severity_classes import HANDLING


def chapter() -> Iterator[str]:
    """Yield the lines of the chapter, in Markdown."""
    yield "## Handling classes\n"
    yield "| severity | days | assigned by | receipt | plan approved by | verifiers | publicity |"
    yield "|---|--:|---|---|---|--:|--:|"
    for key, h in HANDLING.items():
        approver = ROLES[h.plan_approver].en if h.plan_approver else "—"
        yield (
            f"| {key} ({h.words.zh}) | {h.days} | {ROLES[h.assigner].en} | "
            f"{'yes' if h.receipt else '—'} | {approver} | {h.verifiers} | "
            f"{h.publicity_days or '—'} |"
        )
    yield ""
    yield "Closing is decided by: " + "; ".join(
        f"{key}: {' or '.join(ROLES[role].en for role in h.decider)}"
        + (f", after a vote of at least {h.quorum} ({h.carried_by})" if h.quorum else "")
        for key, h in HANDLING.items()
    )
    yield ""
    yield "A vote counts once more than half of those entitled have voted. What nobody in post may"
    yield "judge goes up: " + "; ".join(
        f"{key}: {', then '.join(ROLES[role].en for role in h.levels)}"
        for key, h in HANDLING.items()
    )
    yield ""
