"""What a page weighs on its way: compressed, with static files that are asked for once."""

from __future__ import annotations

from tests.web import stories
from tests.web.conftest import Entering

MOST = 10_000  # bytes


def test_a_list_page_weighs_less_than_ten_kilobytes(enter: Entering) -> None:
    for n in range(30):
        stories.raised(f"第{n}次会议记录不全，缺少参会人员签字")
    for language in ("zh", "en"):
        visitor = enter("coordinator", language)
        answer = visitor.get("/lists/problems", headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.data
        assert len(answer.data) < MOST
