"""The routes of inspections: sheets are everybody's in the work, rounds of those around a unit.

Who sees whose round stands in ``test_inspections``; the checks themselves are items.
"""

from __future__ import annotations

INSPECTIONS = {
    ("check_sheets.show", "GET"), ("check_sheets.draft", "POST"), ("check_sheets.edition", "GET"),
    ("check_sheets.file", "GET"), ("check_sheets.line", "GET"), ("check_sheets.publish", "POST"),
    ("check_sheets.discard", "POST"), ("rounds.show", "GET"), ("rounds.form", "GET"),
    ("rounds.plan", "POST"), ("rounds.round_", "GET"), ("coverage.show", "GET"),
    ("spreading.show", "GET"), ("spreading.form", "GET"), ("spreading.spread", "POST"),
    ("api.spread_told", "GET"), ("api.spread_problem", "POST"),
    ("candidates.show", "GET"), ("candidates.form", "GET"), ("candidates.take_up", "POST"),
    ("candidates.dismiss", "POST"), ("api.every_candidate", "GET"), ("api.one_candidate", "GET"),
    ("api.take_up_candidate", "POST"), ("api.dismiss_candidate", "POST"),
    ("api.sheets", "GET"), ("api.sheet", "GET"), ("api.draft_sheet", "POST"),
    ("api.publish_sheet", "POST"), ("api.discard_sheet", "POST"), ("api.every_round", "GET"),
    ("api.plan_round", "POST"), ("api.one_round", "GET"), ("api.coverage", "GET"),
    ("figures.show", "GET"), ("figures.take_out", "GET"), ("api.figures", "GET"),
    ("api.export_figures", "GET"),
    ("figures.save_view", "POST"), ("figures.remove_view", "POST"),
    ("returns.form", "GET"), ("returns.ask", "POST"),
    ("api.ask_returns", "POST"),
}  # fmt: skip
