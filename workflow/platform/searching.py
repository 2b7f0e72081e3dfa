"""The one way to search in texts: every word typed has to stand somewhere in what is searched.

PostgreSQL brings both sides into one form (``search_form``: case, width, brackets), so that no two
searches of the service differ in what they find.
"""

from __future__ import annotations

from workflow.platform.typed_text import cleaned, fitting


def words_of(typed: str) -> list[str]:
    """Return the words of a search; no words where nothing can be seen."""
    return cleaned(fitting(typed)).split()


def mentions(*texts: str, words: str = "%(words)s") -> str:
    """Return the SQL condition that the texts (expressions of SQL) together hold every word.

    ``words`` stands for an array; of an empty one the condition is true.
    """
    written = f"search_form(concat_ws(chr(10), {', '.join(texts)}))"
    return f"{written} LIKE ALL (CAST((SELECT search_patterns(CAST({words} AS text[]))) AS text[]))"


def is_called(*names: str, name: str = "%(text)s") -> str:
    """Return the SQL condition that one of the names is, in form, the name sought."""
    sought = f"(SELECT search_form(CAST({name} AS text)))"
    return f"({' OR '.join(f'search_form({one}) = {sought}' for one in names)})"
