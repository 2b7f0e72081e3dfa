"""The names available in every template besides its own values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup, escape

from web import evidence_kinds
from web.addresses import rooted
from web.auth import actor, identity
from web.formats import asset
from web.forms import TEMPLATE_NAMES
from web.help_topics import topic_of
from web.languages import language, say
from web.menu import menu
from web.particulars import waits_for
from workflow import queries
from workflow.declaration import (
    APPROVE,
    DECIDE_CANDIDATES,
    ENTER_COMPLAINTS,
    FORESEE,
    IMPORT_LEDGERS,
    KEEP_LADDERS,
    KEEP_PEOPLE,
    KEEP_TEMPLATES,
    RAISE,
    READ_CONDITION,
    READ_FIGURES,
    READ_LOGS,
    READ_LOOK_BACKS,
    READ_MAILS,
    READ_PEOPLE,
    READ_REPORTS,
    READ_SHEETS,
    RUN_CHANNELS,
    Actor,
    Entitlement,
    ListType,
    pack,
)
from workflow.engine.visibility import only_administers
from workflow.evidence import ENDINGS
from workflow.platform import settings
from workflow.queries.colours import SHAPES
from workflow.queries.list_counts import RowCount
from workflow.queries.people_choices import called
from workflow.registers.queries import registers
from workflow.words import Words

_BROWSERS = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux")

_PAGES: tuple[tuple[str, Words, Entitlement | None], ...] = (
    ("figures.show", Words("统计", "Figures"), READ_FIGURES),
    ("reports.show", Words("定期报表", "Reports"), READ_REPORTS),
    ("people.show", Words("人员与账号", "People and accounts"), READ_PEOPLE),
    ("approvals.show", Words("双人复核", "Approvals"), APPROVE),
    ("journal.entries", Words("日志", "Logs"), READ_LOGS),
    ("condition.show", Words("运行状况", "Condition of the service"), READ_CONDITION),
    ("messages.every", Words("全部邮件", "All mails"), READ_MAILS),
    ("channels.show", Words("消息渠道", "Channels"), RUN_CHANNELS),
    ("rosters.show", Words("导入花名册", "Import a roster"), KEEP_PEOPLE),
    ("imports.show", Words("导入台账", "Import a ledger"), IMPORT_LEDGERS),
    ("forecast.show", Words("将会发生什么", "What will happen"), FORESEE),
    ("look_backs.show", Words("回头看", "Look-backs"), READ_LOOK_BACKS),
    ("rounds.show", Words("检查轮次", "Rounds of checks"), READ_SHEETS),
    ("candidates.show", Words("拟立项", "Candidates"), DECIDE_CANDIDATES),
    ("check_sheets.show", Words("检查表", "Sheets of checks"), READ_SHEETS),
    ("coverage.show", Words("检查覆盖", "Coverage"), READ_SHEETS),
    ("paper_templates.show", Words("文书模板", "Templates of documents"), KEEP_TEMPLATES),
    ("complaints.enter_form", Words("登记信访", "Enter a complaint"), ENTER_COMPLAINTS),
    ("board.show", Words("公示栏", "Public board"), None),
    ("complaints.form", Words("我要反映", "Complain"), None),
    ("ladders.show", Words("升级规则", "Ladders"), None),
    ("organisation.show", Words("组织机构", "Organisation"), None),
    ("calendar.show", Words("日历", "Calendar"), None),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of waiting matters and unread notices of a person."""

    waiting: RowCount
    unread: RowCount


def install(app: Flask) -> None:
    """Add the names to the templates' environment."""
    app.jinja_env.globals.update(
        icon=icon, menu=menu(), counts=counts, here_if=here_if, this_page=this_page,
        my_name=my_name, handling=pack().severities, list_types=pack().lists, roles=pack().roles,
        raise_words=raise_words, topic_of=topic_of, waits_for=waits_for, due_of=queries.due_of,
        due_of_item=queries.due_of_item, colours=queries.COLOURS, colour_marks=SHAPES,
        upload_mib=settings().upload_mib, endings=",".join(f".{e}" for e in ENDINGS),
        evidence_kinds=evidence_kinds.choices, kind_of_piece=evidence_kinds.kind_of,
        is_standing=evidence_kinds.is_standing, replaceable_pieces=evidence_kinds.replaceable,
        public_complaints=lambda: settings().public_complaints,
        public_board=lambda: settings().public_board, own_pages=own_pages,
        sees_lists=lambda: not only_administers(actor()),
        relations=pack().relations, may_set_ladders=lambda: KEEP_LADDERS.held_by(actor()),
        **TEMPLATE_NAMES,
    )  # fmt: skip
    app.jinja_env.filters.update(instant=datetime.fromisoformat, browser=browser, linked=linked)
    app.jinja_env.filters["in_words"] = lambda pair: say(Words(*pair))
    app.jinja_env.filters["by"] = by


def by(name: str) -> str:
    """Return a stored name of a person as the language of the page writes it."""
    if language() == "zh":
        return say(called(name))
    known = g.setdefault("names", {})
    if name not in known:
        known[name] = queries.name_in_english(name)
    return say(called(name, known[name]))


def own_pages() -> list[tuple[str, Words]]:
    """Return the pages beside the lists open to the person, as (address, words)."""
    me = actor()
    pages = [(url_for(page), words) for page, words, right in _PAGES if _opens(right, me)]
    return pages + [
        (url_for("registers.show", key=register.key), register.words)
        for register in registers(me)
        if register.in_menu
    ]


def _opens(right: Entitlement | None, me: Actor) -> bool:
    return right is None or right.held_by(me)


def icon(name: str) -> Markup:
    """Return a picture of the sprite; its meaning is always in the text beside the picture."""
    sprite = f"{asset('icons.svg')}#{name}"
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>').format(sprite)


def counts() -> Counts:
    """Return the counts for the header, asked for once in a request."""
    if "counts" not in g:
        g.counts = Counts(*queries.counts(actor()))
    current: Counts = g.counts
    return current


def count_all() -> Counts:
    """Return the counts of the page of waiting matters; its header says the same."""
    g.counts = Counts(*queries.counts(actor(), all_matters=True))
    return counts()


def here_if(condition: object) -> Markup:
    """Mark a link of the menu as the present page."""
    return Markup(' aria-current="page"') if condition else Markup()


def this_page() -> str:
    """Return an address to show the present page again; for a sent form the form's address."""
    if request.method == "GET":
        return rooted(request.full_path.rstrip("?"))
    shows = current_app.url_map.bind("").test(request.path, "GET")
    return rooted(request.path) if shows else url_for("home.inbox")


def my_name() -> str:
    """Return the name of the person signed in, in the present language."""
    me = identity()
    return me.name_en or me.actor.name if language() == "en" else me.actor.name


def raise_words(list_type: ListType) -> Words:
    """Return the name of the move "raise" of a list."""
    return next(t.words for t in list_type.transitions if t.trigger == RAISE)


def browser(agent: str) -> str:
    """Return browser and system in short, so that people recognise their own device."""
    name = next((name for mark, name in _BROWSERS.items() if mark in agent), "")
    system = next((system for system in _SYSTEMS if system in agent), "")
    return " · ".join(part for part in (name, system) if part) or agent[:40] or "—"


def linked(text: str) -> Markup:
    """Turn addresses of the service into links; other addresses stay text."""
    ours = re.escape(settings().url)
    shown = str(escape(text))
    link = rf'<a href="{settings().root}\1">\g<0></a>'
    return Markup(re.sub(rf"{ours}(/[\w/.%?=&;-]*)", link, shown))  # noqa: S704
