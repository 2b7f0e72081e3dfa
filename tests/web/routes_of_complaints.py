"""The routes of complaints and of the board, for the matrix of visibility."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

READERS_OF_COMPLAINTS = {
    "complaints": {
        "discipline_officer", "party_work_director", "leader_in_charge", "party_group_secretary",
    }
}  # fmt: skip
OF_COMPLAINTS: dict[tuple[str, str], list[Callable[[Any, str, str], Any]]] = {
    ("complaints.look", "POST"): [lambda s, n, _: s.post(f"/complaints/{n}/complainant")],
    ("complaints.finding_form", "GET"): [lambda s, n, _: s.get(f"/complaints/{n}/finding")],
    ("complaints.raise_finding", "POST"): [lambda s, n, _: s.post(f"/complaints/{n}/finding")],
    ("api.complainant", "POST"): [lambda s, n, _: s.call(f"/complaints/{n}/complainant")],
    ("api.raise_complaint_finding", "POST"): [
        lambda s, n, _: s.call(f"/complaints/{n}/finding", {})
    ],
}
# For anybody: the attacks on them stand in their own tests.
OUTSIDE = {
    ("board.show", "GET"), ("board.notice", "GET"), ("board.object_", "POST"),
    ("complaints.form", "GET"), ("complaints.send", "POST"), ("complaints.ask_form", "GET"),
    ("complaints.ask", "POST"), ("complaints.enter_form", "GET"), ("complaints.enter", "POST"),
    ("api.receive_complaint", "POST"),
}  # fmt: skip
