"""The places of the help: a chapter for each kind of page; its text stands in help_texts.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class HelpTopic:
    """A chapter of the help; ``pages`` are the endpoints whose pages lead here."""

    key: str
    words: Words
    pages: tuple[str, ...]
    picture: Words | None = None  # what the picture of the chapter shows, for those who cannot

    @property
    def text(self) -> list[Words]:
        """The paragraphs."""
        return _TEXTS.get(self.key, [])


def _texts() -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    text = files("web").joinpath("help_texts.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["key"], []).append(Words(row["zh"], row["en"]))
    return found


_TEXTS = _texts()
TOPICS = (
    HelpTopic(
        "inbox",
        Words("待办与通知", "Inbox and notices"),
        ("home.inbox", "home.raised", "home.done", "following.show"),
        Words("首页：等您办理的事项和通知", "The first page: what waits for you, and notices"),
    ),
    HelpTopic(
        "lists",
        Words("清单：筛选、排序、导出", "Lists: filter, order, export"),
        ("lists.items", "lists.paper"),
        Words("问题清单和筛选条件", "The list of problems with its filters"),
    ),
    HelpTopic("search", Words("查找", "Search"), ("search.everywhere",)),
    HelpTopic(
        "raising",
        Words("提出问题", "Raise a finding"),
        ("raising.form",),
        Words("提出问题的表单", "The form of a finding"),
    ),
    HelpTopic(
        "offline",
        Words("没有网络时提出问题、填写检查", "Raise and check without a network"),
        ("offline.form", "offline.outbox", "offline.check"),
    ),
    HelpTopic(
        "sheets",
        Words("检查表", "Check sheets"),
        ("check_sheets.show", "check_sheets.edition", "check_sheets.line"),
    ),
    HelpTopic(
        "rounds",
        Words("检查轮次与逐项检查", "Rounds and checks"),
        ("rounds.show", "rounds.form", "rounds.round_", "checks.show", "checks.form"),
    ),
    HelpTopic(
        "figures",
        Words("统计", "Figures"),
        ("figures.show", "figures.take_out", "returns.form"),
        Words("一个单位的统计", "The figures of a unit"),
    ),
    HelpTopic(
        "reports",
        Words("定期报表", "Reports by a timetable"),
        ("reports.show", "reports.fetch", "reports.at_once"),
    ),
    HelpTopic(
        "complaints",
        Words("信访与公示", "Complaints and the board"),
        (
            "board.show",
            "board.notice",
            "complaints.form",
            "complaints.ask_form",
            "complaints.enter_form",
            "complaints.finding_form",
        ),
        Words("任何人都能填写的反映表单", "The form of a complaint, for anybody"),
    ),
    HelpTopic("candidates", Words("拟立项", "Candidates"), ("candidates.show", "candidates.form")),
    HelpTopic(
        "spreading",
        Words("举一反三", "Like problems elsewhere"),
        ("spreading.show", "spreading.form"),
    ),
    HelpTopic("coverage", Words("检查覆盖情况", "Coverage"), ("coverage.show",)),
    HelpTopic(
        "item",
        Words("事项页面", "The page of an item"),
        ("items.item",),
        Words("一个问题的页面", "The page of a problem"),
    ),
    HelpTopic(
        "moves",
        Words("办理一个事项", "Make a move"),
        ("moves.form",),
        Words("核查一个问题的表单", "The form that verifies a problem"),
    ),
    HelpTopic(
        "sitting", Words("一并办理", "Decide on many at once"), ("sittings.show", "sittings.result")
    ),
    HelpTopic(
        "documents",
        Words("公文与佐证", "Documents and evidence"),
        ("papers.sheet", "certificates.show", "evidence.original", "evidence.picture"),
    ),
    HelpTopic("templates", Words("文书模板", "Templates of documents"), ("paper_templates.show",)),
    HelpTopic("records", Words("履职记录", "Records"), ("records.person", "records.unit")),
    HelpTopic(
        "organisation",
        Words("组织机构", "Organisation"),
        (
            "organisation.show",
            "organisation.unit",
            "organisation.form",
            "organisation.hand_over_form",
        ),
        Words("组织机构树", "The tree of the organisation"),
    ),
    HelpTopic(
        "people",
        Words("人员、账号与双人复核", "People, accounts and approvals"),
        (
            "people.show",
            "people.add_form",
            "people.person",
            "people.form",
            "people.account_form",
            "approvals.show",
            "approvals.request",
        ),
    ),
    HelpTopic(
        "ladders",
        Words("逾期与升级规则", "Lateness and ladders"),
        ("ladders.show", "ladders.ladder", "ladders.draft"),
        Words("升级规则", "The ladders"),
    ),
    HelpTopic("forecast", Words("将会发生什么", "What will happen"), ("forecast.show",)),
    HelpTopic(
        "calendar",
        Words("日历与时限", "Calendar and due dates"),
        ("calendar.show", "calendar.due_dates.show", "first_steps.calendar"),
        Words("一年的工作日历", "The working days of a year"),
    ),
    HelpTopic(
        "look-backs",
        Words("回头看", "Look-backs"),
        ("look_backs.show", "look_backs.form", "look_backs.plan"),
    ),
    HelpTopic(
        "registers",
        Words("台账", "Registers"),
        (
            "registers.show",
            "registers.add_form",
            "registers.entry",
            "registers.form",
            "registers.paper",
        ),
    ),
    HelpTopic(
        "imports",
        Words("导入台账", "Import a ledger"),
        (
            "imports.show",
            "imports.draft",
            "imports.sheets",
            "imports.columns",
            "imports.values",
            "imports.rows",
            "imports.changes",
        ),
    ),
    HelpTopic(
        "past-imports",
        Words("已经写入的导入", "Imports that were written"),
        ("past_imports.show", "past_imports.one"),
    ),
    HelpTopic(
        "rosters",
        Words("导入单位与人员名册", "Import units and people"),
        ("rosters.show", "rosters.draft"),
    ),
    HelpTopic(
        "messages",
        Words("邮件与消息渠道", "Mails and channels"),
        (
            "messages.mine",
            "messages.every",
            "channels.show",
            "channels.new",
            "channels.channel",
            "channels.form",
            "first_steps.mail",
            "mailbox.mails",
            "mailbox.mail",
        ),
    ),
    HelpTopic(
        "condition",
        Words("运行状况与日志", "Condition and logs"),
        ("condition.show", "journal.entries", "journal.moves"),
    ),
    HelpTopic(
        "account",
        Words("本人账号与委托", "Your account and delegation"),
        ("account.show", "second_factor.show", "delegations.show", "api_docs.show"),
    ),
    HelpTopic(
        "sign-in",
        Words("登录", "Sign in"),
        ("sign_in.form", "sign_in.code", "links.forgot", "links.show"),
    ),
    HelpTopic(
        "first-run",
        Words("第一次设置", "The first run"),
        (
            "first_run.show",
            "first_run.show_language",
            "first_run.organisation",
            "first_run.administrators",
            "first_run.sign_in",
            "first_run.review",
        ),
    ),
    HelpTopic(
        "help", Words("帮助", "Help"), ("help.show", "help.role", "help.glossary", "help.rules")
    ),
)
_OF_PAGE = {page: topic.key for topic in TOPICS for page in topic.pages}


def topic_of(endpoint: str | None) -> str:
    """Return the anchor of the chapter of a page, "help" for a page without one."""
    return _OF_PAGE.get(endpoint or "", "help")
