"""The routes of own templates: of whoever keeps them; no template is of a unit or of an item."""

from __future__ import annotations

TEMPLATES = {
    ("paper_templates.show", "GET"), ("paper_templates.keep", "POST"),
    ("paper_templates.take_back", "POST"), ("paper_templates.file", "GET"),
    ("paper_templates.preview", "GET"), ("paper_templates.default", "GET"),
    ("api.paper_templates", "GET"), ("api.keep_paper_template", "POST"),
    ("api.take_back_paper_template", "POST"), ("api.paper_template_file", "GET"),
    ("api.preview_paper_template", "GET"),
}  # fmt: skip
