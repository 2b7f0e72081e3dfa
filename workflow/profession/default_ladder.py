"""The default ladder: the consequences of lateness, rung by rung.

Source: docs/domain/escalation-ladder.md#levels.

Offsets are working days from the due date. The machine raises, people decide: the last four rungs
open documents that take effect only when a person with the right signs them. Notices of a rung come
in the digest of the same morning; a document is mailed when it is served.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration import Effect, Notice, Open, Rung
from workflow.words import Words

RUNG_LEVELS: dict[int, Words] = {
    0: Words("提醒（消息）", "Reminder (a message)"),
    1: Words("预警（消息）", "Warning (a message)"),
    2: Words("督办", "Supervision notice"),
    3: Words("约谈", "Interview"),
    4: Words("通报批评", "Circulated criticism"),
    5: Words("问责建议", "Accountability proposal"),
}
# The list in which a rung of the level opens an entry.
LEVEL_DOCUMENTS = {2: "supervisions", 3: "interviews", 4: "criticisms", 5: "accountabilities"}


def _rung(key: str, level: int, zh: str, en: str, offset: int, *effects: Effect) -> Rung:
    return Rung(key, level, Words(zh, en), offset, effects)


LADDER: tuple[Rung, ...] = (
    _rung("remind_10", 0, "到期前10日提醒", "Reminder, 10 days left", -10, Notice(("holder",))),
    _rung("remind_5", 0, "到期前5日提醒", "Reminder, 5 days left", -5, Notice(("holder",))),
    _rung("remind_1", 0, "到期前1日提醒", "Reminder, 1 day left", -1, Notice(("holder",))),
    _rung("overdue", 1, "逾期通知", "Overdue notice", 1, Notice(("holder", "party_work_director"))),
    _rung(
        "supervise",
        2,
        "督办",
        "Supervision notice",
        3,
        Open("supervisions"),
        Notice(("holder", "leader_in_charge")),
    ),
    _rung(
        "interview",
        3,
        "约谈",
        "Interview",
        13,
        Open("interviews"),
        Notice(("holder", "office_party_secretary")),
    ),
    # Ten working days after the interview's rung, as that one comes ten after the notice: the
    # commitments of an interview are due by then, and ten more are left before the proposal.
    _rung(
        "criticise",
        4,
        "通报批评",
        "Circulated criticism",
        23,
        Open("criticisms"),
        Notice(("holder", "party_group_secretary")),
    ),
    _rung(
        "account",
        5,
        "问责建议",
        "Accountability proposal",
        33,
        Open("accountabilities"),
        Notice(("discipline_officer", "party_group_secretary")),
    ),
)


def ladder_to(*relations: str) -> tuple[Rung, ...]:
    """Return the ladder of a check: a reminder, then a notice to the level above."""
    return (
        _rung("remind_1", 0, "到期前1日提醒", "Reminder, 1 day left", -1, Notice(relations[:1])),
        _rung("overdue", 1, "逾期通知", "Overdue notice", 1, Notice(relations)),
    )


# Whoever a step waits for is reminded, and then the level above is told, whoever these are today.
CHECKING = ladder_to("awaited", "superior")


def ladder_of_step(key: str, words: Words) -> tuple[Rung, ...]:
    """Return the same ladder for a step inside a state, with keys of its own."""
    named = Words("{step}：{rung}", "{step}: {rung}")
    return tuple(
        replace(r, key=f"{key}_{r.key}", words=named.format(step=words, rung=r.words))
        for r in CHECKING
    )


# A pause ends by itself; whoever holds the item hears of it in time.
PAUSE_ENDS: tuple[Rung, ...] = (
    _rung(
        "pause_ends_5",
        0,
        "暂缓还剩5日",
        "The pause ends in 5 days",
        -5,
        Notice(("holder", "leader_in_charge")),
    ),
    _rung(
        "pause_ends_1",
        0,
        "暂缓还剩1日",
        "The pause ends tomorrow",
        -1,
        Notice(("holder", "leader_in_charge")),
    ),
)
