"""The declarations of the pack as SQL, for the queries of the invariants."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workflow.declaration import pack


def _moves() -> str:
    """Return the declared moves with a duty as SQL rows: list, trigger, source, duty."""
    rows = (
        f"('{key}', '{t.trigger}', '{source}', '{t.duty}')"
        for key, list_type in pack().lists.items()
        for t in list_type.transitions
        for source in t.sources
        if t.duty
    )
    return ", ".join(rows) or "('', '', '', '')"


def _documents() -> str:
    """Return the declared rungs that open a document as SQL rows: list, state, rung, document."""
    rows = (
        f"('{key}', '{state.key}', '{rung.key}', '{opened}')"
        for key, list_type in pack().lists.items()
        for state in list_type.states
        for rung in state.ladder
        for opened in rung.opens
    )
    return ", ".join(rows) or "('', '', '', '')"


def _document_rungs() -> tuple[str, ...]:
    ladders = (s.ladder for list_type in pack().lists.values() for s in list_type.states)
    return tuple(sorted({rung.key for ladder in ladders for rung in ladder if rung.opens}))


def _open_states() -> str:
    rows = (
        f"('{key}', '{state.key}')"
        for key, list_type in pack().lists.items()
        for state in list_type.states
        if not state.final
    )
    return ", ".join(rows)


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(f"'{key}'" for key in keys) or "''"


class DeclaredSql(dict[str, str]):
    """What queries need of the declarations of the pack, as SQL, made where a query names it."""

    def __missing__(self, name: str) -> str:
        """Return the SQL for a name; an unknown name is a programming error."""
        return _DECLARED[name]()


_DECLARED: dict[str, Callable[[], str]] = {
    "documents": _documents,
    "document_rungs": lambda: _listed(_document_rungs()),
    "open_states": _open_states,
    "moves": _moves,
    "lists": lambda: _listed(pack().lists),
    "administrators": lambda: _listed(pack().administrators),
}
