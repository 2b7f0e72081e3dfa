"""Rules of permission and condition for moves: each carries its own words.

A *permission* asks about the actor (403); a *condition* asks about the item (409). Both are
``Rule`` objects, combined with ``&``, ``|`` and ``~``; the same object gives the check, the
sentence of the refusal, the tooltip of a disabled button and the cell of the printed matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Literal

from workflow.declaration.vacancy import told_instead
from workflow.words import Words, joined

if TYPE_CHECKING:
    from workflow.declaration.facts import Facts, Item

    Check = Callable[["Actor", Facts], bool]


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in a unit; ``path`` is the unit's path, so subtrees are prefixes."""

    role: str
    unit_id: int
    path: str

    def covers(self, path: str) -> bool:
        """Say whether the unit at ``path`` lies in the subtree of the post's unit."""
        return path.startswith(self.path)

    @property
    def is_top(self) -> bool:
        """Whether the post is in the topmost unit, for the whole installation."""
        return self.path.count("/") == 2


@dataclass(frozen=True, slots=True)
class Actor:
    """The actor: a person with the posts of today, or the machine itself."""

    person_id: int | None
    name: str
    posts: tuple[Post, ...] = ()
    _: KW_ONLY
    language: str = "zh"
    behind: int | None = None  # the person on whose behalf, when a delegate acts
    own: tuple[Post, ...] = ()  # what a delegate holds; it opens nothing, but it may bar

    @property
    def is_system(self) -> bool:
        """The timetable and the importer act as the machine."""
        return self.person_id is None

    @property
    def people(self) -> tuple[int, ...]:
        """The people behind the act: the actor and the absent person acted for."""
        return tuple(p for p in (self.person_id, self.behind) if p is not None)

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(post.role for post in self.posts)

    def holds(self, role: str, path: str) -> bool:
        """Say whether the actor holds the role in the unit at ``path`` or above."""
        return any(post.role == role and post.covers(path) for post in self.posts)

    def is_shut_out(self, heads: Sequence[str], scope: str, people: Iterable[int]) -> bool:
        """Say whether the actor is among the people, or heads the very unit at the path ``scope``.

        Neither a post nor a delegation opens what is withheld from these.
        """
        if not {*people}.isdisjoint(self.people):
            return True
        return any(post.role in heads and post.path == scope for post in (*self.posts, *self.own))


SYSTEM = Actor(None, "Rectify")


@dataclass(frozen=True, slots=True)
class Rule:
    """A named predicate over (actor, facts); ``words`` name the matched people."""

    words: Words
    check: Check
    roles: frozenset[str] = frozenset()
    parts: tuple[Rule, ...] = ()  # what all has to hold, where this is an "and"
    _: KW_ONLY
    barred: Rule | None = None  # whom this leaves out, where this is a "not"
    called: Words | None = None  # what a sentence calls these people, where that is not ``words``
    relation: str = ""  # "holder", or the duty, where that alone makes somebody match
    duties: frozenset[str] = frozenset()  # whoever did one of them may be let in
    looks_at: frozenset[str] = frozenset()  # every duty on which the answer depends

    def __call__(self, actor: Actor, facts: Facts) -> bool:
        """Evaluate the rule."""
        return self.check(actor, facts)

    @property
    def whom(self) -> Words:
        """The matched people within a sentence: in English with their article."""
        return self.called or self.words

    def __and__(self, other: Rule) -> Rule:
        """Both must hold."""
        parts = (*(self.parts or (self,)), *(other.parts or (other,)))
        words = joined(Words("，且", ", "), (p.words for p in parts))
        return self._with(other, words, lambda a, f: all(part(a, f) for part in parts), parts)

    def __or__(self, other: Rule) -> Rule:
        """Either is enough."""
        either = Words("{one}或{other}", "{one} or {other}")
        return self._with(
            other,
            either.format(one=self.words, other=other.words),
            lambda a, f: self(a, f) or other(a, f),
            called=either.format(one=self.whom, other=other.whom),
        )

    def _with(
        self, other: Rule, words: Words, check: Check,
        parts: tuple[Rule, ...] = (), called: Words | None = None,
    ) -> Rule:  # fmt: skip
        return Rule(
            words,
            check,
            self.roles | other.roles,
            parts,
            called=called,
            duties=self.duties | other.duties,
            looks_at=self.looks_at | other.looks_at,
        )

    def __invert__(self) -> Rule:
        """The opposite rule; without roles and duties, so that a negation never widens a rule."""
        words = Words(f"不是{self.words.zh}", f"not {self.words.en}")
        return Rule(words, lambda a, f: not self(a, f), barred=self, looks_at=self.looks_at)

    def barring(self, bars: Iterable[Rule]) -> Rule:
        """Return the rule without the people of the bars, which refusals name before other nots."""
        parts = self.parts or (self,)
        first = [part for part in parts if part.barred is None]
        rest = [part for part in parts if part.barred is not None]
        ordered = [*first, *(~bar for bar in bars), *rest]
        return reduce(and_, ordered) if len(ordered) > len(parts) else self

    def bars(self) -> Rule:
        """Return only whom the rule leaves out; everybody else matches."""
        left_out = [part for part in self.parts if part.barred is not None]
        return reduce(and_, left_out) if left_out else ANYBODY

    def refusal(self, actor: Actor, facts: Facts, move: Words | Literal[False]) -> Words:
        """Return the sentence of the failing part, or the bare reason without a ``move``.

        Call only where the rule does not match.
        """
        failing = next((part for part in self.parts if not part(actor, facts)), self)
        barred = failing.barred
        told = barred.whom if barred else failing.whom
        if move is False:
            return (_YOU_ARE if barred else _ONLY_FOR).format(rule=told)
        return (_BARRED if barred else _ONLY).format(rule=told, move=move)


