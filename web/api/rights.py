"""``GET /rights``: who may keep what beside the items, and what of it this account may."""

from __future__ import annotations

from web.api import declared, said
from web.api.blueprint import blueprint
from web.api.spec import answers, spec
from web.auth import actor
from workflow.profession.registers import every_right


@blueprint.get("/rights")
@spec.validate(resp=answers(declared.Rights), tags=["lists"], operation_id="rights")
def rights() -> declared.Rights:
    """Return every right: whose it is, how far it reaches, and whether this account holds it."""
    me = actor()
    return declared.Rights(
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
            for right in every_right().values()
        ]
    )
