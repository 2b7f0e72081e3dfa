"""Contact points: the leaders who look after the branches, and the matters."""

from workflow.declaration import Choice, Field, KindOfUnit, NotOwnUnit, OneCurrent, Register, Within
from workflow.profession.rights import WORKERS, WORKING, right
from workflow.words import Words

_PURPOSES = (
    Choice("lectures", Words("讲党课", "lectures")),
    Choice("visits", Words("调研走访", "visits")),
    Choice("meetings", Words("参加组织生活", "attending its meetings")),
    Choice("problems", Words("督促整改", "seeing to what has to be rectified")),
)
REGISTER = Register(
    key="contact_points",
    words=Words("领导联系点", "Contact points"),
    one=Words("联系点", "contact point"),
    note=Words(
        "每个支部由一位领导联系；在此登记由谁联系、联系什么。",
        "One leader looks after each branch; here stands who, and what for.",
    ),
    fields=(
        Field("leader", Words("联系领导", "Leader"), "person", listed=True, filtered=True),
        Field(
            "purposes", Words("联系内容", "What for"), "many", choices=_PURPOSES,
            listed=True, filtered=True,
        ),
        Field("remarks", Words("备注", "Remarks"), "long", required=False, limit=500),
    ),
    read=right(
        "contact_points.read", Words("查看领导联系点", "see the contact points"),
        *WORKING, reach="below", hidden=True, who=WORKERS,
    ),
    keep=right(
        "contact_points.keep", Words("登记领导联系点", "keep the contact points"),
        "party_work_clerk", "party_work_director", reach="below",
    ),
    guards=(
        KindOfUnit(
            ("branch", "general_branch"), Words("党支部、党总支", "a branch or a general branch")
        ),
        OneCurrent(("unit",)),
        NotOwnUnit(),
        Within("valid_to", of="valid_from", first=0, last=5 * 366),
    ),
)  # fmt: skip
