"""The condition of the service for its administrators, and the release of the breaker."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web import step_up
from web.auth import actor
from web.errors import answered
from web.forms import Filled, inputs
from workflow.audit.invariants.queries import invariants
from workflow.declaration import RELEASE_BREAKER
from workflow.errors import NotFound, WorkflowError
from workflow.escalation import breaker_release
from workflow.ops.health import readiness
from workflow.words import Words, listed

blueprint = Blueprint("condition", __name__)
JOBS = {
    "relay": Words("交出待发邮件", "Handing over mails"),
    "posting": Words("发送群消息", "Posting to channels"),
    "escalation": Words("逾期升级", "Escalation"),
    "digest": Words("每日摘要", "Digests"),
    "judges": Words("重新指定无人办理的审核", "Finding who checks instead"),
    "look-back": Words("回头看", "Look-backs"),
    "figures": Words("统计", "Figures"),
    "reports": Words("定期报表", "Reports by a timetable"),
    "planning": Words("按新规则重排升级", "Planning by changed ladders"),
    "calendar": Words("按日历重算时限", "Due dates by a changed calendar"),
    "seal": Words("封存办理过程", "Sealing the history"),
    "colours": Words("按颜色点数未办结事项", "Counting open items by colour"),
    "spellings": Words("整理姓名和单位名称的拼音", "Spelling names in pinyin"),
    "candidates": Words("收集拟立项", "Gathering candidates"),
    "replies": Words("登记信访答复", "Noting replies to complaints"),
    "search": Words("整理查找用的文字", "Taking in what is searched"),
    "auditor": Words("检查必须成立的规则", "Looking for broken rules"),
    "clean-up": Words("清理过期数据", "Cleaning up"),
    "queues": Words("查看队列", "Looking at the queues"),
    "backup": Words("每日备份", "Daily backup"),
    "proof": Words("每夜核验", "Nightly proof"),
    "anchor": Words("外部锚点", "Anchors outside"),
    "evidence": Words("移走无人引用的文件", "Putting unused files aside"),
    "imports": Words("导入台账", "Importing ledgers"),
}
CHECKS = {
    "migrations": Words("数据库结构", "the tables"),
    "outbox": Words("待发邮件", "mails that wait"),
    "timetable": Words("定时任务", "the timetable"),
    "invariants": Words("必须始终成立的规则", "the rules that always hold"),
}
QUEUES = {
    "mail": Words("邮件", "Mails"),
    "escalation": Words("逾期升级与时限", "Escalation and due dates"),
    "upkeep": Words("摘要、封存与维护", "Digests, sealing and upkeep"),
    "imports": Words("导入台账", "Ledgers to be imported"),
}


@blueprint.get("/condition")
def show() -> str:
    """Show the invariants, the breaker, the timetable and the waiting mails."""
    return _page(Filled())


@blueprint.post("/condition/breaker/ask")
def ask() -> Response:
    """Ask for the release of the breaker."""
    success = gettext("It was asked for. Another person has to agree to it within a day.")
    reason = request.form.get("reason", "")
    return _carried_out(lambda: breaker_release.ask(actor(), reason), success)


@blueprint.post("/condition/breaker/agree")
def agree() -> Response:
    """Agree to the release asked for by another person."""
    success = gettext("It is released; the next pass, within a minute, carries it out.")
    return _carried_out(lambda: breaker_release.agree(actor()), success)


def _carried_out(act: Callable[[], None], said: str) -> Response:
    filled = Filled.sent()
    invariants(actor())  # nobody else is asked for a proof
    try:
        step_up.prove(RELEASE_BREAKER)
        act()
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        return answered(_page(filled, error), error)
    flash(said)
    return redirect(url_for(".show"), 303)


def _page(filled: Filled, error: WorkflowError | None = None) -> str:
    looked, ready = invariants(actor()), readiness()
    troubled = ready.failing + ready.late
    return render_template(
        "condition.html",
        looked=looked,
        ready=ready,
        trouble=listed([CHECKS[name] for name in troubled]) if troubled else None,
        jobs=JOBS,
        queues=QUEUES,
        held=breaker_release.held(),
        stands_for={*actor().people},
        inputs=inputs(breaker_release.ASK, filled, actor(), None),
        proof=step_up.needed(RELEASE_BREAKER),
        filled=filled,
        error=error,
        faults=[words for key, words in filled.faults.items() if key != "proof"],
    )
