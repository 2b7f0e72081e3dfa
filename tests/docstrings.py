"""Words in docstrings that point at a thing instead of naming the thing.

``python -m tests.docstrings`` prints the share of each room and the worst modules;
``python -m tests.docstrings workflow/engine`` prints the docstrings of these folders or files that
point, the worst first.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.sources import SHIPPED, trees

POINTING = frozenset(
    {"it", "its", "itself", "this", "these", "those", "that", "which", "what", "whatever"}
    | {"who", "whom", "whose", "whoever", "one", "ones", "nobody", "somebody", "anybody"}
    | {"everybody", "someone", "anyone", "everyone"}
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_CODE = re.compile(r"``[^`]*``|`[^`]*`")
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
WORST = 30


class Paragraph(NamedTuple):
    """The first paragraph of a docstring: its place, and how many of its words point."""

    file: str
    line: int
    text: str
    words: int
    pointing: int


def measured(file: str, line: int, docstring: str) -> Paragraph:
    """Count the words of the first paragraph of a docstring; code in backticks is no word."""
    text = " ".join(docstring.split("\n\n")[0].split())
    words = _WORD.findall(_CODE.sub(" ", text.lower()))
    return Paragraph(file, line, text, len(words), sum(word in POINTING for word in words))


def paragraphs(*names: str) -> Iterator[Paragraph]:
    """Yield the first paragraph of each docstring in these folders or files."""
    for file, tree in trees(*names):
        for node in ast.walk(tree):
            if isinstance(node, _DOCUMENTED) and (docstring := ast.get_docstring(node)):
                yield measured(file, getattr(node, "lineno", 1), docstring)


def share(found: Iterable[Paragraph]) -> float:
    """Return the share of pointing words among all words, from 0 to 1."""
    counted = [(paragraph.pointing, paragraph.words) for paragraph in found]
    words = sum(total for _, total in counted)
    return sum(pointing for pointing, _ in counted) / words if words else 0.0


def _summary() -> Iterator[str]:
    by_module: dict[str, list[Paragraph]] = defaultdict(list)
    for room in SHIPPED:
        found = list(paragraphs(room))
        yield f"{share(found):6.1%}  {sum(p.words for p in found):6d} words  {room}/"
        for paragraph in found:
            by_module[paragraph.file].append(paragraph)
    everything = [paragraph for module in by_module.values() for paragraph in module]
    yield f"{share(everything):6.1%}  {sum(p.words for p in everything):6d} words  all\n"
    ranked = sorted(by_module.items(), key=lambda m: -sum(p.pointing for p in m[1]))
    for file, module in ranked[:WORST]:
        yield f"{sum(p.pointing for p in module):4d} {share(module):6.1%}  {file}"


def _details(names: list[str]) -> Iterator[str]:
    found = sorted(paragraphs(*names), key=lambda p: (-p.pointing, p.file, p.line))
    for paragraph in found:
        if paragraph.pointing:
            yield f"{paragraph.pointing:2d}  {paragraph.file}:{paragraph.line}  {paragraph.text}"
    yield f"{share(found):6.1%} of {sum(p.words for p in found)} words"


if __name__ == "__main__":
    print("\n".join(_details(sys.argv[1:]) if sys.argv[1:] else _summary()))