ANYBODY = Rule(Words("任何人", "anybody"), lambda _, __: True)
_ONLY_FOR = Words("只有{rule}可以", "only for {rule}")
_YOU_ARE = Words("您是{rule}", "you are {rule}")
_ONLY = Words("只有{rule}可以“{move}”。", "Only {rule} may do this: {move}.")
_BARRED = Words("您是{rule}，不能“{move}”。", "You are {rule}, so you may not do this: {move}.")


def role(key: str, words: Words, *, stood_in: bool = False) -> Rule:
    """Match holders of the role in the item's unit or above.

    ``stood_in``: while nobody in post can act in the role, the role told of it acts in its place.
    """

    def held(actor: Actor, facts: Facts) -> bool:
        return holds(actor, key, facts.item) if stood_in else actor.holds(key, facts.item.scope)

    return Rule(words, held, frozenset({key}), called=with_article(words))


def holds(actor: Actor, key: str, item: Item) -> bool:
    """Say whether the actor holds a role at the item, or was told in place of a vacant one."""
    if actor.holds(key, item.scope):
        return True
    instead = told_instead(item, key)
    return bool(instead) and actor.holds(instead, item.scope)


def with_article(words: Words) -> Words:
    """Return the words for use within an English sentence: "an inspector"."""
    article = "the" if " of the " in words.en else "an" if words.en[0] in "aeiou" else "a"
    return Words(words.zh, f"{article} {words.en}")


def took_part(duty: str, words: Words) -> Rule:
    """Match people who did the duty on the item, in any round, also by delegation."""
    return did(duty, words, lambda a, f: any(p in f.item.duties.get(duty, ()) for p in a.people))


def did(duty: str, words: Words, check: Check) -> Rule:
    """Match people who did the duty, by a check that may look beyond the item."""
    only = frozenset({duty})
    return Rule(words, check, relation=duty, duties=only, looks_at=only)


system = Rule(Words("系统", "the system"), lambda a, _: a.is_system)
holder = Rule(
    Words("承办人", "the person it is assigned to"),
    lambda a, f: f.item.holder_id in a.people,
    relation="holder",
)
raiser = took_part("raiser", Words("提出人", "the person who raised it"))


def same_unit(actor: Actor, facts: Facts) -> bool:
    """Say whether the actor, or the person acted for, belongs to the rectifying unit.

    A post counts that is held today or was held at any time since the item was raised: nobody gets
    out of the rule by a post that ended yesterday.
    """
    scope, raised = facts.item.scope, facts.item.created_at
    since = raised.astimezone(facts.zone).date() if raised else facts.today
    return any(post.path.startswith(scope) for post in (*actor.posts, *actor.own)) or any(
        post.path.startswith(scope) and post.last >= since
        for person in actor.people
        for post in facts.former(person)
    )


own_unit = Rule(Words("责任单位的人员", "somebody of the unit that rectifies"), same_unit)
