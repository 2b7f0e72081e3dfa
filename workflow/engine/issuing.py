"""The issue of an official document within the transaction: number and content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflow.declaration import Actor, IssuedDocument, Item

NextNumber = Callable[[str, int, int], int]  # document, issuing unit, year
Freeze = Callable[[Item, IssuedDocument, Actor], dict[str, Any]]


def no_series(document: str, *_: int) -> int:
    """Refuse to number a document where the machine moves by itself."""
    raise AssertionError(f"{document}: the machine issues no document, people sign")


def no_sheet(_item: Item, issued: IssuedDocument, _actor: Actor) -> dict[str, Any]:
    """Refuse to issue a document where the machine moves by itself."""
    raise AssertionError(f"{issued['document']}: the machine issues no document, people sign")
