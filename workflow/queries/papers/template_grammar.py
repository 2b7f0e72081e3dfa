"""What a placeholder may say: a word, a loop over a list, a condition; no call and no sum.

The grammar is a list of what is allowed, not of what is not: attributes, calls, filters and sums
are refused because nobody has allowed them; so nothing can walk, loop or swell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from jinja2 import nodes

from workflow.queries.papers.template_words import (
    LINES,
    LISTS,
    OF_A_LOOP,
    OF_A_PART,
    TEXTS,
    TemplateVocabulary,
)
from workflow.words import Words

Scope = Mapping[str, str]  # the names of loops, and what each stands for
PART, TEXT, LOOP = "part", "text", "loop"
_ALLOWED = Words(
    "这里只能写词语、for 和 if，不能调用、运算或取其他属性。",
    "Only words, for and if may stand here: no calls, no sums, no other attributes.",
)
_NO_WORD = Words("没有“{word}”这个词。", 'There is no word "{word}".')
_NO_LIST = Words("“{word}”不是可以循环的列表。", 'A loop cannot go through "{word}".')
_DEEP = Words(
    "循环里只能再循环 paragraphs。", "Inside a loop, only paragraphs can be looped through."
)
_SHADOW = Words("循环变量不能叫“{word}”。", 'A loop cannot call its entries "{word}".')
_PURE = (
    nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Const, nodes.Concat,
)  # fmt: skip


class Grammar:
    """The words of a kind of document, and the words used by a template so far."""

    def __init__(self, words: TemplateVocabulary) -> None:
        self.lines = {*words.lines}
        self.used: set[str] = set()

    def block(self, found: nodes.Node, scope: Scope) -> Iterator[Words]:
        """Yield the faults of a statement and of all inside."""
        match found:
            case nodes.Template():
                for child in found.body:
                    yield from self.block(child, scope)
            case nodes.Output():
                for child in found.nodes:
                    if not isinstance(child, nodes.TemplateData):
                        self.tell(child)
                        yield from self.value(child, scope)
            case nodes.TemplateData():
                return
            case nodes.For():
                yield from self.loop(found, scope)
            case nodes.If():
                yield from self.value(found.test, scope)
                for child in (*found.body, *found.elif_, *found.else_):
                    yield from self.block(child, scope)
            case _:
                yield from self.value(found, scope)

    def loop(self, found: nodes.For, scope: Scope) -> Iterator[Words]:
        """Yield the faults of a loop and of all inside."""
        stands, fault = self.entries(found, scope)
        if fault:
            yield fault
            return
        assert isinstance(found.target, nodes.Name)  # noqa: S101 -- ``entries`` has seen to it
        inner = {**scope, found.target.name: stands, LOOP: LOOP}
        for child in found.body:
            yield from self.block(child, inner)

    def entries(self, found: nodes.For, scope: Scope) -> tuple[str, Words | None]:
        """Return the meaning of the entries of a loop, or the fault of the loop's head."""
        if not isinstance(found.target, nodes.Name) or found.test or found.recursive or found.else_:
            return "", _ALLOWED
        if found.target.name in {*TEXTS, *LISTS, LINES, LOOP}:
            return "", _SHADOW.format(word=found.target.name)
        match found.iter:
            case nodes.Name(name=name) if name in LISTS:
                self.used.add(name)
                return (PART if name == "parts" else TEXT), _DEEP if scope else None
            case nodes.Getattr(node=nodes.Name(name=name), attr="paragraphs"):
                fits = scope.get(name) == PART and TEXT not in scope.values()
                return TEXT, None if fits else _DEEP
            case nodes.Name(name=name):
                return "", _NO_LIST.format(word=name[:40])
        return "", _ALLOWED

    def value(self, found: nodes.Node, scope: Scope) -> Iterator[Words]:
        """Yield the faults of a value."""
        match found:
            case nodes.Name(name=name):
                yield from self.word(name, scope)
            case nodes.Getattr(node=nodes.Name(name=name), attr=attribute):
                yield from self.attribute(name, attribute, scope)
            case nodes.Getitem(
                node=nodes.Getattr(node=nodes.Name(name=name), attr="paragraphs"),
                arg=nodes.Const(value=int()),
            ) if scope.get(name) == PART:
                return
            case _ if isinstance(found, _PURE):
                for child in found.iter_child_nodes():
                    yield from self.value(child, scope)
            case _:
                yield _ALLOWED

    def word(self, name: str, scope: Scope) -> Iterator[Words]:
        """Yield the fault of a name without meaning."""
        if name not in {*TEXTS, *LISTS, *scope}:
            yield _NO_WORD.format(word=name[:40])

    def attribute(self, name: str, attribute: str, scope: Scope) -> Iterator[Words]:
        """Yield the fault of an unknown attribute."""
        known: dict[str, Collection[str]] = {PART: OF_A_PART, LOOP: OF_A_LOOP}
        known |= {} if name in scope else {LINES: self.lines}
        of = scope.get(name, LINES if name == LINES else TEXT)
        if of not in known:
            yield _ALLOWED
        elif attribute not in known[of]:
            yield _NO_WORD.format(word=f"{name}.{attribute}"[:40])

    def tell(self, shown: nodes.Node) -> None:
        """Note the words shown, and not only asked about."""
        for name in shown.find_all(nodes.Name):
            self.used.add(name.name)
        if isinstance(shown, nodes.Name):
            self.used.add(shown.name)
        found = [*shown.find_all(nodes.Getattr)]
        found += [shown] if isinstance(shown, nodes.Getattr) else []
        for inner in found:
            if isinstance(inner.node, nodes.Name) and inner.node.name == LINES:
                self.used.add(f"{LINES}.{inner.attr}")
