"""Every route of the application by what it asks for, and how a test asks it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import OTHER_BRANCH, PASSWORD, PERSONAS
from tests.evidence.files import photo
from tests.web.routes_of_complaints import OF_COMPLAINTS, OUTSIDE, READERS_OF_COMPLAINTS
from tests.web.routes_of_following import FOLLOWED, OF_FOLLOWING
from tests.web.stories import in_days
from workflow import accounts

READERS = {
    "interviews": {
        "discipline_officer", "party_group_secretary", "leader_in_charge", "auditor",
        "office_party_secretary", "branch_secretary", "party_work_director", "party_work_clerk",
    },
    "criticisms": {
        "discipline_officer", "party_group_secretary", "leader_in_charge", "auditor",
        "office_party_secretary", "party_work_director", "party_work_clerk",
    },
    "accountabilities": {
        "discipline_officer", "party_group_secretary", "leader_in_charge", "auditor",
        "party_work_director",
    },
    "appeals": {
        "discipline_officer", "party_group_secretary", "leader_in_charge", "auditor",
        "party_work_director",
    },
} | READERS_OF_COMPLAINTS  # fmt: skip
ADMINISTRATORS = {"system_admin", "security_admin", "audit_admin"}
TITLE = "别处的秘密"
API = "/api/v1"


@dataclass
class Somebody:
    """A person of one role in one unit, at a browser and with a program."""

    role: str
    unit: int
    app: Flask
    account: int

    def __post_init__(self) -> None:
        self.browser = self.app.test_client()
        login = f"{self.role.replace('_', '-')}.{self.unit}"
        self.browser.set_cookie("rectify", accounts.sign_in(login, PASSWORD) or "")
        page = self.browser.get("/account").text
        self.csrf = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        self.bearer = {"Authorization": f"Bearer {accounts.create_token(self.account, 'tests')}"}

    def get(self, path: str) -> TestResponse:
        if path.startswith(API):
            return self.app.test_client().get(path, headers=self.bearer, buffered=True)
        answer = self.browser.get(path, buffered=True)
        if "form=" in answer.headers.get("Location", ""):
            answer = self.browser.get(answer.location, buffered=True)
        return answer

    def post(self, path: str, **data: Any) -> TestResponse:
        if path.startswith(API):
            return self.call(path.removeprefix(API), data)
        return self.browser.post(path, data={"csrf_token": self.csrf} | data)

    def call(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        headers = self.bearer | {"Idempotency-Key": str(uuid4())}
        return self.app.test_client().post(API + path, json=json, headers=headers, **more)


Ask = Callable[[Somebody, str, str], TestResponse]  # who asks, the number, a digest
TRIGGERS = ("assign", "approve", "attach", "nonsense")
CHILDREN = ("tasks", "extensions", "accountabilities")
ACTS = ("", "problems.assign", "problems.comment", "problems.nonsense")


def _each(keys: tuple[str, ...], ask: Callable[[Somebody, str, str], TestResponse]) -> list[Ask]:
    return [lambda s, n, _, key=key: ask(s, n, key) for key in keys]


def _hand_in(somebody: Somebody, number: str, _: str) -> TestResponse:
    data = {"file": (io.BytesIO(photo()), "a.jpg")}
    return somebody.call(f"/items/{number}/evidence", data=data)


ITEMS: dict[tuple[str, str], list[Ask]] = {
    ("items.item", "GET"): [lambda s, n, _: s.get(f"/items/{n}")],
    ("moves.form", "GET"): _each(TRIGGERS, lambda s, n, t: s.get(f"/items/{n}/{t}")),
    ("moves.fire", "POST"): _each(
        TRIGGERS, lambda s, n, t: s.post(f"/items/{n}/{t}", version="1", comment="x")
    ),
    ("raising.form", "GET"): _each(
        CHILDREN, lambda s, n, k: s.get(f"/lists/{k}/raise?parent={n}")
    ),
    ("raising.create", "POST"): _each(
        CHILDREN, lambda s, n, k: s.post(f"/lists/{k}/raise", parent=n, title="x")
    ),
    ("evidence.original", "GET"): [lambda s, n, d: s.get(f"/items/{n}/evidence/{d}")],
    ("evidence.picture", "GET"): [lambda s, n, d: s.get(f"/items/{n}/evidence/{d}/small.jpg")],
    ("papers.sheet", "GET"): [lambda s, n, _: s.get(f"/items/{n}/papers/1")],
    ("certificates.download", "GET"): [lambda s, n, _: s.get(f"/items/{n}/certificate.pdf")],
    ("certificates.show", "GET"): [lambda s, n, _: s.get(f"/items/{n}/certificate?digest=x")],
    ("record_papers.download", "GET"): [lambda s, n, _: s.get(f"/items/{n}/forms/W01.docx")],
    ("case_files.case_file", "GET"): [lambda s, n, _: s.get(f"/items/{n}/case-file.zip")],
    ("papers.download", "GET"): [lambda s, n, _: s.get(f"/items/{n}/papers/1.docx")],
    ("sittings.show", "GET"): _each(
        ACTS, lambda s, n, t: s.get(f"/sitting?number={n}&act={t}&form=x")
    ),
    ("sittings.decide", "POST"): _each(
        ACTS, lambda s, n, t: s.post(f"/sitting?number={n}", act=t, line=f"{n}:1:ab", comment="x")
    ),
    ("api.item", "GET"): [lambda s, n, _: s.get(f"{API}/items/{n}")],
    ("api.return_figures", "GET"): [lambda s, n, _: s.get(f"{API}/items/{n}/figures")],
    ("api.events", "GET"): [lambda s, n, _: s.get(f"{API}/items/{n}/events")],
    ("api.people", "GET"): [lambda s, n, _: s.get(f"{API}/items/{n}/people")],
    ("api.documents", "GET"): [lambda s, n, _: s.get(f"{API}/items/{n}/documents")],
    ("api.document", "GET"): [lambda s, n, _: s.get(f"{API}/items/{n}/documents/1")],
    ("api.certificate", "GET"): [
        lambda s, n, _: s.get(f"{API}/items/{n}/documents/certificate.pdf")
    ],
    ("api.record_form", "GET"): [lambda s, n, _: s.get(f"{API}/items/{n}/forms/W01.docx")],
    ("api.export_case_files", "GET"): [
        lambda s, n, _: s.get(f"{API}/exports/case-files?number={n}")
    ],
    ("api.document_file", "GET"): [lambda s, n, _: s.get(f"{API}/items/{n}/documents/1.docx")],
    ("api.download", "GET"): [lambda s, n, d: s.get(f"{API}/items/{n}/evidence/{d}")],
    ("api.attach", "POST"): [_hand_in],
    ("api.move", "POST"): _each(TRIGGERS, lambda s, n, t: s.call(f"/items/{n}/{t}", {})),
    ("api.decisions", "POST"): _each(
        TRIGGERS, lambda s, n, t: s.call("/decisions", {"decisions": [{"number": n, "trigger": t}]})
    ),
    ("api.foresee_decisions", "POST"): _each(
        TRIGGERS,
        lambda s, n, t: s.call("/decisions/foreseen", {"decisions": [{"number": n, "trigger": t}]}),
    ),
    ("api.raise_item", "POST"): _each(
        CHILDREN, lambda s, n, k: s.call("/items", {"list": k, "parent": n})
    ),
    ("checks.show", "GET"): [lambda s, n, _: s.get(f"/checks/{n}")],
    ("checks.answer", "POST"): [lambda s, n, _: s.post(f"/checks/{n}/answer", lines="1")],
    ("checks.form", "GET"): [lambda s, n, _: s.get(f"/checks/{n}/findings/1")],
    ("checks.raise_one", "POST"): [lambda s, n, _: s.post(f"/checks/{n}/findings/1")],
    ("checks.raise_all", "POST"): [lambda s, n, _: s.post(f"/checks/{n}/findings")],
    ("api.raise_findings", "POST"): [lambda s, n, _: s.call(f"/items/{n}/findings", {})],
} | OF_COMPLAINTS | OF_FOLLOWING  # fmt: skip
UNITS: dict[tuple[str, str], list[Callable[[Somebody, int], TestResponse]]] = {
    ("organisation.unit", "GET"): [lambda s, u: s.get(f"/organisation/{u}")],
    ("organisation.form", "GET"): [
        lambda s, u: s.get(f"/organisation/{u}/rename"),
        lambda s, u: s.get(f"/organisation/{u}/appoint"),
        lambda s, u: s.get(f"/organisation/{u}/nonsense"),
    ],
    ("organisation.change", "POST"): [
        lambda s, u: s.post(f"/organisation/{u}/rename", name="x"),
        lambda s, u: s.post(f"/organisation/{u}/appoint"),
    ],
    ("organisation.show", "GET"): [lambda s, u: s.get(f"/organisation?below={u}")],
    ("lists.items", "GET"): [lambda s, u: s.get(f"/lists/problems?unit={u}")],
    ("lists.export", "GET"): [
        lambda s, u: s.get(f"/lists/problems/export?unit={u}&form=csv"),
        lambda s, u: s.get(f"/lists/problems/export?unit={u}&form=csv&what=ledger"),
    ],
    ("lists.paper", "GET"): [lambda s, u: s.get(f"/lists/problems/print?unit={u}")],
    ("bulk_papers.download", "GET"): [
        lambda s, u: s.get(f"/lists/supervisions/documents.zip?unit={u}")
    ],
    ("api.export_documents", "GET"): [
        lambda s, u: s.get(f"{API}/exports/documents?list=supervisions&form=zip&unit={u}")
    ],
    ("api.items", "GET"): [lambda s, u: s.get(f"{API}/items?list=problems&unit={u}")],
    ("api.export_items", "GET"): [
        lambda s, u: s.get(f"{API}/exports/items?list=problems&unit={u}&form=csv")
    ],
    ("api.export_ledger", "GET"): [lambda s, u: s.get(f"{API}/exports/ledger?unit={u}&form=csv")],
    ("records.unit", "GET"): [lambda s, u: s.get(f"/record/units/{u}")],
    ("api.unit_record", "GET"): [lambda s, u: s.get(f"{API}/units/{u}/record")],
    ("unit_papers.download", "GET"): [lambda s, u: s.get(f"/organisation/{u}/forms/W19.docx")],
    ("api.unit_form_file", "GET"): [lambda s, u: s.get(f"{API}/units/{u}/forms/W19.docx")],
    ("api.unit", "GET"): [lambda s, u: s.get(f"{API}/units/{u}")],
    ("api.organisation", "GET"): [lambda s, u: s.get(f"{API}/organisation?below={u}")],
    ("api.change_unit", "POST"): [
        lambda s, u: s.call(f"/units/{u}/rename", {"fields": {"name": "x"}}),
        lambda s, u: s.call(f"/units/{u}/nonsense", {}),
    ],
}
POSTS = {("organisation.end_post", "POST"), ("api.end_post", "POST")}
OWN = {
    ("messages.again", "POST"),
    ("account.end_session", "POST"), ("account.revoke_token", "POST"),
    ("api.mail_again", "POST"), ("api.revoke_token", "POST"),
}  # fmt: skip
# Whatever these show, nothing of another unit's and nothing confidential is in it.
_LISTED = ("problems", "interviews", "criticisms", "accountabilities", "complaints", "appeals")
LISTS: dict[tuple[str, str], list[str]] = {
    ("home.inbox", "GET"): ["/"], ("home.raised", "GET"): ["/mine/raised"],
    ("home.done", "GET"): ["/mine/done"],
    ("sittings.show", "GET"): [
        "/sitting?all=inbox", *(f"/sitting?all={key}&act={key}.comment" for key in _LISTED)
    ],
    ("lists.items", "GET"): [
        f"/lists/{key}?{more}" for key in _LISTED
        for more in ("", "q=别处", "sort=due", "state=open", "overdue=1", f"unit={OTHER_BRANCH}")
    ],
    ("lists.export", "GET"): [
        f"/lists/{key}/export?{more}" for key in _LISTED
        for more in ("form=csv", "form=json", "form=csv&q=别处", f"form=csv&unit={OTHER_BRANCH}")
    ] + ["/lists/problems/export?what=ledger&form=csv"],
    ("lists.paper", "GET"): [f"/lists/{key}/print" for key in _LISTED],
    ("bulk_papers.download", "GET"): [
        f"/lists/{key}/documents.zip" for key in ("problems", "supervisions", "interviews")
    ],
    ("api.export_documents", "GET"): [
        f"{API}/exports/documents?list={key}&form=zip" for key in _LISTED
    ],
    ("api.export_items", "GET"): [
        f"{API}/exports/items?list={key}&{more}" for key in _LISTED
        for more in ("form=csv", "form=json", "form=csv&q=别处", f"form=csv&unit={OTHER_BRANCH}")
    ],
    ("api.export_ledger", "GET"): [f"{API}/exports/ledger?form={form}" for form in ("csv", "json")],
    ("api.items", "GET"): [
        f"{API}/items?list={key}&{more}" for key in _LISTED
        for more in ("limit=200", "q=别处", "sort=due", "state=open", f"unit={OTHER_BRANCH}")
    ],
    ("search.everywhere", "GET"): [f"/search?q={q}" for q in ("别处", "秘密", "2026", "第二")],
    ("api.everywhere", "GET"): [f"{API}/search?q={q}" for q in ("别处", "秘密", "2026", "第二")],
    ("records.person", "GET"): [f"/record/people/{PERSONAS['outsider'].id}"],
    ("api.person_record", "GET"): [f"{API}/people/{PERSONAS['outsider'].id}/record"],
    ("records.unit", "GET"): [f"/record/units/{OTHER_BRANCH}"],
    ("api.unit_record", "GET"): [f"{API}/units/{OTHER_BRANCH}/record"],
    ("api.inbox", "GET"): [f"{API}/inbox"],
    ("api.waiting", "GET"): [f"{API}/waiting"],
    ("api.me", "GET"): [f"{API}/me"],
    ("api.own_mails", "GET"): [f"{API}/me/mails"],
    ("api.channels", "GET"): [f"{API}/channels"],
    ("api.journal", "GET"): [f"{API}/journal"],
    ("api.units", "GET"): [f"{API}/units"],
    ("organisation.show", "GET"): ["/organisation"],
    ("organisation.hand_over_form", "GET"): ["/organisation/hand-over"],
    ("journal.entries", "GET"): ["/journal"],
    ("channels.show", "GET"): ["/channels"],
    ("forecast.show", "GET"): ["/forecast", f"/forecast?on={in_days(40)}"],
    ("look_backs.show", "GET"): ["/look-backs"], ("api.look_backs", "GET"): [f"{API}/look-backs"],
    ("account.show", "GET"): ["/account"],
    ("messages.mine", "GET"): ["/account/messages", "/account/messages?state=waiting"],
    ("delegations.show", "GET"): ["/account/delegations"],
} | FOLLOWED  # fmt: skip
# Drawn by two roles; %s is a plan that is secret until its day.
LOOK_BACKS: dict[tuple[str, str], list[str]] = {
    ("look_backs.form", "GET"): ["/look-backs/new"],
    ("look_backs.draw", "POST"): ["/look-backs/new"],
    ("look_backs.plan", "GET"): ["/look-backs/%s"],
    ("look_backs.take_back", "POST"): ["/look-backs/%s/take-back"],
    ("api.draw_look_back", "POST"): [f"{API}/look-backs"],
    ("api.look_back", "GET"): [f"{API}/look-backs/%s"],
    ("api.take_back_look_back", "POST"): [f"{API}/look-backs/%s/take-back"],
}
# Each register by its own rights; what is asked at one entry stands in the test of a register.
REGISTERS = {
    ("registers.show", "GET"), ("registers.add_form", "GET"), ("registers.add", "POST"),
    ("registers.export", "GET"), ("registers.paper", "GET"), ("api.export_register", "GET"),
    ("registers.entry", "GET"), ("registers.form", "GET"), ("registers.keep", "POST"),
    ("api.registers", "GET"), ("api.entries", "GET"), ("api.add_entry", "POST"),
    ("api.entry", "GET"), ("api.entry_changes", "GET"), ("api.change_entry", "POST"),
    ("api.end_entry", "POST"),
}  # fmt: skip
NAMED = {
    ("organisation.hand_over", "POST"),
    ("api.hand_over", "POST"),
}  # names a person, and moves only what one may move
# Nothing here takes the name of an object that could be somebody else's.
PLAIN = {
    ("static", "GET"), ("sign_in.form", "GET"), ("sign_in.enter", "POST"), ("sign_in.code", "GET"),
    ("sign_in.check", "POST"), ("sign_in.leave", "POST"), ("sso.start", "GET"),
    ("sso.back", "GET"), ("links.forgot", "GET"), ("links.ask", "POST"), ("links.show", "GET"),
    ("links.redeem", "POST"), ("home.read", "POST"), ("account.language", "POST"),
    ("delegations.choose", "POST"), ("offline.outbox", "GET"), ("offline.form", "GET"),
    ("offline.check", "GET"), ("offline.sender", "GET"), ("account.mails", "POST"),
    ("sittings.result", "GET"), ("views.choose", "POST"), ("views.save", "POST"),
    ("views.remove", "POST"), ("api.saved_views", "GET"), ("api.save_view", "POST"),
    ("api.remove_view", "POST"), ("api.choose_list_look", "POST"),
    ("account.password", "POST"), ("account.end_others", "POST"), ("account.create_token", "POST"),
    ("second_factor.show", "GET"), ("second_factor.begin", "POST"),
    ("second_factor.confirm", "POST"), ("second_factor.draw", "POST"),
    ("second_factor.remove", "POST"), ("switch.choose", "POST"), ("health.healthz", "GET"),
    ("health.metrics", "GET"), ("health.readyz", "GET"), ("api.lists", "GET"),
    ("api_docs.show", "GET"), ("help.show", "GET"), ("help.role", "GET"),
    ("help.rules", "GET"), ("help.glossary", "GET"), ("api.openapi", "GET"), ("api.rights", "GET"),
    ("api.mark_read", "POST"), ("api.choose_language", "POST"), ("api.choose_look", "POST"),
    ("account.look", "POST"), ("api.choose_mails", "POST"), *OUTSIDE,
    ("api.save_draft", "POST"),  # what is sent is judged first (test_every_act)
}  # fmt: skip
