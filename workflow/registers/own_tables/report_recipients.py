"""The readers of a report beside its owner: added by the owner, ended by either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.accounts.readers import readers
from workflow.declaration import (
    CHECK,
    KEEP_REPORTS,
    READ_REPORTS,
    Act,
    Actor,
    Field,
    OneCurrent,
    Register,
    RegisterChange,
    RegisterEntry,
)
from workflow.delivery.reports.answers import may_read, view_of
from workflow.delivery.reports.timed import RECIPIENTS, REPORTS, report_with_id
from workflow.errors import BadInput, WorkflowError
from workflow.registers.revocable_entries import RevocableEntries
from workflow.words import Words

_NOT_YOURS = Words("只能给本人设置的报表添加收件人", "choose a report of your own")
_NO_READER = Words(
    "这个人不能查看报表所用的清单，请另选一人",
    "this person may not see the list of the report; choose somebody else",
)
_SHOWN = """(e.data -> 'person') = to_jsonb(%(person)s::int) OR e.made_by_id = %(person)s"""


class _Recipients(RevocableEntries):
    """Recipients: each of a report, by its owner."""

    def allows(self, actor: Actor, entry: RegisterEntry, _: Act, /) -> bool:
        """Say whether the actor is the owner of the report, or the reader."""
        people = (entry.values["owner"], entry.values["person"])
        return actor.behind is None and actor.person_id in people

    def add(self, made: RegisterChange, register: Register, values: Mapping[str, Any], /) -> str:
        """Write a recipient.

        Raises ``BadInput`` for another's report, and for a person who may not see the list.
        """
        report = report_with_id(made.connection, values["report"], made.now)
        if report is None or report.owner_id != made.actor.person_id:
            raise BadInput(CHECK, {"report": _NOT_YOURS})
        found = readers(made.connection, [values["person"]], made.today)[values["person"]]
        try:
            may_read(view_of(made.actor, report), found)
        except WorkflowError:
            raise BadInput(CHECK, {"person": _NO_READER}) from None
        return super().add(made, register, values)


REGISTER = Register(
    key=RECIPIENTS,
    words=Words("报表收件人", "Readers of reports"),
    one=Words("收件人", "reader"),
    note=Words(
        "除设置人外还发给谁；收件人自己也可以终止。",
        "Who gets a report beside its owner; a reader may end it, too.",
    ),
    fields=(
        Field("person", Words("收件人", "Reader"), "person", listed=True),
        Field("report", Words("定期报表", "Report"), "ref", of=REPORTS, listed=True,
              filtered=True),
    ),
    given=(Field("owner", Words("设置人", "Set up by"), "person"),),
    read=READ_REPORTS,
    keep=KEEP_REPORTS,
    guards=(OneCurrent(("report", "person")),),
    acts=("add", "end"),
    of_units=False,
    ends_at_once=True,
    in_menu=False,
    store=_Recipients(_SHOWN),
)  # fmt: skip
