"""The common steps of the documents of lateness: draft, return, cancellation, answer."""

from __future__ import annotations

from workflow.declaration import (
    Actor,
    Condition,
    DueRule,
    Facts,
    Field,
    Item,
    Notice,
    Records,
    Rule,
    Transition,
    process_of,
)
from workflow.declaration import Effect as Promise
from workflow.profession.moves.basic import REASON, in_post_here, met
from workflow.profession.moves.issued_papers import voiding
from workflow.profession.sanctions import RatingEffect
from workflow.words import Words

in_person = Rule(
    Words("本人（不能委托）", "somebody acting for themselves, not a delegate"),
    lambda a, _: a.behind is None,
)
# Whom a document is about, where it is not the one who holds the matter that it hangs on.
CONCERNED = Field(
    "holder",
    Words("当事人", "The person concerned"),
    kind="person",
    required=False,
    help=Words(
        "不选则为所属事项的承办人", "nobody chosen: whoever the matter it hangs on is assigned to"
    ),
)


def _responsible(facts: Facts) -> bool:
    return in_post_here(facts, facts.fields.get("holder", facts.item.holder_id))


RESPONSIBLE = Condition(
    Words(
        "没有当事人，或者当事人今天不在该单位及其上级任职",
        "nobody is concerned, or whoever was chosen holds no post in this unit today",
    ),
    _responsible,
    of_form=True,
)


def costing(effect: RatingEffect) -> Records:
    """Return the record of the points that a document takes from the rating."""

    def note(item: Item, _: Facts, __: Actor) -> None:
        process_of(item)["points"] = effect.points

    return note


def costs_nothing(item: Item, _: Facts, __: Actor) -> None:
    """Give back the points of an invalid document."""
    if "points" in process_of(item):
        process_of(item)["points"] = 0


def _unanswered(item: Item, _: Facts, __: Actor) -> None:
    """Note the closing without an answer."""
    process_of(item)["outcome"] = "unanswered"


OVERDUE = met(
    "办理时限还没有过",
    "the time for it is not over yet",
    lambda f: f.item.due_at is not None and f.item.due_at <= f.now,
)


def send_back_draft(*states: str, who: Rule, due: DueRule) -> Transition:
    """Declare the return of a draft to be written anew, with its faults."""
    return Transition(
        "return_draft",
        Words("退回修改", "Send the draft back"),
        source=states,
        dest="raised",
        permission=who,
        judges=(),  # it goes back to whoever drafted it; nothing stands by it
        conditions=(REASON,),
        comment_required=True,
        due=due,
        effects=(Notice(to=("drafter", "raiser")),),
    )


def conclude(
    *states: str, who: Rule, conditions: tuple[Condition, ...], tells: tuple[str, ...]
) -> Transition:
    """Declare the closing of a document without a timely answer, with a reason."""
    return Transition(
        "conclude",
        Words("未答复办结", "Close unanswered"),
        source=states,
        dest="closed",
        permission=who,
        judges=("answerer",),
        spares=("server",),  # serving it wrote nothing
        conditions=(*conditions, REASON),
        comment_required=True,
        duty="decider",
        records=_unanswered,
        clears_due=True,
        effects=(Notice(to=tells),),
        note=Words("转入下一级措施", "what follows is the next rung of the ladder"),
    )


def cancel(
    *states: str,
    who: Rule,
    words: Words,
    trigger: str = "withdraw",
    records: Records = costs_nothing,
    effects: tuple[Promise, ...] = (),
) -> Transition:
    """Declare the cancellation of a document, with a reason; what was issued is void from then."""
    return Transition(
        trigger,
        words,
        source=states,
        dest="withdrawn",
        permission=who,
        judges=(),  # what one proposed or signed oneself may be taken back
        conditions=(REASON,),
        comment_required=True,
        duty="withdrawer",
        records=voiding(records),
        clears_due=True,
        effects=(*effects, Notice(to=("holder", "raiser", "drafter"))),
        beside=True,
    )


def void(*states: str, who: Rule, words: Words) -> Transition:
    """Declare the voiding of documents that were issued and served, with a reason."""
    return cancel(*states, who=who, words=words, trigger="void")
