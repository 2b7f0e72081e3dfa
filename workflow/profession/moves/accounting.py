"""From the competent body's decision to the file: entered, announced, executed, filed."""

from __future__ import annotations

from datetime import date, timedelta

from workflow.declaration import (
    Actor,
    Email,
    Facts,
    Field,
    Item,
    Notice,
    Reckoned,
    Transition,
    holder,
    process_of,
)
from workflow.profession.limits import (
    ACCOUNTABILITY_ANNOUNCEMENT,
    ACCOUNTABILITY_DECISION,
    ACCOUNTABILITY_EXECUTION,
    ACCOUNTABILITY_FILING,
    APPEAL_PERIOD,
)
from workflow.profession.moves.basic import filled, met
from workflow.profession.moves.sanctioning import (
    DECISION,
    DOCUMENT,
    METHOD,
    NOT_AHEAD,
    PROPOSED_BY,
    count_pieces,
    deciding,
    stands,
    suited,
    weigh,
)
from workflow.profession.roles import discipline, group_secretary, own_case
from workflow.profession.sanctions import METHODS
from workflow.words import Words


def fits_target(facts: Facts, field: str) -> bool:
    """Say whether the method in the form may be used against the target."""
    target = facts.fields.get("target") or facts.item.data.get("target", "")
    return METHODS[facts.fields[field]].fits(target)


def _within_powers(facts: Facts) -> bool:
    body = facts.item.data.get("competent", "")
    return not body or body in METHODS[facts.fields["method"]].bodies


def _announce(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["appeal_until"] = facts.within(APPEAL_PERIOD).on.isoformat()


def _receive(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["received_on"] = facts.today.isoformat()


def _execute(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["executed_on"] = facts.today.isoformat()
    process_of(item).pop("to_execute", None)


def _appeal_over(facts: Facts) -> bool:
    until = process_of(facts.item).get("appeal_until", "")
    return not stands(facts.item) or until < facts.today.isoformat()


def _carried_out(facts: Facts) -> bool:
    executed = facts.item.state == "executed" or not stands(facts.item)
    return executed and "to_execute" not in process_of(facts.item)


def _filing(facts: Facts) -> Reckoned:
    """Return the due date of the filing: not while an appeal can still be lodged."""
    until = date.fromisoformat(process_of(facts.item)["appeal_until"])
    return facts.within(ACCOUNTABILITY_FILING, not_before=until + timedelta(days=1))


ACCOUNTING = (
    Transition(
        "accept_case",
        Words("受理", "Accept the case"),
        source=("submitted",),
        dest="accepted",
        permission=deciding,
        judges=PROPOSED_BY,
        duty="accepter",
        records=count_pieces,
        due=lambda f: f.within(ACCOUNTABILITY_DECISION),
        effects=(Notice(to=("party_group_secretary", "discipline_officer", "raiser")),),
    ),
    Transition(
        "decide",
        Words("登记决定", "Record the decision"),
        source=("accepted",),
        dest="decided",
        permission=deciding,
        judges=PROPOSED_BY,
        fields=(METHOD, *DECISION),
        conditions=(
            DOCUMENT,
            NOT_AHEAD,
            suited(lambda f: fits_target(f, "method")),
            filled(
                "这种方式超出该机关的权限，应提请有管理权限的组织决定",
                "this method is beyond that body; it may only propose it",
                _within_powers,
                "method",
            ),
        ),
        takes_evidence=True,
        duty="decider",
        step_up=True,
        records=weigh,
        due=lambda f: f.within(ACCOUNTABILITY_ANNOUNCEMENT),
        effects=(
            Email(to=("discipline_officer",), kind="answered"),
            Notice(to=("party_group_secretary", "raiser")),
        ),
        note=Words(
            "须附决定文件；影响期、扣分随决定记入",
            "with its document; impact period and points are kept with it",
        ),
    ),
    Transition(
        "announce",
        Words("宣布并通报", "Announce"),
        source=("decided",),
        dest="announced",
        permission=(discipline | group_secretary) & ~own_case,
        judges=(),
        fields=(Field("publicity_scope", Words("公开范围", "Announced to")),),
        conditions=(
            met(
                "决定不予问责，没有可宣布的处理，请直接归档",
                "nobody is held to account, so there is nothing to announce; file it",
                lambda f: stands(f.item),
            ),
        ),
        duty="announcer",
        document="W11",
        records=_announce,
        due=lambda f: f.within(ACCOUNTABILITY_EXECUTION),
        effects=(
            Email(to=("holder",), kind="served"),
            Notice(to=("party_group_secretary", "party_work_director")),
        ),
        note=Words(
            f"当事人可在{APPEAL_PERIOD.days}日内申诉，申诉期间不停止执行",
            f"an appeal may be lodged within {APPEAL_PERIOD.days} days; it stops nothing",
        ),
    ),
    Transition(
        "acknowledge",
        Words("签收", "Acknowledge"),
        source=("announced", "executed"),
        dest="",
        permission=holder,
        conditions=(
            met(
                "已经签收", "it is acknowledged", lambda f: "received_on" not in process_of(f.item)
            ),
        ),
        duty="receiver",
        records=_receive,
    ),
    Transition(
        "execute",
        Words("登记执行情况", "Record that it was carried out"),
        source=("announced", "executed"),
        dest="executed",
        permission=(discipline | group_secretary) & ~own_case,
        judges=(),
        conditions=(
            met(
                "已经执行，申诉也没有改变它",
                "it is executed, and no appeal has changed it",
                lambda f: f.item.state == "announced" or "to_execute" in process_of(f.item),
            ),
        ),
        comment_required=True,
        duty="executor",
        records=_execute,
        due=_filing,
        effects=(Notice(to=("holder", "raiser", "party_group_secretary")),),
    ),
    Transition(
        "archive",
        Words("归档", "File"),
        source=("decided", "announced", "executed"),
        dest="closed",
        permission=(discipline | group_secretary) & ~own_case,
        judges=(),
        conditions=(
            met(
                "决定（或者申诉后变更的决定）还没有执行",
                "the decision, or what an appeal has changed in it, is not executed yet",
                _carried_out,
            ),
            met(
                "还有申诉没有办结",
                "an appeal is still unanswered",
                lambda f: all(c.awaits == "" for c in f.of("appeals")),
            ),
            met("申诉期还没有过", "the time to appeal is not over yet", _appeal_over),
        ),
        duty="archivist",
        clears_due=True,
        effects=(Notice(to=("holder", "raiser")),),
    ),
)
