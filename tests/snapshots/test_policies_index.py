"""Each decision asks whether the policies are the known ones: by an index, never by all changes."""

from __future__ import annotations

from workflow.platform.models import RegisterChangeRow
from workflow.snapshots import policies


def test_the_changes_that_a_decision_looks_at_are_those_of_the_index() -> None:
    indexes = {index.name: index for index in RegisterChangeRow.__table__.indexes}  # type: ignore[attr-defined]
    where = indexes["ix_register_changes_codes"].dialect_options["postgresql"]["where"]
    assert str(where) in policies.VERSION
