"""The duties of people in an item, with their names in sentences.

Moves give duties (``duty``) and judge the work of duties (``judges``). A duty without a rule here
has the name of its move.
"""

from __future__ import annotations

from workflow.declaration import Rule, did, rules, took_part
from workflow.profession.roles import DUTIES
from workflow.words import Words

interviewer = took_part("interviewer", DUTIES["interviewer"])
recused = did(
    "recused",
    Words("已回避的人", "somebody who recused themselves"),
    lambda a, f: any(
        person in of.duties.get("recused", ())
        for of in (f.item, f.parent)
        if of
        for person in a.people
    ),
)  # from an item, and with it from what hangs on it
CALLED: dict[str, Rule] = {
    rule.relation: rule
    for rule in (
        rules.raiser,
        took_part("held", Words("曾经的承办人", "somebody it was assigned to before")),
        took_part("rectifier", Words("参与整改的人", "somebody who took part in rectifying")),
        took_part("planner", Words("拟定方案的人", "somebody who drew up the plan")),
        took_part("reviewer", Words("初审过的人", "somebody who reviewed it first")),
        took_part("verifier", Words("核查过的人", "somebody who verified it")),
        took_part("objector", Words("提出异议的人", "the person who objected")),
        took_part("drafter", DUTIES["drafter"]),
        took_part("answerer", Words("答复的人", "whoever answered it")),
        took_part("recorder", DUTIES["recorder"]),
        took_part("submitter", Words("提请决定的人", "whoever submitted it")),
        interviewer,
        recused,
    )
}
# Whose work is done before it is verified, and before it is decided (docs/domain/roles.md#inv-03).
BEFORE_VERIFYING = ("raiser", "held", "rectifier", "planner", "reviewer", "recused")
BEFORE_CLOSING = ("raiser", "held", "rectifier", "planner", "reviewer", "verifier", "recused")


def apart_from(duties: tuple[str, ...], rule: Rule) -> Rule:
    """Return the rule without the people of the duties, as in a move with the same ``judges``."""
    return rule.barring(CALLED[duty] for duty in duties)
