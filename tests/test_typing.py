"""Laws of what is typed and pasted, whoever writes a page: nothing is cut or lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.servers import ROOT

TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_lets_the_browser_cut_what_is_pasted(template: Path) -> None:
    # A browser cuts at maxlength without a word; the service refuses with the limit and keeps all.
    assert "maxlength" not in template.read_text(encoding="utf-8")
