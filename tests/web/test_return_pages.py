"""A return in the browser and by the API: asked for, begun with the figures, shown with both."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.cast import OFFICE, PERSONAS
from tests.inspections.test_returns import asked_for, handed_in, lived, quarter
from tests.web.conftest import Entering
from tests.web.routes import API
from tests.web.stories import in_days
from tests.web.visitor import words
from workflow import accounts


def test_a_return_is_asked_for_begun_with_its_figures_and_shown_with_both(
    cast: object, enter: Entering
) -> None:
    lived()
    clerk = enter("coordinator", "en")
    assert 'href="/returns/ask"' in clerk.get("/figures").text
    assert "/returns/ask" not in enter("branch-head").get("/figures").text
    assert enter("branch-head").get("/returns/ask").status_code == 404
    form = {"period": str(quarter()), "unit": OFFICE, "unit_kinds": "branch", "due_on": in_days(9)}
    refused = clerk.post("/returns/ask", form | {"period": "soon"})
    assert (refused.status_code, "2026-Q3" in refused.text) == (422, True)
    assert clerk.post("/returns/ask", form).status_code == 303
    head = enter("branch-head", "en")
    [number, *_] = re.findall(r"B[0-9]{4}-[0-9]{4}", head.get("/lists/returns").text)
    page = head.get(f"/items/{number}").text
    [begin] = [unescape(there) for there in re.findall(r'href="([^"]+/submit\?[^"]+)"', page)]
    assert re.search(r'name="found"[^>]*value="2"', head.get(begin).text)
    handed_in(number, found="5")
    shown = words(head.get(f"/items/{number}"))
    assert "As handed in" in shown
    assert "differs" in shown
    assert "Fill in with these figures" not in shown


def test_a_program_asks_for_returns_and_reads_their_figures(cast: object, enter: Entering) -> None:
    lived()
    number, _ = asked_for()
    head = enter("branch-head")
    bearer = {"Authorization": f"Bearer {accounts.create_token(PERSONAS['branch-head'].id, 'x')}"}
    found: Any = head.client.get(f"{API}/items/{number}/figures", headers=bearer).json
    for cell in found["cells"]:
        behind: Any = head.client.get(cell["figure"]["items"], headers=bearer).json
        assert behind["count"] == cell["figure"]["rows"], cell
    assert found["differs"] == []
    sheet = enter("coordinator").get("/lists/returns/export?form=csv").text
    assert "发现" in sheet
