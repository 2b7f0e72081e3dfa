"""People to whom something is sent, with the posts of a day, whether they sign in or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.declaration import Actor, Post, pack
from workflow.platform import Connection
from workflow.words import LANGUAGES, Language, Words

_READ = """
    SELECT p.id, p.name, p.name_en, p.email, p.language,
           p.left_on IS NOT NULL AND p.left_on <= %(day)s,
           (SELECT coalesce(json_agg(json_build_array(t.role, t.unit_id, u.path) ORDER BY t.id),
                            '[]')
              FROM appointments t JOIN units u ON u.id = t.unit_id
             WHERE t.person_id = p.id AND t.valid_from <= %(day)s
               AND coalesce(t.valid_to, 'infinity') >= %(day)s)
      FROM people p WHERE p.id = ANY (%(people)s) ORDER BY p.id"""
_NEAREST = """
    SELECT t.person_id, u.path
      FROM appointments t JOIN units u ON u.id = t.unit_id JOIN people p ON p.id = t.person_id
     WHERE t.role = ANY (%(roles)s) AND starts_with(%(path)s, u.path)
       AND t.valid_from <= %(day)s AND coalesce(t.valid_to, 'infinity') >= %(day)s
       AND (p.left_on IS NULL OR p.left_on > %(day)s)
     ORDER BY length(u.path) DESC, t.person_id"""


@dataclass(frozen=True, slots=True)
class ReportReader:
    """A person as reader: the posts of a day, the address, and the language."""

    actor: Actor
    name: Words
    address: str
    language: Language
    has_left: bool

    @property
    def works(self) -> bool:
        """Whether the person holds a post other than an administrator's."""
        working = (post for post in self.actor.posts if post.role not in pack().administrators)
        return not self.has_left and any(working)


def readers(connection: Connection, people: list[int], day: date) -> dict[int, ReportReader]:
    """Return people by their ids, with the posts of a day."""
    rows = connection.execute(_READ, {"people": people, "day": day})
    return {row[0]: _reader(*row) for row in rows}


def nearest(connection: Connection, path: str, roles: list[str], day: date) -> list[int]:
    """Return the people with one of the roles in the unit, or else in the nearest above."""
    rows = connection.execute(_NEAREST, {"path": path, "roles": roles, "day": day}).fetchall()
    return sorted({person for person, of in rows if of == rows[0][1]})


def _reader(
    id_: int, name: str, name_en: str, address: str, language: str, has_left: bool,
    posts: list[tuple[str, int, str]],
) -> ReportReader:  # fmt: skip
    held = tuple(Post(role, unit, path) for role, unit, path in posts)
    known: Language = next((one for one in LANGUAGES if one == language), LANGUAGES[0])
    actor = Actor(id_, name, held, language=known)
    return ReportReader(actor, Words(name, name_en or name), address, known, has_left)
