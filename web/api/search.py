"""``GET /search``: whatever holds every word of a text, of all lists, units and people."""

from __future__ import annotations

from web.api import bodies, said, shapes
from web.api.blueprint import blueprint
from web.api.spec import answers, spec
from web.auth import actor
from workflow.queries.people_choices import NamedChoice
from workflow.queries.search_everywhere import search


@blueprint.get("/search")
@spec.validate(resp=answers(shapes.Found, 404, 422), tags=["items"], operation_id="search")
def everywhere(query: bodies.SearchQuery) -> shapes.Found:
    """Return the newest items that hold every word, with comments and names of files searched."""
    found = search(query.q, actor())
    return shapes.Found(
        items=[said.row(row) for group in found.groups for row in group.rows],
        more=found.more,
        units=[_named(one) for one in found.units],
        people=[_named(one) for one in found.people],
    )


def _named(one: NamedChoice) -> shapes.Named:
    return shapes.Named(id=one.id, words=said.words(one.words), detail=said.words(one.detail))
