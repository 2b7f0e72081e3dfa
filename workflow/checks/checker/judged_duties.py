"""The work judged by each move: the profession's own table, apart from the declarations."""

from __future__ import annotations

# Whose work a move judges (docs/domain/roles.md#separation-of-duties): nobody who did one of these
# duties may make it.
JUDGES: dict[str, frozenset[str]] = {
    "pass_review": frozenset({"rectifier", "planner", "recused"}),
    "verify": frozenset({"raiser", "rectifier", "planner", "reviewer", "recused"}),
    "record_check": frozenset({"raiser", "rectifier", "planner", "reviewer", "recused"}),
    "vote": frozenset({"raiser", "rectifier", "planner", "reviewer", "verifier", "recused"}),
    "close": frozenset({"raiser", "rectifier", "planner", "reviewer", "verifier", "recused"}),
    "approve_plan": frozenset({"planner", "rectifier", "recused"}),
    "pass_look_back": frozenset({"rectifier", "verifier", "recused"}),
    "fail_look_back": frozenset({"rectifier", "verifier", "recused"}),
    "approve": frozenset({"raiser"}),
    "sign": frozenset({"raiser", "drafter"}),
    "accept": frozenset({"answerer"}),
    "conclude": frozenset({"answerer"}),
    "follow_up": frozenset({"answerer"}),
    "record": frozenset({"interviewer"}),
    "countersign": frozenset({"recorder"}),
    "verify_report": frozenset({"answerer", "recorder"}),
    "review": frozenset({"raiser", "drafter"}),
    "submit": frozenset({"raiser", "drafter", "reviewer"}),
    "accept_case": frozenset({"raiser", "drafter", "submitter"}),
    "decide": frozenset({"raiser", "drafter", "submitter"}),
}
# Closing an interview judges the report of the one interviewed, not the proposal.
JUDGES_IN: dict[tuple[str, str], frozenset[str]] = {
    ("interviews", "close"): frozenset({"answerer", "recorder"}),
    ("appeals", "accept_case"): frozenset({"raiser"}),
    ("appeals", "decide"): frozenset({"raiser"}),
}
# Duties that some rule looks at; the others only tell who did what. A test compares them.
RELEVANT = frozenset({"objector", "interviewer", "voter"}).union(
    *JUDGES.values(), *JUDGES_IN.values()
)
