"""The API under /api/v1, all derived from the declarations of the lists."""

from web.api import (
    directory,
    evidence,
    inbox,
    items,
    lists,
    look_backs,
    moves,
    openapi,
    records,
    rights,
)
from web.api.blueprint import blueprint

__all__ = [
    "blueprint",
    "directory",
    "evidence",
    "inbox",
    "items",
    "lists",
    "look_backs",
    "moves",
    "openapi",
    "records",
    "rights",
]
