"""A tiny pack: the fire extinguishers of a depot, looked at, refilled and hung up again."""

from __future__ import annotations

from workflow.declaration import (
    Actor,
    ChangeParent,
    Email,
    Facts,
    Field,
    Item,
    Limit,
    ListType,
    Notice,
    Open,
    Pack,
    Rung,
    SeverityClass,
    State,
    Transition,
    holder,
    role,
    system,
    with_machine_moves,
)
from workflow.declaration.machine_moves import escalate
from workflow.words import Words

ROLES = {
    "warden": Words("巡检员", "warden"),
    "refiller": Words("充装工", "refiller"),
    "fire_chief": Words("消防主管", "fire chief"),
}
warden, chief = role("warden", ROLES["warden"]), role("fire_chief", ROLES["fire_chief"])
REFILL = Limit("F01", Words("重新充装", "refill"), 5, "the fire code of the depot")
_TITLE = Field("title", Words("灭火器", "Extinguisher"))


def _note_remark(extinguisher: Item, remark: Item, _: Facts) -> None:
    extinguisher.data["remark"] = remark.number


def _hang_up(item: Item, _: Facts, __: Actor) -> None:
    item.data["hung_up"] = True


EXTINGUISHERS = with_machine_moves(
    ListType(
        key="extinguishers",
        prefix="F",
        words=Words("灭火器", "Fire extinguishers"),
        states=(
            State("raised", Words("待交办", "To be assigned"), awaits="fire_chief"),
            State(
                "assigned",
                Words("充装中", "Being refilled"),
                awaits="holder",
                ladder=(
                    Rung("late", 0, Words("充装逾期", "Refill overdue"), 1, (Notice(("holder",)),)),
                    Rung(
                        "remark",
                        1,
                        Words("批评", "Remark"),
                        3,
                        (Open("remarks"), Notice(("superior",))),
                    ),
                ),
            ),
            State("refilled", Words("待核查", "To be checked"), awaits="warden"),
            State("checked", Words("待挂回", "To be hung up"), awaits="fire_chief"),
            State("closed", Words("已挂回", "Hung up"), final=True),
        ),
        transitions=(
            Transition(
                "raise",
                Words("报修", "Report"),
                source=(),
                dest="raised",
                permission=warden,
                fields=(_TITLE, Field("unit", Words("库房", "Depot"), kind="unit")),
                duty="raiser",
            ),
            Transition(
                "assign",
                Words("交办", "Assign"),
                source=("raised",),
                dest="assigned",
                permission=chief,
                judges=("raiser",),
                fields=(Field("holder", Words("充装工", "Refiller"), "person", role="refiller"),),
                due=lambda facts: facts.within(REFILL),
                effects=(Email(to=("holder",)),),
            ),
            Transition(
                "refill",
                Words("充装完毕", "Refilled"),
                source=("assigned",),
                dest="refilled",
                permission=holder,
                judges=(),
                fields=(Field("pressure", Words("压力", "Pressure"), "number", listed=True),),
                duty="refiller",
                clears_due=True,
            ),
            Transition(
                "verify",
                Words("核查", "Check"),
                source=("refilled",),
                dest="checked",
                permission=warden,
                judges=("refiller",),
                duty="checker",
            ),
            Transition(
                "close",
                Words("挂回", "Hang up"),
                source=("checked",),
                dest="closed",
                permission=chief,
                judges=("refiller", "checker"),
                records=_hang_up,
            ),
            escalate("assigned"),
        ),
    )
)
REMARKS = with_machine_moves(
    ListType(
        key="remarks",
        prefix="R",
        words=Words("批评意见", "Remarks"),
        states=(
            State("raised", Words("待签发", "To be signed"), awaits="fire_chief"),
            State("signed", Words("已签发", "Signed"), final=True),
        ),
        transitions=(
            Transition(
                "raise",
                Words("拟批评", "Draft a remark"),
                source=(),
                dest="raised",
                permission=system,
                fields=(_TITLE,),
            ),
            Transition(
                "sign",
                Words("签发", "Sign"),
                source=("raised",),
                dest="signed",
                permission=chief,
                judges=(),
                effects=(ChangeParent(Words("记在灭火器上", "is noted on it"), _note_remark),),
            ),
        ),
        parents=("extinguishers",),
        needs_parent=True,
    )
)


def load() -> Pack:
    """Return the pack."""
    return Pack(
        key="extinguishers",
        lists={found.key: found for found in (EXTINGUISHERS, REMARKS)},
        roles=ROLES,
        above={"holder": "fire_chief"},
        severities={"usual": SeverityClass(Words("一般", "Usual"), REFILL)},
        usual_severity="usual",
        limits={REFILL.key: REFILL},
        levels={0: Words("提醒", "Message"), 1: Words("批评", "Remark")},
        level_documents={1: "remarks"},
        parents={"extinguishers": ("assigned", {}, {})},
    )
