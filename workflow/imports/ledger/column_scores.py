"""The fit of a meaning and a column: first by the name, then by the contents."""

from __future__ import annotations

from collections.abc import Callable

from workflow.imports.ledger.column_contents import Contents
from workflow.imports.ledger.meanings import weights

ENOUGH = 45  # a meaning below this is not proposed
SURE = 70  # one below this is proposed with a question
_NEARLY_ALL, _MOSTLY = 0.9, 0.6
_PEOPLE = ("first", "direct", "specific")
_UNITS = ("lead_unit", "responsible_unit", "assisting_unit")
_DAYS = ("found_on", "assigned_on", "completed_on")


def scores(name: str, contents: Contents) -> dict[str, float]:
    """Return the possible meanings of a column, each with a score up to about 130."""
    named = weights(name)
    found = {meaning: weight + _heard(meaning, contents) for meaning, weight in named.items()}
    _swap(found, contents)
    if not any(score >= ENOUGH for score in found.values()) and contents.filled:
        for meaning, score in _by_contents(contents).items():
            found[meaning] = max(found.get(meaning, 0), score)
    return {meaning: score for meaning, score in found.items() if score >= ENOUGH}


def _swap(found: dict[str, float], c: Contents) -> None:
    """Let what stands in a column decide between meanings that names confuse.

    A lead may be a unit or a person, and so may an owner.
    """
    if "category" in found and c.graded > _NEARLY_ALL and c.filled > 1:
        found.setdefault("severity", found["category"] + 1)  # 问题类型: 一般问题、严重问题
    if "progress" in found and c.answer > _MOSTLY:
        found.setdefault("status", found["progress"] + 1)  # 落实情况: √
    if "progress" in found and c.deadline > _MOSTLY > c.state:
        found["due"] = max(found.get("due", 0), found["progress"] + 1)  # 时间进度: 2026年10月底前
    if c.person > 0.5 and any(meaning in found for meaning in _UNITS):
        found.setdefault("specific", SURE + 2)
    if c.unit > 0.5 and any(meaning in found for meaning in _PEOPLE):
        found.setdefault("responsible_unit", SURE + 2)


def _heard(meaning: str, contents: Contents) -> float:
    """Return the contribution of the contents to the score of a meaning, positive or negative."""
    if not contents.filled:
        return 0
    for group, hear in _HEARINGS:
        if meaning in group:
            return hear(contents)
    return 0


def _of_text(c: Contents) -> float:
    """A problem is told in words: never in numbers, dates or yes and no."""
    if c.number > 0.9 or c.date > 0.9 or c.answer > 0.9:
        return -80
    return -40 * max(c.severity, c.state) - 30 * max(c.person, c.unit) + 10 * c.long


def _of_measures(c: Contents) -> float:
    if max(c.number, c.date, c.answer, c.code) > 0.7:
        return -70
    if c.deadline > 0.7:
        return -45
    return 5 * c.long - (40 if c.agreed > 0.6 else 0)  # Agreed: a yes to measures told elsewhere


def _of_deadline(c: Contents) -> float:
    told = max(c.date, c.deadline)
    if c.number > 0.7 and c.date < 0.3:
        return -15  # a number of days
    return 20 * told if told > 0.2 or c.filled < 3 else -50 * (1 - told)


def _of_day(c: Contents) -> float:
    return 20 * c.date if c.date > 0.3 else -50 * (1 - c.date) * (1 if c.filled > 1 else 0.5)


def _of_unit(c: Contents) -> float:
    if max(c.date, c.number) > 0.7:
        return -60
    if c.person > 0.5 or (c.person_like > 0.7 and c.unit < 0.1):
        return -45
    return 25 * c.unit + 5 * c.unit_like


def _of_person(c: Contents) -> float:
    if max(c.date, c.number, c.answer) > 0.7:
        return -60
    return -50 * c.unit + 25 * c.person + 5 * c.person_like


def _of_severity(c: Contents) -> float:
    if c.date > 0.7 or c.answer > 0.9:
        return -60
    told = c.severity < 0.2 and (c.long > 0.4 or c.filled > 1)  # texts, and no grades
    return -30 if told else 20 * c.severity


def _of_state(c: Contents) -> float:
    if c.date > 0.7:
        return -60
    said = max(c.state, c.answer, c.percent)
    return 20 * said - 30 * (c.long if said < 0.3 and c.long > 0.7 else 0)


def _of_progress(c: Contents) -> float:
    return -60 if c.date > 0.7 else 10 * c.long


def _of_number(c: Contents) -> float:
    if c.long > 0.8 and c.code < 0.3:
        return -60
    return -10 * c.date - 40 * (c.filled > 4 and c.distinct < 0.7)


def _of_serial(c: Contents) -> float:
    codes = c.code > 0.5 and c.number < 0.5  # C-101 is a number of its own, not a line's
    return _of_number(c) + 10 * c.serial - 20 * codes


_HEARINGS: tuple[tuple[tuple[str, ...], Callable[[Contents], float]], ...] = (
    (("problem", "description"), _of_text),
    (("title",), _of_text),
    (("measures", "target", "cause"), _of_measures),
    (("due",), _of_deadline),
    (_DAYS, _of_day),
    (_UNITS, _of_unit),
    (_PEOPLE, _of_person),
    (("severity",), _of_severity),
    (("status",), _of_state),
    (("progress",), _of_progress),
    (("no",), _of_serial),
    (("issue_no",), _of_number),
)


def _by_contents(c: Contents) -> dict[str, float]:
    """Propose meanings by the contents, for a column with an unknown name, with a question."""
    found: dict[str, float] = {}
    if c.person >= 0.6:
        found["specific"] = 60
    if c.unit >= 0.6:
        found["responsible_unit"] = 60
    if c.both >= 0.6:
        found["unit_and_person"] = 62
    if c.severity >= 0.8 and c.filled > 1 and c.number < 0.5 and c.code < 0.5:
        found["severity"] = 52
    if c.state >= 0.8 and c.severity < 0.5:
        found["status"] = 52
    if c.deadline >= 0.8 and c.date < 0.7:
        found["due"] = 58
    if c.serial >= 0.9 and c.filled > 2:
        found["no"] = 50
    if c.long >= 0.8 and c.distinct >= 0.8 and c.date < 0.2:
        found["problem"] = 46
    return found
