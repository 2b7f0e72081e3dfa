"""Contact points: a leader looks after one branch, from a day on, and after nothing else."""

from __future__ import annotations

import pytest

from tests import clock
from tests.cast import BRANCH, OFFICE, PERSONAS, actor
from workflow.errors import BadInput
from workflow.registers import commands, every_register

GOOD = {"unit": BRANCH, "leader": PERSONAS["leader"].id, "purposes": ["visits"]}


@pytest.mark.usefixtures("cast")
def test_a_contact_point_needs_leader_branch_and_first_day() -> None:
    register = every_register()["contact_points"]
    good = GOOD | {"valid_from": clock.today().isoformat()}
    for wrong in ({"leader": ""}, {"unit": ""}, {"unit": OFFICE}, {"valid_from": ""}):
        with pytest.raises(BadInput) as refused:
            commands.add(actor("director"), register, good | wrong)
        assert [*refused.value.fields] == [*wrong]
    assert commands.add(actor("director"), register, good).version == 1
