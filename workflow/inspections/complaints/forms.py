"""The form of a complaint, the same from outside, by a clerk and in the API."""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration import ENTER_COMPLAINTS, Actor, Field, PartialForm, pack
from workflow.errors import NO_PAGE, NotFound
from workflow.words import Words

COMPLAINTS = "complaints"
NAME, CONTACT, WAY = "name", "contact", "way"
WEB = "web"
MOST_FILES = 5
_NAME = Field(
    NAME,
    Words("您的姓名", "Your name"),
    required=False,
    limit=50,
    help=Words("可以不填；只有经办人能看到", "may be left empty; only the handler sees it"),
)
_CONTACT = Field(
    CONTACT,
    Words("联系方式", "How to reach you"),
    required=False,
    limit=100,
    help=Words("可以不填；只有经办人能看到", "may be left empty; only the handler sees it"),
)
# The clerk enters what somebody else said.
_OF_OTHERS = (
    replace(_NAME, words=Words("反映人姓名", "Name of the complainant")),
    replace(_CONTACT, words=Words("反映人联系方式", "How to reach the complainant")),
)


def is_declared() -> bool:
    """Say whether the pack has complaints at all."""
    return COMPLAINTS in pack().lists


def refuse_others(actor: Actor) -> None:
    """Refuse an actor without the right to enter complaints of others.

    Raises ``NotPermitted``, and ``NotFound`` where there are no complaints at all.
    """
    if not is_declared():
        raise NotFound(NO_PAGE)
    ENTER_COMPLAINTS.demand(actor)


def complaint_form(*, by_clerk: bool = False) -> PartialForm:
    """Return the fields of a complaint; the unit is found from the people concerned."""
    own = [field for field in pack().lists[COMPLAINTS].raise_fields if field.key != "unit"]
    asked = [field for field in own if by_clerk or field.key != WAY]
    return PartialForm(
        (*asked, *(_OF_OTHERS if by_clerk else (_NAME, _CONTACT))), comment_required=False
    )
