"""The states of a list as a picture: a column, forward moves down, backward moves beside.

Only geometry is made here; the template draws it. Sizes are in the units of the picture.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby

from web.languages import language
from workflow.declaration import ESCALATE, RAISE, TAKE_BACK, ListType
from workflow.words import Words

BOX_WIDTH, BOX_HEIGHT = 116, 36
LINE = 15  # height of a line of a label
LABEL = 92  # room for a label beside a box
LANE = 11  # distance of lines that run side by side
LEAST_GAP = 30
LEAVES = (10, 16, 32)  # how far down the side of a box its first, second and third way leave
_PER_LINE = {"zh": 7, "en": 15}  # characters of a label's line
_HALF_A_BOX = {"zh": 4, "en": 8}  # characters that fit between the middle of a box and its side


@dataclass(frozen=True, slots=True)
class Box:
    """A state."""

    words: Words
    x: float
    y: float
    now: bool
    final: bool
    been: bool = False  # on the path taken

    @property
    def is_long(self) -> bool:
        """Say whether the name needs smaller letters to fit."""
        most = 8 if language() == "zh" else 14
        return len(self.words.of(language())) > (most - 3 if self.now else most)


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from a state to another, with the names of all its moves."""

    path: str
    lines: tuple[str, ...]
    x: float
    y: float  # of the first line's base
    anchor: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """A picture and the same said in sentences."""

    boxes: list[Box]
    arrows: list[Arrow]
    width: float
    height: float
    sentences: list[Words]


@dataclass(frozen=True, slots=True)
class _Way:
    source: int
    dest: int
    lines: tuple[str, ...]
    taken: bool = False
    lane: int = 0
    nth: int = 0  # of the ways that leave the same side of the same box


def drawn(list_type: ListType, present: str, taken: Collection[tuple[str, str]] = ()) -> Diagram:
    """Lay out the list's states and moves, the present state and the ways taken marked."""
    ways = _ways(list_type, taken)
    been = {state for way in taken for state in way}
    down = [way for way in ways if way.dest == way.source + 1]
    back = _in_lanes([way for way in ways if way.dest < way.source])
    ahead = _in_lanes([way for way in ways if way.dest > way.source + 1])
    left = LABEL + LANE * len(back) + 4
    tops = _tops(len(list_type.states), down, back, ahead)
    arrows = [
        *(_straight(way, left, tops, _crowd(way, ahead)) for way in down),
        *(_beside(way, left, tops, -1) for way in back),
        *(_beside(way, left + BOX_WIDTH, tops, 1) for way in ahead),
    ]
    boxes = [
        Box(state.words, left, top, state.key == present, state.final, state.key in been)
        for state, top in zip(list_type.states, tops, strict=True)
    ]
    width = left + BOX_WIDTH + (LABEL + LANE * len(ahead) + 4 if ahead else LABEL // 2)
    return Diagram(boxes, arrows, width, tops[-1] + BOX_HEIGHT + 3, _sentences(list_type))


def _ways(list_type: ListType, taken: Collection[tuple[str, str]]) -> list[_Way]:
    """Return every way between two states, with all moves of the way."""
    row = {state.key: n for n, state in enumerate(list_type.states)}
    moves = sorted(
        (row[source], row[t.dest], n, t.words.of(language()))
        for n, t in enumerate(list_type.transitions)
        for source in t.source
        if t.dest and t.dest != source and t.trigger not in (RAISE, ESCALATE, TAKE_BACK)
    )
    gone = {(row[source], row[dest]) for source, dest in taken}
    return [
        _Way(
            source,
            dest,
            tuple(line for move in same for line in wrapped(move[3])),
            (source, dest) in gone,
        )
        for (source, dest), same in groupby(moves, key=lambda move: move[:2])
    ]


def _in_lanes(ways: list[_Way]) -> list[_Way]:
    """Give each way beside the column a lane of its own, the nearest to the shortest."""
    ordered = sorted(ways, key=lambda way: abs(way.source - way.dest))
    sources = [way.source for way in ordered]
    return [
        replace(way, lane=n, nth=sources[:n].count(way.source)) for n, way in enumerate(ordered)
    ]


def _tops(rows: int, down: list[_Way], back: list[_Way], ahead: list[_Way]) -> list[float]:
    """Return where each box begins: labels between and beside the boxes need their room."""
    beside = [*back, *ahead]
    tops = [_room(beside, 0, below=False)]
    for n in range(1, rows):
        into = [way for way in down if way.dest == n]
        between = max((len(w.lines) * LINE + _crowd(w, ahead) for w in into), default=0.0) + 14
        labels = _room(beside, n, below=False) + _room(beside, n - 1, below=True)
        tops.append(tops[-1] + BOX_HEIGHT + max(LEAST_GAP, between, labels + 8))
    return tops


def _room(beside: list[_Way], row: int, below: bool) -> float:
    """Return the height of the labels beside a box, above its middle, or below for later ways."""
    here = [way for way in beside if way.source == row and (way.nth > 0) == below]
    lines = [len(way.lines) + max(0, way.nth - 1) for way in here]
    return float(max(2, max(lines, default=0) * LINE - 6))


def _crowd(way: _Way, ahead: list[_Way]) -> float:
    """Return the height lost right of the next box to a wide label above."""
    wide = max(map(len, way.lines), default=0) > _HALF_A_BOX[language()]
    return _room(ahead, way.dest, below=False) if wide else 0.0


def _straight(way: _Way, left: float, tops: list[float], crowd: float) -> Arrow:
    middle = left + BOX_WIDTH / 2
    begin, end = tops[way.source] + BOX_HEIGHT, tops[way.dest]
    first = (begin + end - crowd) / 2 - (len(way.lines) - 1) * LINE / 2 + 4
    return Arrow(f"M{middle} {begin}V{end - 2}", way.lines, middle + 8, first, "start", way.taken)


def _beside(way: _Way, side: float, tops: list[float], sign: int) -> Arrow:
    """Lead out of a box, along a lane, and into the other box from the same side."""
    lane = side + sign * (LABEL + LANE * way.lane)
    leave = tops[way.source] + LEAVES[way.nth]
    arrive = tops[way.dest] + BOX_HEIGHT / 2 + 6
    path = f"M{side} {leave}H{lane}V{arrive}H{side + sign * 2}"
    first = leave + 13 if way.nth else leave - 5 - (len(way.lines) - 1) * LINE
    anchor = "start" if sign > 0 else "end"
    return Arrow(path, way.lines, side + sign * 6, first, anchor, way.taken)


def wrapped(text: str) -> list[str]:
    """Break a label into lines: English between words, Chinese after so many characters."""
    most = _PER_LINE[language()]
    if language() == "zh":
        return [text[n : n + most] for n in range(0, len(text), most)]
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _sentences(list_type: ListType) -> list[Words]:
    """Return the moves as sentences, for readers without the picture."""
    return [
        Words(
            f"{state.words.zh}：{move.words.zh} → {list_type.state(move.dest).words.zh}",
            f"{state.words.en}: {move.words.en} → {list_type.state(move.dest).words.en}",
        )
        for state in list_type.states
        for move in list_type.transitions
        if state.key in move.source and move.dest not in ("", state.key)
    ]
