"""The routes of own templates: of whoever keeps them; no template is of a unit or of an item.

A report is its owner's and its readers', a copy its reader's (``tests/delivery/test_reports``).

The address of a calendar is a secret of its own, and shows what waits for its person
(``test_calendar_feed``).
"""

from __future__ import annotations

TEMPLATES = {
    ("paper_templates.show", "GET"), ("paper_templates.keep", "POST"),
    ("paper_templates.take_back", "POST"), ("paper_templates.file", "GET"),
    ("paper_templates.preview", "GET"), ("paper_templates.default", "GET"),
    ("api.paper_templates", "GET"), ("api.keep_paper_template", "POST"),
    ("api.take_back_paper_template", "POST"), ("api.paper_template_file", "GET"),
    ("api.preview_paper_template", "GET"), ("calendar_feed.feed", "GET"),
    ("account.create_feed", "POST"), ("reports.show", "GET"), ("reports.fetch", "GET"),
    ("reports.at_once", "GET"), ("api.reports", "GET"), ("api.report_copy", "GET"),
    ("api.report_now", "GET"),
}  # fmt: skip
