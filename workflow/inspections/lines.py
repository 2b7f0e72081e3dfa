"""The lines of a sheet: chapter, procedure, and below them what is asked of a unit.

The same columns stand in a pack's file, in a workbook, in the API and in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from workflow.declaration import ASPECT, CHECK, PROBLEMS, CodeTable, pack
from workflow.errors import BadInput, CodedWords
from workflow.inspections.line_faults import LineFaults
from workflow.inspections.line_kinds import (
    ASKED,
    COLUMNS,
    HOLDS,
    KINDS,
    NO,
    NUMBER,
    OF_TEXT,
    POINTS,
    YES,
    LineKind,
)
from workflow.platform import cleaned
from workflow.words import Words

MOST = 2000
WHOLE = Decimal(100)  # what the weights of a scored sheet come to
_EMPTY = Words("表里没有一条要检查的内容", "there is no line to be checked in the sheet")
_MANY = CodedWords("最多{most}行", "at most {most:line|lines}", "too_many")
_POINTS = Words(
    "评分条目要有分值，其他条目没有分值", "a scored line needs points, and no other line has any"
)
_TWICE = Words("编号重复", "the number is there twice")
_BEFORE = Words("上级编号不在前面", "what holds it has to come before it")
_ELSEWHERE = Words("不能放在这里", "such a line cannot stand there")
_PARTS = Words(
    "规程 {number} 缺少依据、流程或文书", "procedure {number} lacks its basis, course or papers"
)
_SUM = Words("分值合计是 {sum}，应为 100", "the points come to {sum} and have to be 100")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line: the place in the tree, the question, and the consequences of a failure."""

    number: str
    above: str
    kind: LineKind
    zh: str
    en: str
    optional: bool
    points: str
    evidence: str
    citation: str
    aspect: str
    severity: str
    task: str
    level: str
    steps: str
    papers: str
    cadence: str

    @property
    def words(self) -> Words:
        """The text in both languages; a line without English reads Chinese."""
        return Words(self.zh, self.en or self.zh)

    @property
    def is_asked(self) -> bool:
        """Whether the line is answered in a check; a chapter or a procedure only holds others."""
        return self.kind in ASKED

    @property
    def path(self) -> list[str]:
        """The steps of the procedure, in order."""
        return [text for step in self.steps.split("→") if (text := cleaned(step))]


def tasks_of(measures: str) -> list[str]:
    """Return the tasks that measures consist of: a line each, or a clause before a semicolon."""
    parts = measures.replace("；", "\n").replace(";", "\n").splitlines()
    return [text for part in parts if (text := cleaned(part))]


def read_lines(rows: Sequence[Mapping[str, str]], first: int = 1) -> list[SheetLine]:
    """Return the lines of a table; ``first`` is the number of its first row for people.

    Raises ``BadInput`` with every wrong cell.
    """
    if len(rows) > MOST:
        raise BadInput(CHECK, {"lines": _MANY.format(most=MOST)})
    faults = LineFaults(first)
    lines = [_line(row, place, faults) for place, row in enumerate(rows)]
    _tree(lines, faults)
    if faults.found:
        raise BadInput(CHECK, faults.found)
    return lines


def unfinished(lines: Iterable[SheetLine]) -> Iterator[Words]:
    """Yield the faults of an edition to be mended before publication."""
    lines = [*lines]
    for line in lines:
        if line.kind == "procedure" and not (line.citation and line.path and line.papers):
            yield _PARTS.format(number=line.number)
    asked = [line for line in lines if line.is_asked]
    if not asked:
        yield _EMPTY
    scored = [Decimal(line.points) for line in asked if line.kind == "score"]
    total = sum(scored, Decimal(0))
    if scored and total != WHOLE:
        yield _SUM.format(sum=f"{total.normalize():f}")


def below(lines: Sequence[SheetLine]) -> dict[str, list[SheetLine]]:
    """Return the lines by the number of what holds them, in order; "" holds the uppermost."""
    found: dict[str, list[SheetLine]] = {}
    for line in lines:
        found.setdefault(line.above, []).append(line)
    return found


def rows_of(lines: Sequence[SheetLine]) -> dict[str, list[str]]:
    """Return the asked lines by row: by procedure, and a line outside every procedure by itself."""
    kinds = {line.number: line.kind for line in lines}
    rows: dict[str, list[str]] = {}
    for line in lines:
        if line.kind == "procedure":
            rows[line.number] = []
        elif line.is_asked:
            row = line.above if kinds.get(line.above) == "procedure" else line.number
            rows.setdefault(row, []).append(line.number)
    return rows


def aspects() -> CodeTable | None:
    """Return the table of aspects of the pack's problems, if there is one."""
    found = (field.table for field in pack().lists[PROBLEMS].raise_fields if field.key == ASPECT)
    return next(found, None)


def _line(row: Mapping[str, str], place: int, faults: LineFaults) -> SheetLine:
    texts = {key: cleaned(row.get(key, "")) for key in COLUMNS}
    faults.look(place, texts)
    kind = faults.kind(place, texts["kind"])
    _codes(place, texts, faults)
    if (kind == "score") != bool(POINTS.fullmatch(texts["points"])):
        faults.add(place, "points", _POINTS)
    return SheetLine(
        kind=kind,
        optional=faults.yes_or_no(place, texts["optional"]),
        **{key: texts[key] for key in OF_TEXT},
    )


def _codes(place: int, texts: dict[str, str], faults: LineFaults) -> None:
    """Read aspect, severity and level by key or by name, in either language."""
    table = aspects()
    known: dict[str, Mapping[str, Words]] = {
        "aspect": {code.key: code.words for code in table.values} if table else {},
        "severity": {key: found.words for key, found in pack().severities.items()},
        "level": {level.key: level.words for level in pack().responsibility},
    }
    for column, names in known.items():
        texts[column] = faults.code(place, column, texts[column], names)


def _tree(lines: Sequence[SheetLine], faults: LineFaults) -> None:
    seen: dict[str, SheetLine] = {}
    for place, line in enumerate(lines):
        if line.number in seen:
            faults.add(place, "number", _TWICE)
        above = seen.get(line.above)
        if line.above and above is None:
            faults.add(place, "above", _BEFORE)
        elif line.kind not in HOLDS[above.kind if above else ""]:
            faults.add(place, "kind", _ELSEWHERE)
        seen[line.number] = line


assert {*get_args(LineKind)} == {*KINDS}  # noqa: S101 -- one name for each kind
__all__ = [
    "MOST", "NO", "NUMBER", "YES", "SheetLine", "aspects", "below", "read_lines",
    "rows_of", "tasks_of", "unfinished",
]  # fmt: skip
