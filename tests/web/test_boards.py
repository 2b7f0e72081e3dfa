"""Boards: chosen indicators with a period and filters, saved, shared, on paper and as a report."""

from __future__ import annotations

import re
from io import BytesIO
from random import Random

import psycopg
import pytest
from docx import Document

from tests.cast import OFFICE, actor
from tests.delivery.test_reports import after, letters, reader, report
from tests.queries.random_past import RandomPast
from tests.servers import ROOT, Database
from tests.web.api.client import Programs
from tests.web.api.conftest import programs
from tests.web.conftest import Entering
from tests.web.test_figures_page import links, rows_behind
from tests.web.visitor import words
from workflow.declaration import pack
from workflow.delivery.reports import copies, making
from workflow.errors import BadInput
from workflow.queries.figures import charts, taking_in
from workflow.queries.figures.report import report as figures

__all__ = ["programs"]
BOARD = {"show": "late,found,on_time,open", "period": "year", "severity": "minor"}


def test_a_board_is_saved_shared_and_made_into_a_report_with_its_pictures(
    enter: Entering, programs: Programs, database: Database
) -> None:
    RandomPast(Random(3)).live(25)
    taking_in.take_in()
    visitor, query = enter("coordinator"), "&".join(f"{k}={v}" for k, v in BOARD.items())
    page = visitor.get(f"/figures?{query}")
    tiles = page.text[page.text.index("figures-tiles") : page.text.index("figures-groups")]
    shown = [pack().figures.indicators[key].words.zh for key in BOARD["show"].split(",")]
    assert re.findall(r"</b> ([^<]+)</a>", tiles) == shown  # those chosen, in their order
    numbers = {there: text for there, text in links(page.text).items() if text.isdecimal()}
    assert len(numbers) >= len(shown)
    for there, text in numbers.items():
        assert rows_behind("coordinator", there) == int(text), there
        assert "severity=minor" in there
    saved = visitor.post(f"/figures/views?{query}", {"name": "每年轻微问题", "share": str(OFFICE)},
                         page="/figures")  # fmt: skip
    assert saved.status_code == 303
    assert "每年轻微问题" in enter("director").text("/figures")
    [view] = programs("director").get("/views").json["views"]
    told = programs("director").get(view["href"].removeprefix("/api/v1")).json
    assert [one["indicator"] for one in told["figures"]] == BOARD["show"].split(",")
    of = report("director", view["id"], form="docx")
    reader("director", of, "branch-head")
    assert making.make(after()) == (2, "")
    [copy] = copies.copies(actor("director"))
    made = Document(BytesIO(copies.copy_file(actor("director"), copy.id)[1]))
    assert [row.cells[0].text for row in made.tables[0].rows][1:] == shown
    assert len(made.inline_shapes) >= 1
    with psycopg.connect(database.owner_url) as owner:
        assert len([*letters(owner)[0].iter_attachments()]) == 1
    paper = visitor.get(f"/figures/sheet?{query}&form=pdf")
    assert paper.data[:4] == b"%PDF"
    gone = visitor.post(f"/figures/views/{view['id']}/remove", page="/figures")
    assert gone.status_code == 303
    assert "每年轻微问题" not in words(visitor.get("/figures"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"show": "nothing"}, {"show": "open,open"}, {"period": "century"},
        {"period": "year", "begin": "2026-01-01"}, {"severity": "unheard"},
        {"show": "self_found", "source_kind": "audit"},  # it counts one source by itself
        {"show": "open_tasks", "source_kind": "audit"},  # a task has none
    ],
)  # fmt: skip
def test_a_board_that_cannot_be_reckoned_is_refused_with_a_sentence(
    cast: object, wrong: dict[str, str]
) -> None:
    del cast
    taking_in.take_in()
    with pytest.raises(BadInput) as refused:
        figures(actor("leader"), wrong)
    assert refused.value.words.zh


def test_a_chart_on_paper_has_the_colours_of_the_page() -> None:
    sheet = (ROOT / "web" / "static" / "style.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet[: sheet.index("}")]))
    names = ("ink", "line", "accent", "amber", "blue", "green")
    drawn = charts.chart("lines", ["一", "二"], [charts.Series("甲", [1, 2])])
    on_paper = charts.styled(drawn, ("Noto Serif CJK SC",))
    assert {tokens[name] for name in names} <= {*re.findall("#[0-9a-f]{6}", on_paper)}
    assert tokens["red"] in charts.styled(drawn, (), coloured=True)
