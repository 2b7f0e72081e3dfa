"""A person's ways of looking at lists: columns and density chosen once, and saved views."""

from workflow.accounts.list_views.looks import choose
from workflow.accounts.list_views.reading import SavedView, desk_of, views_of
from workflow.accounts.list_views.saving import ViewWish, remove, save

__all__ = ["SavedView", "ViewWish", "choose", "desk_of", "remove", "save", "views_of"]
