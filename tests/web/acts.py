"""Requests that nobody's wish can fulfil, for a page and as a call: what both refuse alike."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.cast import BRANCH, OTHER_BRANCH


class Act(NamedTuple):
    """The same request at a page and as a call; what it asks for is never possible."""

    page: str
    form: dict[str, Any]
    call: str
    body: dict[str, Any]
    worded: bool = True  # whether both name the fields alike, so that the sentences are the same


_FUTURE = "2150-06-01"
_RUNG = {"offset": 1, "level": 1, "name": "x", "tells": []}
_DRAFT = {"valid_from": "1999-01-01", "reason": "ten characters"}
_ROUND = {"title": "x", "kind": "quarterly", "edition": "1", "unit": str(OTHER_BRANCH),
          "unit_kinds": "team", "first_day": _FUTURE, "last_day": _FUTURE}  # fmt: skip
_RETURNS = {"period": "2149-Q1", "unit": str(OTHER_BRANCH), "unit_kinds": "team",
            "due_on": _FUTURE}  # fmt: skip
_WRONG_UNIT: dict[str, Any] = {"unit": 9999, "name": "x", "base_url": "ftp://x"}
ACTS = [
    Act("/approvals/999/agree", {}, "/approvals/999/agree", {}),
    Act("/approvals/999/refuse", {}, "/approvals/999/refuse", {}),
    Act("/calendar/days/remove", {"day": "2001-01-01"}, "/calendar/days/remove",
        {"day": "2001-01-01"}),
    Act("/calendar/years", {"year": "2020", "settled": "yes"}, "/calendar/years",
        {"year": 2020, "settled": True}),
    Act("/calendar/conventions", {"key": "x"}, "/calendar/conventions",
        {"key": "x", "counts_first": False}),
    Act("/calendar/due-dates", {"reason": "x", "edition": "x"}, "/calendar/due-dates",
        {"reason": "x", "edition": "x"}),
    Act("/candidates/999/raise", {}, "/candidates/999/take-up", {}),
    Act("/candidates/999/dismiss", {"reason": "ten characters"}, "/candidates/999/dismiss",
        {"reason": "ten characters"}),
    Act("/channels/999/switch", {"on": "yes"}, "/channels/999/switch", {"on": True}),
    Act("/channels/999/test", {}, "/channels/999/test", {}),
    Act("/channels/999/rotate", {}, "/channels/999/rotate", {}),
    Act("/channels/999/posts/1/again", {}, "/channels/999/posts/1/again", {}),
    Act("/channels/new/webhook", _WRONG_UNIT, "/channels",
        {"kind": "webhook", "fields": _WRONG_UNIT}),
    Act("/imports/past/999/take-back", {}, "/imports/999/take-back", {}),


    Act("/paper-templates/999/take-back", {}, "/paper-templates/999/take-back", {}),
    Act("/sheets/999/publish", {}, "/sheets/999/publish", {}),
    Act("/sheets/999/discard", {}, "/sheets/999/discard", {}),
    Act("/checks/J2026-9998/findings", {}, "/items/J2026-9998/findings", {}),
    Act("/rounds/plan", _ROUND, "/rounds",
        _ROUND | {"edition": 1, "unit": OTHER_BRANCH, "unit_kinds": ["team"]}),
    Act("/returns/ask", _RETURNS, "/returns",
        _RETURNS | {"unit": OTHER_BRANCH, "unit_kinds": ["team"]}),
    Act("/items/P2026-9998/spread/new", {"units": "1", "last_day": _FUTURE},
        "/items/P2026-9998/spread", {"units": [1], "last_day": _FUTURE}),
    Act("/condition/breaker/ask", {"reason": "ten characters"}, "/condition/breaker/ask",
        {"reason": "ten characters"}),
    Act("/condition/breaker/agree", {}, "/condition/breaker/agree", {}),
    Act("/ladders/problems/assigned/all", _DRAFT | {
        "offset_0": "1", "level_0": "1", "zh_0": "x",
    }, "/ladders/problems/assigned/all", _DRAFT | {"rungs": [_RUNG]}),
    Act("/ladders/drafts/999/publish", {}, "/ladder-drafts/999/publish", {}),
    Act("/ladders/drafts/999/discard", {}, "/ladder-drafts/999/discard", {}),
    Act("/ladders/999/take-back", {}, "/ladder-editions/999/take-back", {}),
    Act("/messages/999/again", {}, "/mails/999/again", {}),
    Act(f"/organisation/{BRANCH}/rename", {"name": "x", "on": _FUTURE}, f"/units/{BRANCH}/rename",
        {"fields": {"name": "x", "on": _FUTURE}}),
    Act(f"/organisation/{BRANCH}/appoint", {"person": "没有这个人", "role": "member"},
        f"/units/{BRANCH}/appoint", {"fields": {"person": "没有这个人", "role": "member"}}),
    Act(f"/organisation/{OTHER_BRANCH}/dissolve", {"on": "x"}, f"/units/{OTHER_BRANCH}/dissolve",
        {"fields": {"on": "x"}}),
    Act(f"/organisation/{BRANCH}/nonsense", {}, f"/units/{BRANCH}/nonsense", {}),
    Act("/organisation/posts/999/end", {"unit": BRANCH}, "/posts/999/end", {}),
    Act("/organisation/hand-over", {"giver": "没有", "taker": "没有", "comment": "x"},
        "/hand-overs", {"fields": {"giver": "没有", "taker": "没有"}, "comment": "x"}),
    Act("/people/add", {"name": "", "language": "zh"}, "/people",
        {"fields": {"name": "", "language": "zh"}}),
    Act("/people/1/leave", {"last": "x"}, "/people/1/leave", {"fields": {"last": "x"}}),
    Act("/people/1/correct", {"name": ""}, "/people/1/correct", {"fields": {"name": ""}}),
    Act("/people/1/accounts/1/nonsense", {}, "/people/1/accounts/1/nonsense", {}),
    Act("/people/1/accounts/999/close", {}, "/people/1/accounts/999/close", {}),
]  # fmt: skip

_NONE = "00000000-0000-4000-8000-000000000000"
_DAY = {"day": "1999-01-01", "working": True, "name": ""}
_COMPLAINT = {"title": "", "text": "", "about": "", "way": "letter"}
_PLAN = {"unit": OTHER_BRANCH, "day": "1999-01-01", "amount": 0, "reason": "x"}
ACTS += [
    Act("/account/language", {"language": "xx"}, "/me/language", {"language": "xx"},
        worded=False),
    Act("/account/look", {"theme": "x", "density": "y"}, "/me/look",
        {"theme": "x", "density": "y"}, worded=False),
    Act("/account/mails", {"kinds": "nonsense"}, "/me/mail-choices", {"kinds": ["nonsense"]},
        worded=False),
    Act("/account/tokens/999/revoke", {}, "/me/tokens/999/revoke", {}),
    Act("/calendar/days", {"first": "x", "working": "yes", "name": "x"}, "/calendar/days",
        {"days": [_DAY]}, worded=False),
    Act("/calendar/due-dates/stop", {}, "/calendar/due-dates/stop", {}),
    Act("/channels/999/change", _WRONG_UNIT, "/channels/999/change", {"fields": _WRONG_UNIT}),
    Act("/complaints/X2026-9998/complainant", {}, "/complaints/X2026-9998/complainant", {}),
    Act("/complaints/X2026-9998/finding", {}, "/complaints/X2026-9998/finding", {"fields": {}}),
    Act("/complaints/enter", _COMPLAINT, "/complaints", _COMPLAINT),
    Act("/first-steps/mail", {}, "/mails/trial", {}),
    Act("/items/P2026-9998/comment", {"version": "1", "comment": "x"}, "/items/P2026-9998/comment",
        {"comment": "x"}),
    Act("/lists/problems/raise", {"title": ""}, "/items", {"list": "problems", "fields": {}}),
    Act("/lists/nonsense/look", {"columns": "x"}, "/me/lists/nonsense/look", {"columns": ["x"]}),
    Act("/lists/problems/views", {"name": ""}, "/views", {"list": "problems", "name": ""}),
    Act("/lists/problems/views/999/remove", {}, "/views/999/remove", {}),
    Act("/look-backs/new", _PLAN, "/look-backs", _PLAN, worded=False),
    Act(f"/look-backs/{_NONE}/take-back", {"reason": "x"}, f"/look-backs/{_NONE}/take-back",
        {"reason": "x"}),
    Act("/mine/followed/P2026-9998", {}, "/followed/P2026-9998", {}),
    Act("/mine/followed/P2026-9998/end", {}, "/followed/P2026-9998/end", {}),
    Act("/registers/nonsense/add", {}, "/registers/nonsense", {"fields": {}}),
    Act("/registers/regulations/add", {}, "/registers/regulations", {"fields": {}}),
    Act("/registers/regulations/999/change", {}, "/registers/regulations/999/change",
        {"fields": {}}),
    Act("/registers/regulations/999/end", {}, "/registers/regulations/999/end", {"fields": {}}),
    Act("/sheets", {"sheet": "nonsense", "zh": "x", "reason": "x"}, "/sheets",
        {"sheet": "nonsense", "zh": "x", "reason": "x", "lines": []}, worded=False),
]  # fmt: skip
# Calls that are compared elsewhere, or cannot be refused.
ELSEWHERE = {
    "attach": "a form with files is a move like others: tests/web/api/test_evidence.py",
    "decisions": "a line of many is told like one: tests/web/test_deciding.py",
    "foresee_decisions": "as above",
    "keep_paper_template": "a page takes a file: tests/web/test_paper_templates.py asks both",
    "mark_read": "whoever has an inbox may read it",
    "export_journal": "a reading, with its place in the matrix of visibility",
}
