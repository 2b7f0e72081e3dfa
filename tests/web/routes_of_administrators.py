"""The routes of administrators, by whom they are for; the other routes stand in ``routes``."""

from __future__ import annotations

from tests.web.routes import API

CONDITION = {
    ("condition.show", "GET"), ("messages.every", "GET"), ("condition.ask", "POST"),
    ("condition.agree", "POST"), ("api.condition", "GET"), ("api.mails", "GET"),
    ("api.ask_release", "POST"), ("api.agree_release", "POST"),
}  # fmt: skip
# The calendar is everybody's to see and the system administrator's to change.
CALENDAR = {
    ("calendar.show", "GET"), ("calendar.set_days", "POST"), ("calendar.remove_day", "POST"),
    ("calendar.settle_year", "POST"), ("calendar.set_convention", "POST"),
    ("calendar.import_days", "POST"), ("calendar.due_dates.show", "GET"),
    ("calendar.due_dates.apply", "POST"), ("calendar.due_dates.stop", "POST"),
    ("api.calendar", "GET"), ("api.set_days", "POST"), ("api.remove_day", "POST"),
    ("api.settle_year", "POST"), ("api.set_convention", "POST"), ("api.due_dates", "GET"),
    ("api.apply_calendar", "POST"), ("api.stop_applying", "POST"),
}  # fmt: skip
# Read by everybody, changed by the security administrator; no item is in them.
LADDERS: dict[tuple[str, str], list[str]] = {
    ("ladders.show", "GET"): ["/ladders"],
    ("ladders.ladder", "GET"): ["/ladders/problems/assigned/all"],
    ("ladders.save", "POST"): ["/ladders/problems/assigned/all"],
    ("ladders.draft", "GET"): ["/ladders/drafts/1"],
    ("ladders.publish", "POST"): ["/ladders/drafts/1/publish"],
    ("ladders.discard", "POST"): ["/ladders/drafts/1/discard"],
    ("ladders.take_back", "POST"): ["/ladders/1/take-back"],
    ("api.ladders", "GET"): [f"{API}/ladders"],
    ("api.ladder", "GET"): [f"{API}/ladders/problems/assigned/all"],
    ("api.draft", "GET"): [f"{API}/ladder-drafts/1"],
    ("api.publish_draft", "POST"): [f"{API}/ladder-drafts/1/publish"],
    ("api.discard_draft", "POST"): [f"{API}/ladder-drafts/1/discard"],
    ("api.take_back_edition", "POST"): [f"{API}/ladder-editions/1/take-back"],
}
# For administrators of the whole only, each by what is theirs; %d is a person and an account.
PEOPLE: dict[tuple[str, str], list[str]] = {
    ("people.show", "GET"): ["/people", "/people?q=x", "/people?state=nonsense"],
    ("people.add_form", "GET"): ["/people/add"],
    ("people.add", "POST"): ["/people/add"],
    ("people.person", "GET"): ["/people/%d"],
    ("people.form", "GET"): [f"/people/%d/{key}" for key in ("correct", "leave", "nonsense")],
    ("people.act", "POST"): [f"/people/%d/{key}" for key in ("correct", "leave", "nonsense")],
    ("people.account_form", "GET"): [f"/people/%d/accounts/%d/{key}" for key in ("close", "x")],
    ("people.account_act", "POST"): [f"/people/%d/accounts/%d/{key}" for key in ("close", "x")],
    ("api.people_of_all", "GET"): [f"{API}/people"],
    ("api.staff_person", "GET"): [f"{API}/people/%d"],
    ("api.add_person", "POST"): [f"{API}/people"],
    ("api.act_on_person", "POST"): [f"{API}/people/%d/{key}" for key in ("correct", "nonsense")],
    ("api.act_on_account", "POST"): [f"{API}/people/%d/accounts/%d/x"],
}
# For administrators; %d is a request about somebody else.
APPROVALS: dict[tuple[str, str], list[str]] = {
    ("approvals.show", "GET"): ["/approvals"],
    ("approvals.request", "GET"): ["/approvals/%d"],
    ("approvals.agree", "POST"): ["/approvals/%d/agree"],
    ("approvals.refuse", "POST"): ["/approvals/%d/refuse"],
    ("api.approvals", "GET"): [f"{API}/approvals"],
    ("api.approval", "GET"): [f"{API}/approvals/%d"],
    ("api.agree", "POST"): [f"{API}/approvals/%d/agree"],
    ("api.refuse", "POST"): [f"{API}/approvals/%d/refuse"],
}
JOURNAL = {
    ("journal.entries", "GET"), ("journal.moves", "GET"), ("journal.export", "POST"),
    ("api.journal", "GET"), ("api.moves_logged", "GET"), ("api.export_journal", "GET"),
}  # fmt: skip
CHANNELS = {
    ("channels.new", "GET"), ("channels.add", "POST"), ("channels.channel", "GET"),
    ("channels.form", "GET"), ("channels.change", "POST"), ("channels.rotate", "POST"),
    ("channels.switch", "POST"), ("channels.test", "POST"), ("channels.send_again", "POST"),
    ("api.channel", "GET"), ("api.add_channel", "POST"), ("api.change_channel", "POST"),
    ("api.rotate_secret", "POST"), ("api.switch_channel", "POST"), ("api.test_channel", "POST"),
    ("api.post_again", "POST"),
}  # fmt: skip
# Before anybody can sign in, and then for the system administrator.
FIRST = {
    *((f"first_run.{page}", "GET") for page in (
        "show", "show_language", "organisation", "template", "administrators", "sign_in", "review",
    )),
    *((f"first_run.{page}", "POST") for page in (
        "claim", "choose_language", "answer_organisation", "answer_administrators",
        "answer_sign_in", "begin",
    )),
    ("first_steps.mail", "GET"), ("first_steps.send_trial", "POST"),
    ("first_steps.calendar", "GET"), ("first_steps.set_days", "POST"),
    ("api.try_mail", "POST"),
}  # fmt: skip
EVERY = {*FIRST, *CONDITION, *CALENDAR, *LADDERS, *PEOPLE, *APPROVALS, *JOURNAL, *CHANNELS}
