"""A person's ways of looking at lists: columns and density chosen once, and saved views."""

from workflow.views.looks import Density, Look, choose
from workflow.views.reading import Desk, SavedView, desk_of, views_of
from workflow.views.saving import ViewWish, remove, save

__all__ = [
    "Density",
    "Desk",
    "Look",
    "SavedView",
    "ViewWish",
    "choose",
    "desk_of",
    "remove",
    "save",
    "views_of",
]
