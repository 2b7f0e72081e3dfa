"""Judgements without a permitted judge in post, in sentences: move, reason, and referral."""

from workflow.declaration import Facts, awaited, pack
from workflow.declaration.referral import sentence, stuck
from workflow.words import Words

_TOLD = Words("{why}。已报：{role}。", "{why}. It went to: {role}.")
_NOT_TOLD = Words("{why}。上级也没有人在任。", "{why}. Nobody is in post above, either.")


def nobody(facts: Facts) -> list[Words]:
    """Return a sentence for each judgement referred upwards or left without any judge."""
    list_type = pack().lists[facts.item.list_key]
    marks = facts.item.process.get("referred", {})
    here = {key: mark for key, mark in marks.items() if list_type.find(key, facts.item.state)}
    told = [
        _TOLD.format(why=Words(*mark["why"]), role=pack().relations[mark["to"]])
        for mark in here.values()
    ]
    untold = [t for t in awaited(list_type, facts) if t.trigger not in here and stuck(t, facts)]
    return [*told, *(_NOT_TOLD.format(why=sentence(t, facts)) for t in untold)]
