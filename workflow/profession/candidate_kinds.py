"""The kinds of candidates of the profession: possible findings, not yet raised.

A further kind is a line here, and a call of ``workflow.inspections.candidates.notes.suspect``.
"""

from __future__ import annotations

from workflow.declaration import (
    ATTESTED,
    BROKEN_NORM,
    COMPLAINT,
    FAILING_LINE,
    IMPORT_DOUBT,
    MISSED_TARGET,
    SELF_CHECK,
    CandidateKind,
)
from workflow.words import Words

CANDIDATE_KINDS: dict[str, CandidateKind] = {
    kind.key: kind
    for kind in (
        CandidateKind(
            FAILING_LINE, Words("自查不符合项", "Failing line of a self-check"), SELF_CHECK
        ),
        CandidateKind(BROKEN_NORM, Words("单位不合规定", "Unit against a regulation")),
        CandidateKind(
            ATTESTED, Words("承诺没有而后发现", "Attested as absent, but found"), "spread"
        ),
        CandidateKind(COMPLAINT, Words("信访反映", "Complaint"), "complaint"),
        CandidateKind(MISSED_TARGET, Words("目标未达到", "Target missed")),
        CandidateKind(IMPORT_DOUBT, Words("台账存疑行", "Doubtful row of a ledger")),
    )
}
