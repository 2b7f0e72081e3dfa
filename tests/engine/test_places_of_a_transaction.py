"""Within a transaction the organisation is read once for all the units that are named."""

from __future__ import annotations

import pytest

from tests.cast import BRANCH, OTHER_BRANCH
from workflow.engine.references import References
from workflow.platform import together

pytestmark = pytest.mark.usefixtures("cast")


def test_units_of_one_transaction_share_what_is_read() -> None:
    with together() as connection:
        named = References(connection)
        first, second = named.place(BRANCH), named.place(OTHER_BRANCH)
        assert first.organisation is second.organisation
        assert first.policies is second.policies
        assert {post.unit_id for post in first.standing} != {p.unit_id for p in second.standing}
