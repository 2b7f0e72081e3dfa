"""All reads, shaped for pages and the API, within the limits of what the actor may see."""

from workflow.queries.colours import NAMES as COLOURS
from workflow.queries.corrected import Corrected
from workflow.queries.due_display import DueDisplay, due_of, due_of_item
from workflow.queries.english_names import name_in_english
from workflow.queries.inbox import InboxEntry, inbox, waiting
from workflow.queries.item import ItemView, MoveView, item, piece
from workflow.queries.item_history import EventView
from workflow.queries.list_filters import Filters
from workflow.queries.listing import ListRow, Page, items
from workflow.queries.minutes import Minutes, Opinion
from workflow.queries.move_form import (
    MoveForm,
    form_again,
    move_form,
    needs_to_raise,
    open_move,
    raise_form,
)
from workflow.queries.overview import ListCounts, overview
from workflow.queries.people_choices import (
    NamedChoice,
    people_in_post,
    person_names,
    unit_names,
)
from workflow.queries.raisable_lists import Opening, may_raise, place_to_raise
from workflow.queries.unit_choices import unit_of, units
from workflow.queries.waiting_matters import (
    WaitingMatter,
    counts,
    waiting_both,
    waiting_first,
    waiting_groups,
    waiting_matters,
)
from workflow.queries.watermark import watermark

__all__ = [
    "COLOURS",
    "Corrected",
    "DueDisplay",
    "EventView",
    "Filters",
    "InboxEntry",
    "ItemView",
    "ListCounts",
    "ListRow",
    "Minutes",
    "MoveForm",
    "MoveView",
    "NamedChoice",
    "Opening",
    "Opinion",
    "Page",
    "WaitingMatter",
    "counts",
    "due_of",
    "due_of_item",
    "form_again",
    "inbox",
    "item",
    "items",
    "may_raise",
    "move_form",
    "name_in_english",
    "needs_to_raise",
    "open_move",
    "overview",
    "people_in_post",
    "person_names",
    "piece",
    "place_to_raise",
    "raise_form",
    "unit_names",
    "unit_of",
    "units",
    "waiting",
    "waiting_both",
    "waiting_first",
    "waiting_groups",
    "waiting_matters",
    "watermark",
]
