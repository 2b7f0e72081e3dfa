"""No GET of the application reads more rows than it shows, times a constant.

In a database of some thousand items, people and units each page is asked by the first of some roles
that may open it. The rows that its statements took from tables are counted as in
``test_rows_read``. A new route has to stand in one of the tables below.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask

from bench.large_database import CLERK, COMMON, HEAD, INSPECTOR, LEADER, RARE, Size, fill
from tests import clock
from tests.cast import SECRET_KEY
from tests.queries.test_rows_read import rows_read, sent
from tests.servers import Servers
from web.app import create_app
from workflow.accounts import create_token, sessions
from workflow.platform import SERVICE, db
from workflow.queries import colours_kept

SIZE = Size(6_000, units=2_000, people=4_000)
MOST = 1_600  # whatever reads all units, all people, or the items of a list reads more
ADMINISTRATORS = {3_001: "system_admin", 3_002: "security_admin", 3_003: "audit_admin"}
STRANGER = 0
YEARLY = "P{year}"  # what every number of the year begins with
WHO = (CLERK, LEADER, INSPECTOR, HEAD, *ADMINISTRATORS, STRANGER)
# Where a page is asked otherwise than by its plain address.
ASKED: dict[str, tuple[str, ...]] = {
    "lists.items": (
        "/lists/problems", "/lists/problems?state=open&sort=due", f"/lists/problems?q={COMMON}",
        "/lists/tasks", "/lists/supervisions", "/lists/supervisions?state=open", "/lists/checks",
    ),
    "api.items": ("/api/v1/items?list=problems&limit=50",),
    "search.everywhere": tuple(
        f"/search?q={q}"
        for q in (YEARLY, RARE, COMMON, "同志120", "同志", "77", "第77党支部", "zs")
    ),
    "api.everywhere": (f"/api/v1/search?q={COMMON}",),
    "items.item": ("/items/{open}", "/items/{closed}"),
    "moves.form": ("/items/{raised}/assign",),
    "raising.form": ("/lists/problems/raise", "/lists/tasks/raise?parent={open}"),
    "offline.form": ("/lists/problems/raise/offline",),
    "lists.paper": ("/lists/problems/print?unit={unit}",),
    "lists.export": ("/lists/problems/export?form=csv&unit={unit}",),
    "api.export_items": ("/api/v1/exports/items?list=problems&form=csv&unit={unit}",),
    "api.export_case_files": ("/api/v1/exports/case-files?number={open}",),
    "organisation.form": ("/organisation/{unit}/rename", "/organisation/{unit}/appoint"),
    "organisation.unit": ("/organisation/{unit}",),
    "records.unit": ("/record/units/{unit}",), "records.person": ("/record/people/{head}",),
    "people.show": ("/people", "/people?q=同志120", "/people?q=同志"),
    "people.person": ("/people/{head}",), "people.form": ("/people/{head}/leave",),
    "people.account_form": ("/people/{head}/accounts/{head}/close",),
    "sittings.show": ("/sitting?number={open}&act=problems.comment",),
    "registers.show": ("/registers/targets",), "api.entries": ("/api/v1/registers/targets",),
    "help.role": ("/help/roles/branch_secretary",),
    "check_sheets.edition": ("/sheets/{edition}",),
    "check_sheets.file": ("/sheets/{edition}/file",), "api.sheet": ("/api/v1/sheets/{edition}",),
    "api.coverage": ("/api/v1/coverage?sheet=handbook",),
    "api.calendar": ("/api/v1/calendar?year=2026",),
    "ladders.ladder": ("/ladders/problems/assigned/all",),
    "api.ladder": ("/api/v1/ladders/problems/assigned/all",),
    "case_files.case_file": ("/items/{open}/case-file.zip",),
    "certificates.show": ("/items/{open}/certificate",),
    "spreading.show": ("/items/{open}/spread",), "spreading.form": ("/items/{open}/spread/new",),
    **{f"api.{name}": (f"/api/v1/items/{{open}}{rest}",) for name, rest in {
        "item": "", "documents": "/documents", "events": "/events", "people": "/people",
        "spread_told": "/spread",
    }.items()},
    "api.unit": ("/api/v1/units/{unit}",), "api.unit_record": ("/api/v1/units/{unit}/record",),
    "api.staff_person": ("/api/v1/people/{head}",),
    "api.person_record": ("/api/v1/people/{head}/record",),
}  # fmt: skip
# One object of its own size, which this database has none of: its own tests ask for it.
OF_ONE = {
    "api.approval", "approvals.request", "api.one_candidate", "candidates.form", "api.channel",
    "channels.channel", "channels.form", "channels.new", "api.document", "api.document_file",
    "api.certificate", "certificates.download", "api.download", "api.return_figures",
    "api.record_form", "record_papers.download", "papers.sheet", "papers.download",
    "evidence.original", "evidence.picture", "api.import_", "past_imports.one", "imports.draft",
    "imports.changes", "imports.columns", "imports.left_out", "imports.missing_people",
    "imports.rows", "imports.sheets", "imports.values", "rosters.draft", "api.draft",
    "ladders.draft", "api.look_back", "look_backs.plan", "api.paper_template_file",
    "api.preview_paper_template", "paper_templates.file", "paper_templates.preview",
    "paper_templates.default", "api.entry", "api.entry_changes", "registers.entry",
    "registers.form", "registers.add_form", "registers.export", "registers.paper",
    "api.export_register", "api.one_round", "rounds.round_", "checks.show", "checks.form",
    "board.notice", "calendar_feed.feed", "complaints.finding_form", "links.show",
    "sittings.result", "api.unit_form_file", "unit_papers.download", "static",
    "api.report_now", "api.report_copy", "reports.at_once", "reports.fetch",
    "check_sheets.line", "sso.start", "sso.back", "sign_in.code", "look_backs.form",
}  # fmt: skip
FIRST_RUN = {
    "first_run.show", "first_run.administrators", "first_run.show_language", "first_run.review",
    "first_run.organisation", "first_run.sign_in", "first_run.template",
}  # fmt: skip
# They read all that they tell, each for its reason.
WHOLE = {
    "api.due_dates": "what a calendar moves is counted over every open item, by one administrator",
    "calendar.due_dates.show": "the same",
    "organisation.hand_over_form": "who has left is sought among the holders of all open items",
    "forecast.show": "whom the digest of a day reaches is asked of everybody",
    "organisation.show": "each line tells how many units there are right below its unit",
    "api.organisation": "the same",
    "api.units": "every unit is sent, in one answer",
    "health.metrics": "the whole is counted, at most once in a while, for a machine of the house",
    "api.export_ledger": "the whole ledger is sent", "api.export_journal": "the same",
    "api.export_documents": "the same", "bulk_papers.download": "the same",
    "figures.show": "figures of a unit are counted over all its items",
    "figures.take_out": "the same", "api.figures": "the same", "api.export_figures": "the same",
    "board.show": "names of all people are masked; kept for ten seconds",
}  # fmt: skip


@pytest.fixture(scope="module")
def owner(
    postgres: Servers, valkey: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[psycopg.Connection]:
    """The filled database of the module, and a connection as its owner."""
    owner_url, app_url = postgres.new_database()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "DATABASE_URL": app_url, "RECTIFY_DATA": str(tmp_path_factory.mktemp("data")),
            "RECTIFY_SECRET_KEY": SECRET_KEY, "RECTIFY_REQUIRE_TOTP": "false",
            "RECTIFY_API_CALLS": "0", "REDIS_URL": valkey,
        }.items():  # fmt: skip
            patch.setenv(name, value)
        patch.setattr("workflow.queries.word_search.FEW", 600)
        patch.setattr("workflow.queries.list_counts.MOST_COUNTED", 100)
        db.close()
        with psycopg.connect(owner_url, autocommit=True, application_name=SERVICE) as connection:
            fill(lambda statement: connection.execute(statement.encode()), SIZE)
            _appoint(connection)
            colours_kept.take_in()
            connection.execute("VACUUM ANALYZE")
            yield connection
        db.close()
    postgres.give_back(owner_url)


def _appoint(owner: psycopg.Connection) -> None:
    for person, role in ADMINISTRATORS.items():
        owner.execute(
            "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
            " VALUES (%s, 1, %s, '2020-01-01')",
            [person, role],
        )


def test_every_page_has_its_place(owner: psycopg.Connection) -> None:
    app = create_app()
    placed = {*OF_ONE, *FIRST_RUN, *WHOLE, *ASKED}
    plain = {rule.endpoint for rule in _pages(app) if not rule.arguments}
    assert {rule.endpoint for rule in _pages(app)} == placed | plain


def test_no_page_reads_more_rows_than_it_shows_times_a_constant(
    owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, objects = create_app(), _objects(owner)
    clients = {person: _Client(app, person) for person in WHO}
    too_many: list[tuple[int, str, str]] = []
    closed: list[str] = []
    for endpoint, address in _addresses(app, objects):
        for person in WHO:
            with sent(monkeypatch) as statements:
                status = clients[person].get(address)
            if status == 200:
                break
        else:
            closed.append(f"{endpoint} {address}")
            continue
        for query, values in statements:
            if (rows := rows_read(owner, query, values)) > MOST:
                too_many.append((rows, address, " ".join(str(query).split())[:200]))
    assert not closed, "nobody may open these"
    assert not too_many, "\n".join(map(str, too_many))


class _Client:
    """A person, or a stranger, at a browser and with a program."""

    def __init__(self, app: Flask, person: int) -> None:
        self.browser = app.test_client()
        self.program, self.bearer = app.test_client(), dict[str, str]()
        if person:
            self.browser.set_cookie("rectify", sessions.begin(person, "tests"))
            self.bearer["Authorization"] = f"Bearer {create_token(person, 'tests')}"

    def get(self, address: str) -> int:
        """Return the status of an answer, read to its end."""
        if address.startswith("/api/"):
            return self.program.get(address, headers=self.bearer, buffered=True).status_code
        answer = self.browser.get(address, buffered=True)
        if "form=" in answer.headers.get("Location", ""):
            answer = self.browser.get(answer.location, buffered=True)
        return answer.status_code


def _pages(app: Flask) -> Iterator[Any]:
    return (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))


def _addresses(app: Flask, objects: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for rule in sorted(_pages(app), key=lambda rule: rule.rule):
        if rule.endpoint in {*OF_ONE, *FIRST_RUN, *WHOLE}:
            continue
        for address in ASKED.get(rule.endpoint, (rule.rule,)):
            yield rule.endpoint, address.format(**objects)


def _objects(owner: psycopg.Connection) -> dict[str, Any]:
    """Return the names of what is asked for, as they stand in addresses."""

    def one(query: str) -> Any:
        row = owner.execute(query.encode()).fetchone()
        assert row, query
        return row[0]

    of_state = "SELECT number FROM items WHERE list_key = 'problems' AND state = '{}'"
    newest = f"{of_state} ORDER BY id DESC LIMIT 1"
    is_open = one(newest.format("assigned"))
    return {
        "open": is_open, "raised": one(newest.format("raised")),
        "closed": one(newest.format("closed")), "head": HEAD,
        "unit": one(f"SELECT unit_id FROM items WHERE number = '{is_open}'"),
        "edition": one("SELECT min(id) FROM sheet_editions"), "year": clock.today().year,
    }  # fmt: skip
