"""The person behind an account, with the posts of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.declaration import Actor, Post, pack
from workflow.platform import settings
from workflow.words import Words

SCOPES = ("read", "write", "decide")

# Sessions run by the real clock; posts are those of the day that it is for the domain, which a
# demonstration may have moved. ``moment`` has one row.
COLUMNS = """
    a.id AS account_id, a.login, p.id AS person_id, p.name, p.name_en, p.language, p.theme,
    p.density,
    (SELECT coalesce(json_agg(json_build_array(t.role, t.unit_id, u.path) ORDER BY t.id), '[]')
       FROM appointments t JOIN units u ON u.id = t.unit_id
      WHERE t.person_id = p.id AND t.valid_from <= moment.today
        AND (t.valid_to IS NULL OR t.valid_to >= moment.today)) AS posts,
    a.totp_since IS NOT NULL AS has_totp
"""
MOMENT = """
    moment AS (
        SELECT at, ((at + moved) AT TIME ZONE %(zone)s)::date AS today
          FROM (SELECT coalesce(%(now)s::timestamptz, now()) AS at,
                       coalesce((SELECT value::interval FROM instance WHERE key = 'demo_clock'),
                                interval '0') AS moved) AS clock)
"""
IN_FORCE = "a.active AND (p.left_on IS NULL OR p.left_on > moment.today)"


@dataclass(frozen=True, slots=True)
class Identity:
    """An account, its person, and the person's posts of today."""

    account_id: int
    login: str
    actor: Actor
    name_en: str = ""
    session: str = ""  # names the session in the list of sessions; no secret
    has_totp: bool = False
    strong: bool = False  # by more than a password
    fresh: bool = False  # proved a moment ago to be the one; a token does with its scope
    scopes: frozenset[str] = frozenset(SCOPES)
    theme: str = "auto"  # of the pages: auto, light or dark
    density: str = "comfortable"  # or dense
    acts_for: Words | None = None  # the name of the absent person, while a delegate acts

    @property
    def language(self) -> str:
        """The language chosen by the person."""
        return self.actor.language

    @property
    def is_guarded(self) -> bool:
        """Whether a post of today is guarded: a mistaken identity would do the most harm."""
        posts = (*self.actor.posts, *self.actor.own)
        return any(post.role in pack().guarded for post in posts)

    @property
    def must_enrol(self) -> bool:
        """Whether a post of today needs a second factor not set up yet."""
        if self.has_totp or self.strong or not settings().needs_totp:
            return False
        return self.is_guarded


def clock(now: datetime | None) -> dict[str, Any]:
    """Return the parameters of ``MOMENT``."""
    return {"now": now, "zone": settings().timezone}


def identity(row: tuple[Any, ...], **more: Any) -> Identity:
    """Build an identity of ``COLUMNS``."""
    account_id, login, person_id, name, name_en, language, theme, density, posts, has_totp = row
    held = tuple(Post(role, unit_id, path) for role, unit_id, path in posts)
    actor = Actor(person_id, name, held, language=language)
    return Identity(
        account_id, login, actor, name_en, has_totp=has_totp, theme=theme, density=density, **more
    )
