"""The different values of a ledger, each mapped once: severities, states, units, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from workflow.imports.drafts.records import ValueShown
from workflow.imports.import_ledger import Imported
from workflow.imports.ledger.directory import Directory, DirectoryUnit
from workflow.imports.ledger.result_types import ProblemEntry
from workflow.imports.ledger.wishes import Wishes

KINDS = ("severity", "state", "units", "people")
_MOST = 2_000  # different values of a kind that are shown
_GUESSED = 100  # unknown people for whom somebody alike is looked for
_ALIKE = 0.6  # of names of two letters both, of those of three two
_Read = tuple[str, str, bool]  # word, what it is taken for, whether beyond doubt


def values_of(imported: Imported, wishes: Wishes) -> Iterator[ValueShown]:
    """Yield each different value with the meaning, and the likeliest where unknown."""
    doubted = {(one.column, one.value) for one in imported.refused if one.effect != "left out"}
    directory = imported.directory or Directory([], [])
    for kind, read in _READERS.items():
        counts: Counter[str] = Counter()
        found: dict[str, _Read] = {}
        for problem in imported.ledger.problems:
            for word, value, certain in read(problem, directory, doubted):
                counts[word] += 1
                found.setdefault(word, (word, value, certain))
        yield from _shown(kind, found, counts, wishes.values.get(kind, {}), directory)


def _shown(
    kind: str,
    found: Mapping[str, _Read],
    counts: Counter[str],
    chosen: Mapping[str, str],
    directory: Directory,
) -> Iterator[ValueShown]:
    """Yield the values; a chosen value stands under the word of the file."""
    targets = {*chosen.values()} if kind in ("units", "people") else set()
    for word, value in chosen.items():
        count = counts[value] if value in targets else counts[word]
        yield _value(kind, word, value, [], count, certain=True)
    guessed = 0
    for word, value, certain in list(found.values())[:_MOST]:
        if word in chosen or word in targets:
            continue
        likely = []
        if not certain and guessed < _GUESSED:
            likely, guessed = _likely(kind, word, directory), guessed + 1
        yield _value(kind, word, value, likely, counts[word], certain)


def _value(
    kind: str, word: str, value: str, likely: list[str], count: int, certain: bool
) -> ValueShown:
    return {
        "kind": kind, "word": word, "value": value, "likely": likely, "count": count,
        "certain": certain,
    }  # fmt: skip


def _likely(kind: str, word: str, directory: Directory) -> list[str]:
    if kind == "units":
        return [name for unit in directory.likely(word) if (name := name_of_unit(unit, directory))]
    if kind == "people":
        names = [person.name for person in directory.people if person.here]
        return get_close_matches(word, names, 3, _ALIKE)
    return []


def name_of_unit(unit: DirectoryUnit, directory: Directory) -> str:
    """Return the unambiguous name of a unit in a ledger, or an empty text."""
    ids = {int(part) for part in unit.path.strip("/").split("/")}
    above = [other.name for other in directory.units if other.id in ids and other is not unit]
    names = (unit.name, *(name + unit.name for name in reversed(above)))
    return next((name for name in names if directory.unit(name) is unit), "")


def _severity(
    problem: ProblemEntry, _: Directory, doubted: set[tuple[str, str]]
) -> Iterator[_Read]:
    if word := problem.text.get("severity"):
        column = problem.columns.get("severity", ("", ""))[0]
        yield word, problem.severity, (column, word) not in doubted


def _state(problem: ProblemEntry, _: Directory, doubted: set[tuple[str, str]]) -> Iterator[_Read]:
    if word := problem.text.get("status"):
        column = problem.columns.get("status", ("", ""))[0]
        yield word.split("\n")[0], problem.state, (column, word) not in doubted


def _units(problem: ProblemEntry, directory: Directory, _: set[tuple[str, str]]) -> Iterator[_Read]:
    for one in problem.units:
        unit = directory.unit(one.text)
        yield one.text, name_of_unit(unit, directory) if unit else "", unit is not None


def _people(problem: ProblemEntry, _: Directory, doubted: set[tuple[str, str]]) -> Iterator[_Read]:
    for one in problem.people:
        column = problem.columns.get(one.field or one.level, ("", ""))[0]
        known = (column, one.text) not in doubted
        yield one.text, (one.name or one.post) if known else "", known


_READERS = {"severity": _severity, "state": _state, "units": _units, "people": _people}
