"""``GET /rights``: the rights beside the items, with their holders and the account's own."""

from __future__ import annotations

from web.api import declared, said
from web.api.blueprint import blueprint
from web.api.spec import answers, spec
from web.auth import actor
from workflow.declaration import pack


@blueprint.get("/rights")
@spec.validate(resp=answers(declared.RightsPage), tags=["lists"], operation_id="rights")
def rights() -> declared.RightsPage:
    """Return every right: roles, reach, and whether the account holds the right."""
    me = actor()
    return declared.RightsPage(
        rights=[
            declared.Right(
                key=right.key,
                words=said.words(right.words),
                roles=list(right.roles),
                who=said.words(right.who),
                reach=right.reach,
                proof=right.step_up,
                held=right.held_by(me),
            )
            for right in pack().every_right().values()
        ]
    )
