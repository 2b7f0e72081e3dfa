"""The placeholders of a template, paragraph by paragraph and cell by cell, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workflow.queries.papers.template_faults import TemplateFault, in_cell, in_paragraph
from workflow.queries.papers.template_grammar import LOOP, Grammar
from workflow.words import Words

MOST_TAGS = 1_000  # in a part of the file
# No tag is longer, so that what is never closed is not looked for to the end, again and again.
_TAG = re.compile(r"\{\{.{0,300}?\}\}|\{%.{0,300}?%\}|\{[{%#]", re.S)
_STATEMENT = re.compile(r"\{%(?:p|tr)? +(for|if|elif|else|endif|endfor)\b(.*?) *%\}", re.S)
_OUTPUT = re.compile(r"\{\{ *[^\s{}-][^{}]*\}\}", re.S)
_MARKED = re.compile(r"\{\{r\s|\{%-|-%\}|\{\{-|-\}\}", re.S)
_ENDS = {"endfor": "for", "endif": "if"}
_TOO_MANY = Words(
    "占位符超过{limit}个。",
    "There are more than {limit:placeholder|placeholders} in this part of the file.",
)
_UNREAD = Words(
    "占位符“{tag}”写得不完整或不认识。", 'The placeholder "{tag}" is cut off or not known.'
)
_UNOPENED = Words("“{tag}”没有对应的开头。", '"{tag}" ends nothing that was begun.')
_UNCLOSED = Words("“{tag}”没有结束。", '"{tag}" is never ended.')
environment = ImmutableSandboxedEnvironment(autoescape=True)


class TagReader:
    """The placeholders of a part of the file, read in their order."""

    def __init__(self, grammar: Grammar, where: Words) -> None:
        self.grammar, self.where = grammar, where
        self.open: list[tuple[str, str, Words, str, str]] = []  # kind, tag, place, name, meaning
        self.paragraphs, self.tables, self.count = 0, 0, 0

    def faults(self, root: Any) -> Iterator[TemplateFault]:
        """Yield the faults of a part from its root element."""
        yield from self._level(root)
        for _, tag, place, *_ in self.open:
            yield TemplateFault(place, _UNCLOSED.format(tag=tag[:60]))

    def _level(self, parent: Any) -> Iterator[TemplateFault]:
        for child in parent:
            if child.tag == qn("w:p"):
                self.paragraphs += 1
                yield from self._paragraph(child, in_paragraph(self.where, self.paragraphs))
            elif child.tag == qn("w:tbl"):
                self.tables += 1
                yield from self._table(child)
            else:
                yield from self._level(child)

    def _table(self, table: Any) -> Iterator[TemplateFault]:
        number = self.tables
        for row, found in enumerate(table.iter(qn("w:tr")), 1):
            for cell, inside in enumerate(found.findall(qn("w:tc")), 1):
                place = in_cell(self.where, number, row, cell)
                for paragraph in inside.findall(qn("w:p")):
                    yield from self._paragraph(paragraph, place)

    def _paragraph(self, paragraph: Any, place: Words) -> Iterator[TemplateFault]:
        text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for found in _TAG.finditer(text):
            self.count += 1
            if self.count > MOST_TAGS:
                yield TemplateFault(place, _TOO_MANY.format(limit=MOST_TAGS))
                return
            for words in self._tag(found[0], place):
                yield TemplateFault(place, words)

    def _tag(self, tag: str, place: Words) -> Iterator[Words]:
        statement = _STATEMENT.fullmatch(tag)
        if _MARKED.search(tag) or not (statement or _OUTPUT.fullmatch(tag)):
            yield _UNREAD.format(tag=tag[:60])
            return
        try:
            if statement is None:
                yield from self.grammar.block(environment.parse(tag), self._scope())
            else:
                yield from self._statement(tag, statement[1], statement[2], place)
        except (TemplateSyntaxError, RecursionError):
            yield _UNREAD.format(tag=tag[:60])

    def _statement(self, tag: str, kind: str, rest: str, place: Words) -> Iterator[Words]:
        if kind in _ENDS:
            if self.open and self.open[-1][0] == _ENDS[kind]:
                self.open.pop()
            else:
                yield _UNOPENED.format(tag=tag[:60])
        elif kind in ("else", "elif"):
            if not self.open or self.open[-1][0] != "if":
                yield _UNOPENED.format(tag=tag[:60])
            if kind == "elif":
                yield from self.grammar.block(_parsed("if", rest), self._scope())
        else:
            found = _parsed(kind, rest)
            yield from self.grammar.block(found, self._scope())
            self.open.append((kind, tag, place, *self._named(found)))

    def _named(self, found: nodes.Node) -> tuple[str, str]:
        if isinstance(found, nodes.For) and isinstance(found.target, nodes.Name):
            return found.target.name, self.grammar.entries(found, self._scope())[0]
        return "", ""

    def _scope(self) -> dict[str, str]:
        names = {name: stands for *_, name, stands in self.open if name}
        return names | {LOOP: LOOP} if names else {}


def _parsed(kind: str, rest: str) -> nodes.Node:
    """Return a statement alone.

    Raises ``TemplateSyntaxError`` where it is none.
    """
    return environment.parse(f"{{% {kind} {rest} %}}{{% end{kind} %}}").body[0]
