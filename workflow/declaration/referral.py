"""Referral: where nobody in post can act on an item, the level above is told, once.

The machine makes these moves itself, in the decision that leaves an item without anybody or in the
sweep after a change of the organisation. Most judgements then go up one level; a verifier has to be
lent or appointed. Everything else waits for the level above, which hands it over, acts in place of
the vacant office, or has somebody appointed. A mark on the item keeps what was referred, the level,
and the reason.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration.attendance import has_gone, is_attended, levels_over, waited_for
from workflow.declaration.effects import Email
from workflow.declaration.eligibility import anybody, in_post
from workflow.declaration.facts import Facts, Item
from workflow.declaration.list_type import RECOVER, REFER, ListType, Transition
from workflow.declaration.packs import pack
from workflow.declaration.process import Process, ReferralMark, ReferralMarks
from workflow.declaration.rules import Actor, system
from workflow.declaration.transition import Condition
from workflow.declaration.vacancy import vacancies
from workflow.words import Words, clauses

_NAMED = 6  # people whom a sentence names
_IS = Words("{name}是{rule}", "{name} is {rule}")
_VACANT = Words("今天没有在任的{rule}", "nobody in post today is {rule}")
_NOBODY = Words("无人可以“{move}”：{why}", "Nobody can do this ({move}): {why}")
_SOMEBODY = Words("今天有人可以办理", "somebody in post can do it")
_GONE = Words(
    "承办人已不在任，或者没有可以登录的账号",
    "whoever it is assigned to is no longer in post, or has no account to sign in with",
)
_UNFILLED = Words("今天没有可以登录的在任{role}", "nobody in post who can sign in is {role} today")
_NOTHING_NEW = Words("上一级已经知道", "the level above knows already")


def awaited(list_type: ListType, facts: Facts) -> list[Transition]:
    """Return the judgements awaited in the item's present state."""
    here = list_type.judged(facts.item.state)
    return [t for t in here if t.judgement and t.judgement.awaited(facts)]


def stuck(t: Transition, facts: Facts) -> bool:
    """Say whether an awaited judgement has no permitted judge in post."""
    if t.judgement is None or not t.judgement.awaited(facts):
        return False
    if t.judgement.lacking:
        return not t.judgement.lacking.met(facts)
    return not anybody(t.may, facts)


def sentence(t: Transition, facts: Facts) -> Words:
    """Return the sentence with the judgement and why each person in post cannot give it."""
    lacking = t.judgement and t.judgement.lacking
    return _NOBODY.format(move=t.words, why=lacking.sentence(facts) if lacking else _why(t, facts))


def _why(t: Transition, facts: Facts) -> Words:
    parts = t.may.parts or (t.may,)
    said = []
    for actor in in_post(t.may, facts):
        failing = next((part for part in parts if not part(actor, facts)), None)
        if failing and failing.barred:
            said.append(_IS.format(name=actor.name, rule=failing.barred.words))
    if not said:
        return _VACANT.format(rule=parts[0].words)
    return clauses(said[:_NAMED])


def unattended(list_type: ListType, facts: Facts) -> list[str]:
    """Return the vacant relations of the present state."""
    waited = list(waited_for(list_type, facts))
    return [
        relation
        for relation in waited
        if relation and not _is_answered(list_type, facts, relation, waited[0])
    ]


def _is_answered(list_type: ListType, facts: Facts, relation: str, awaited: str) -> bool:
    if relation == awaited:
        return is_attended(list_type, facts, relation)
    return not has_gone(list_type, facts)


def vacant(relation: str) -> Words:
    """Return the sentence with the vacant relation."""
    if relation == "holder":
        return _GONE
    return _UNFILLED.format(role=pack().relations.get(relation, Words(relation, relation)))


def _marked(facts: Facts, marks: ReferralMarks) -> Facts:
    """Return the facts as if the marks were on the item."""
    process: Process = {**facts.item.process, "referred": marks}
    return replace(facts, item=replace(facts.item, process=process))


