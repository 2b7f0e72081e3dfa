"""If-Match: a decision on what was read, or none at all and the news instead."""

from __future__ import annotations

from tests.cast import PERSONAS
from tests.evidence.files import photo
from tests.web.api.client import Programs, refused


def test_the_version_that_was_read_is_good_for_one_decision(programs: Programs) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    tag = clerk.get(f"/items/{number}").headers["ETag"]
    path = f"/items/{number}/comment"
    assert clerk.post(path, {"comment": "第一"}, If_Match=tag).status_code == 200
    told = refused(clerk.post(path, {"comment": "第二"}, If_Match=tag), 412)
    assert told["title"] == "Changed meanwhile"
    assert [(c["version"], c["move"], c["by"], c["comment"]) for c in told["changes"]] == [
        (2, "Comment", PERSONAS["coordinator"].name, "第一")
    ]
    assert told["version"] == 2


def test_the_refusal_brings_the_version_to_go_on_with(programs: Programs) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    path = f"/items/{number}/comment"
    clerk.move(number, "comment", "插队")
    stale = clerk.post(path, {"comment": "补充"}, If_Match='"1"')
    assert stale.status_code == 412
    again = clerk.post(path, {"comment": "补充"}, If_Match=stale.headers["ETag"])
    assert again.status_code == 200


def test_any_version_will_do_where_none_or_a_star_is_demanded(programs: Programs) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    assert clerk.move(number, "comment", "一").status_code == 200
    answer = clerk.post(f"/items/{number}/comment", {"comment": "二"}, If_Match="*")
    assert answer.status_code == 200


def test_what_is_no_version_is_400(programs: Programs) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    for tag in ("1", 'W/"1"', '"1", "2"', '"x"', '"-1"', '""', '"１"', '"9999999999"'):
        answer = clerk.post(f"/items/{number}/comment", {"comment": "x"}, If_Match=tag)
        assert "If-Match" in refused(answer, 400)["detail"], tag


def test_a_version_is_demanded_of_evidence_too(programs: Programs) -> None:
    number, head = programs.assigned(), programs("branch-head")
    refused(head.hand_in(number, (photo(), "a.jpg"), If_Match='"1"'), 412)
    assert head.hand_in(number, (photo(), "a.jpg"), If_Match='"2"').status_code == 200


def test_a_stale_item_that_one_may_not_see_is_still_not_there(programs: Programs) -> None:
    number = programs.raised()
    path = f"/items/{number}/comment"
    refused(programs("outsider").post(path, {"comment": "x"}, If_Match='"9"'), 404)
