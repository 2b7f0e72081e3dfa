"""One address means the same rows, whoever is asked by it."""

from __future__ import annotations

import json
import re
from html import unescape

from tests.cast import BRANCH, PERSONAS
from tests.web import stories
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from tests.web.visitor import words

QUERIES = (
    "", "state=open", "state=raised,assigned&sort=-due", f"unit={BRANCH}&group=state",
    f"holder={PERSONAS['branch-head'].id}", "raised_by=1&sort=title", "mine=1", "q=记录",
    "overdue=1&colour=red", "columns=unit,raised,aspect&sort=unit", "source=检查&waits_for=holder",
    "found_from=2020-01-01&due_to=2190-01-01&sort=-severity",
)  # fmt: skip
_SHOWN = re.compile(r'<a href="/items/([A-Z]+[0-9]{4}-[0-9]+)">')


def test_one_address_means_the_same_rows_on_the_page_in_the_api_and_in_an_export(
    enter: Entering, programs: Programs
) -> None:
    stories.raised(), stories.assigned("会议太多"), stories.rectified()
    visitor, program = enter("coordinator"), programs("coordinator")
    for query in QUERIES:
        page = visitor.get(f"/lists/problems?{query}")
        shown = _SHOWN.findall(page.text)
        told = program.get(f"/items?{query}").json
        assert [row["number"] for row in told["items"]] == shown, query
        assert (told["count"], told["count_more"]) == (len(shown), False)
        assert f"共{len(shown)}项" in words(page).replace(" ", ""), query
        link = re.search(r'href="([^"]+form=json[^"]*)"', page.text)
        assert link
        out = json.loads(visitor.get(unescape(link[1])).data)["rows"]
        assert [row["number"] for row in out] == shown, query
