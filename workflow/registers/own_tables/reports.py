"""Reports as a register: a saved view, a form, a timetable; made for the owner and other readers.

A report belongs to whoever entered it; whoever oversees its unit sees it and may end it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.calendar import RHYTHM_WORDS, RHYTHMS
from workflow.declaration import (
    CHECK,
    FIGURES,
    KEEP_REPORTS,
    OVERSEE_REPORTS,
    READ_REPORTS,
    UNIT,
    Act,
    Actor,
    Choice,
    Field,
    Register,
    RegisterChange,
    RegisterEntry,
)
from workflow.delivery.reports.timed import REPORTS, VIEWS
from workflow.errors import BadInput
from workflow.queries.exports.own_layouts import layout_of
from workflow.queries.list_periods import PERIODS
from workflow.registers.revocable_entries import RevocableEntries
from workflow.words import Words

_FORMS = (
    Choice("xlsx", Words("Excel（.xlsx）", "Excel (.xlsx)")),
    Choice("docx", Words("Word（.docx）", "Word (.docx)")),
    Choice("pdf", Words("PDF", "PDF")),
)
_DELIVERIES = (
    Choice("mail", Words("发邮件，也可下载", "by mail, and to download")),
    Choice("download", Words("只供下载", "to download only")),
)
_HOURS = tuple(
    Choice(f"{hour}", Words(f"{hour:02d}:00", f"{hour:02d}:00")) for hour in range(6, 23)
)
_OVER = tuple(Choice(key, PERIODS[key]) for key in ("found", "closed", "due"))
_ONLY_XLSX = Words("版式只用于 .xlsx", "a layout is for .xlsx only")
_NOT_OWN = Words("请选择本人任职的单位或其下级", "choose a unit of your own, or one below it")
_OF_LISTS = Words("统计视图自带期间和格式，请不要填写", "for views of lists only; leave it empty")
_LIST = "SELECT list_key FROM list_views WHERE id = %s"
_PATH = "SELECT path FROM units WHERE id = %s"
_SHOWN = """e.made_by_id = %(person)s OR EXISTS (
             SELECT FROM unnest(%(overseen)s::text[]) AS p (path) WHERE starts_with(u.path, p.path))
          OR EXISTS (SELECT FROM register_entries k WHERE k.register = 'report_recipients'
                      AND k.data -> 'report' = to_jsonb(e.id) AND NOT k.data ? 'revoked'
                      AND k.data -> 'person' = to_jsonb(%(person)s::int))"""


class _Reports(RevocableEntries):
    """Reports: changed by the owner, ended by the owner or by whoever oversees the unit."""

    def asked(self, actor: Actor | None) -> dict[str, Any]:
        """Return the values of the condition."""
        return super().asked(actor) | {"overseen": OVERSEE_REPORTS.paths(actor) if actor else []}

    def allows(self, actor: Actor, entry: RegisterEntry, act: Act, /) -> bool:
        """Say whether the actor may change or end a report."""
        is_own = actor.behind is None and entry.values["owner"] == actor.person_id
        return is_own or (act == "end" and OVERSEE_REPORTS.held_by(actor, entry.path))

    def add(self, made: RegisterChange, register: Register, values: Mapping[str, Any], /) -> str:
        """Write a report.

        Raises ``BadInput`` for an unknown layout, and for a unit that is not one's own.
        """
        _check(made, values)
        return super().add(made, register, values)

    def change(
        self, made: RegisterChange, register: Register, entry: RegisterEntry,
        values: Mapping[str, Any], /,
    ) -> None:  # fmt: skip
        """Change a report.

        Raises as ``add`` does.
        """
        _check(made, values)
        super().change(made, register, entry, values)


def _check(made: RegisterChange, values: Mapping[str, Any]) -> None:
    """Refuse the unit of others, and a layout that is not there or for no workbook.

    Raises ``BadInput``.
    """
    place = made.connection.execute(_PATH, [values[UNIT]]).fetchone()
    if place is None or not any(post.covers(place[0]) for post in made.actor.posts):
        raise BadInput(CHECK, {UNIT: _NOT_OWN})
    view = made.connection.execute(_LIST, [values["view"]]).fetchone()
    fixed = [key for key in ("over", "layout") if values.get(key)]
    if view and view[0] == FIGURES and fixed:
        raise BadInput(CHECK, {fixed[0]: _OF_LISTS})
    if not (name := values.get("layout")):
        return
    if values["form"] != "xlsx":
        raise BadInput(CHECK, {"layout": _ONLY_XLSX})
    try:
        layout_of(name)
    except BadInput as refused:
        raise BadInput(CHECK, {"layout": refused.words}) from None


REGISTER = Register(
    key=REPORTS,
    words=Words("定期报表", "Reports"),
    one=Words("定期报表", "report"),
    note=Words(
        "按时间表把一个保存的清单视图生成文件，发给设置人和其他收件人；每人收到的是本人当时可以查看的内容。",
        "A saved view of a list, made into a file by a timetable, for whoever entered it and for "
        "other readers; each of them gets what they may see at that time.",
    ),
    fields=(
        Field("name", Words("名称", "Name"), limit=80),
        Field("view", Words("清单视图", "Saved view"), "ref", of=VIEWS, listed=True,
              help=Words("先在清单或统计页面保存视图",
                         "save it first on the page of a list, or on that of the figures")),
        Field("over", Words("只含上一期间内的", "Only the period before, by"), "choice", False,
              choices=_OVER,
              help=Words("按月生成时为上个月，余类推；不选为视图的全部内容",
                         "a monthly report goes over the month before; empty: all of the view")),
        Field("form", Words("格式", "Form"), "choice", choices=_FORMS, listed=True),
        Field("layout", Words("自定版式", "Layout of one's own"), required=False, limit=80,
              help=Words("只用于 .xlsx：数据目录 layouts 下的名称；不填用默认版式",
                         "for .xlsx only: a name in the folder layouts; empty: the usual one")),
        Field("rhythm", Words("时间", "When"), "choice", listed=True, filtered=True,
              choices=tuple(Choice(key, RHYTHM_WORDS[key]) for key in RHYTHMS)),
        Field("hour", Words("几点", "At"), "choice", choices=_HOURS, listed=True),
        Field("delivery", Words("送达", "How it comes"), "choice", choices=_DELIVERIES,
              filtered=True),
    ),
    given=(Field("owner", Words("设置人", "Set up by"), "person", listed=True),),
    read=READ_REPORTS,
    keep=KEEP_REPORTS,
    ends_at_once=True,
    in_menu=False,
    store=_Reports(_SHOWN),
)  # fmt: skip
