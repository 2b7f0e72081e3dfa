"""The help: chapters by page, a guide for each role, the rules, and the glossary."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import identity_or_none
from web.formats import has_asset
from web.help_topics import TOPICS
from web.languages import language
from workflow.checks import glossary as terms
from workflow.checks.guides import guide, moves_of
from workflow.declaration import pack
from workflow.errors import NO_PAGE, NotFound
from workflow.organisation.kinds import KINDS
from workflow.words import Words

blueprint = Blueprint("help", __name__, url_prefix="/help")


@blueprint.get("")
def show() -> str:
    """Show the chapters, and the ways to guides, rules and glossary."""
    me = identity_or_none()
    mine = [role for role in pack().roles if me and role in me.actor.roles]
    return render_template("help.html", topics=TOPICS, mine=mine, picture=_picture)


@blueprint.get("/roles/<role>")
def role(role: str) -> str:
    """Show the guide of a role."""
    if role not in pack().roles:
        raise NotFound(NO_PAGE)
    return render_template("help_role.html", guide=guide(role), picture=_picture)


@blueprint.get("/rules")
def rules() -> str:
    """Show deadlines, ladder, and who may do what."""
    return render_template(
        "help_rules.html",
        limits=pack().limits.values(),
        severities=pack().severities,
        ladder=pack().ladder,
        moves_of=moves_of,
        rights=pack().every_right().values(),
    )


@blueprint.get("/glossary")
def glossary() -> str:
    """Show the terms in both languages."""
    kinds = terms.of_words(
        Words("组织类型", "Kinds of unit"), ((kind.key, kind.words) for kind in KINDS.values())
    )
    return render_template("help_glossary.html", sections=terms.sections(kinds))


def _picture(key: str) -> str | None:
    """Return the name of the picture of a chapter in the present language, if there is one."""
    name = f"help/{language()}/{key}.webp"
    return name if has_asset(name) else None