def _target(t: Transition, facts: Facts) -> str:
    """Return the nearest level above that can give the judgement, or else see to a judge."""
    assert t.judgement  # noqa: S101 -- it is stuck
    here = {post.role for post in facts.standing}
    held = [role for role in t.judgement.levels(facts.item) if role in here]
    marks = facts.item.process.get("referred", {})

    def able(role: str) -> bool:
        mark: ReferralMark = {"to": role, "why": [], "seq": 0}
        return not stuck(t, _marked(facts, {**marks, t.trigger: mark}))

    return next(filter(able, held), held[0] if held else "")


def _of_state(list_type: ListType, item: Item) -> ReferralMarks:
    """Return the marks of the present state; others are of the past."""
    marks = item.process.get("referred", {})
    judged = {key: mark for key, mark in marks.items() if list_type.find(key, item.state)}
    return judged | dict(vacancies(item))


def _missing(list_type: ListType, facts: Facts) -> ReferralMarks:
    """Return the marks to be added now."""
    found: ReferralMarks = {}
    marks = _of_state(list_type, facts.item)
    for t in list_type.judged(facts.item.state):
        if not stuck(t, facts):
            continue
        role = _target(t, facts)
        if role and (t.trigger not in marks or marks[t.trigger]["to"] != role):
            why = list(sentence(t, facts))
            found[t.trigger] = {"to": role, "why": why, "seq": facts.item.version + 1}
            facts = _marked(facts, marks | found)
    return found | _newly_vacant(list_type, facts)


def _newly_vacant(list_type: ListType, facts: Facts) -> ReferralMarks:
    """Return the marks of vacant relations, where the role told is another."""
    found: ReferralMarks = {}
    known = dict(vacancies(facts.item))
    for relation in unattended(list_type, facts):
        role = next(levels_over(list_type, facts, relation), "")
        mark = known.get(relation)
        if (mark is None and (role or relation == "holder")) or (mark and mark["to"] != role != ""):
            found[relation] = _mark_of(relation, role, facts.item)
    return found


def _mark_of(relation: str, role: str, item: Item) -> ReferralMark:
    mark: ReferralMark = {
        "to": role, "why": list(vacant(relation)), "seq": item.version + 1, "state": item.state,
    }  # fmt: skip
    if relation == "holder" and item.holder_id is not None:
        mark["person"] = item.holder_id
    return mark


def _needless(list_type: ListType, facts: Facts) -> set[str]:
    """Return the keys of marks whose judgement can be given below again."""
    found, marks = set(), _of_state(list_type, facts.item)
    for key, mark in marks.items():
        if "state" in mark:
            if key not in unattended(list_type, facts):
                found.add(key)
            continue
        t = list_type.find(key, facts.item.state)
        assert t  # noqa: S101 -- such are the marks of this state
        if t.judgement is None or (t.judgement.goes_up and not stuck(t, facts)):
            continue  # the level above gives it
        if not stuck(t, _marked(facts, {k: m for k, m in marks.items() if k != key})):
            found.add(key)
    return found


def newest(item: Item) -> ReferralMarks:
    """Return the marks of the last referral."""
    marks = item.process.get("referred", {})
    last = max((mark["seq"] for mark in marks.values()), default=0)
    return {key: mark for key, mark in marks.items() if mark["seq"] == last}


def referral(list_type: ListType) -> tuple[Transition, ...]:
    """Declare the machine's moves for every open state of a list."""

    def refer(item: Item, facts: Facts, _: Actor) -> None:
        item.process["referred"] = _of_state(list_type, item) | _missing(list_type, facts)

    def recover(item: Item, facts: Facts, _: Actor) -> None:
        gone = _needless(list_type, facts)
        item.process["referred"] = {
            k: m for k, m in item.process["referred"].items() if k not in gone
        }

    ordered = tuple(state.key for state in list_type.states if not state.final)
    return (
        Transition(
            REFER,
            Words("无人可办，报上一级", "Refer to the level above"),
            source=ordered,
            dest="",
            permission=system,
            conditions=(Condition(_NOTHING_NEW, lambda f: bool(_missing(list_type, f))),),
            records=refer,
            effects=(Email(to=("level_above",)),),
        ),
        Transition(
            RECOVER,
            Words("已有人可办，回到原办理人", "Return from the level above"),
            source=ordered,
            dest="",
            permission=system,
            conditions=(Condition(_SOMEBODY, lambda f: bool(_needless(list_type, f))),),
            records=recover,
        ),
    )
