"""Keys by which rooms beside the lists know moves and fields of a pack.

A pack without such a move or field has nothing to show there.
"""

PROBLEMS = "problems"  # the list of the ledgers, of relapses and of look-backs
APPEALS = "appeals"
CALL_LOOK_BACK = "call_look_back"
DRAW = "draw"  # names the plan that drew an item for a look-back
REPORT_PROGRESS = "report_progress"
MARK_RELAPSE = "mark_relapse"
REOPENED_FOR = "reopened_for"
ASPECT = "aspect"
OUTCOME = "outcome"
REPLACE_EVIDENCE = "replace_evidence"
ATTACH_COPY = "attach_copy"
CHECKS = "checks"  # the list of the checks of units, by sheets
ANSWER = "answer"
SELF_CHECK = "self_check"  # the kind of check in which a unit checks itself
SPREAD = "spread"  # the kind in which it attests that what was found elsewhere is not there
BY_THE_UNIT = (SELF_CHECK, SPREAD)  # answered by the unit itself
FOUND = "found"  # indicators that papers on a unit count by
CLOSED = "closed"
OPEN = "open"
LATE = "late"
TASKS = "tasks"
TARGETS = "targets"  # the register of what units are to reach
FIGURES = "figures"  # of saved views of the figures, beside the keys of lists
RETURNS = "returns"  # the list of the figures that units hand in for a period
RESPONSIBILITIES = "responsibilities"
PAUSES = "pauses"  # requests that let the clocks of a matter stand still
FAILING_LINE = "failing_line"  # kinds of candidates for a finding
BROKEN_NORM = "broken_norm"
ATTESTED = "attested"
COMPLAINT = "complaint"
MISSED_TARGET = "missed_target"
IMPORT_DOUBT = "import_doubt"
CATEGORIES = "categories"  # the code table of all tables that problems are sorted by
