"""The API under /api/v1, all derived from the declarations of the lists."""

from web.api import evidence, inbox, items, lists, moves, openapi
from web.api.blueprint import blueprint

__all__ = ["blueprint", "evidence", "inbox", "items", "lists", "moves", "openapi"]
