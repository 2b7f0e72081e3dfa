"""Migrate the database to the version of the code, before the service starts."""

from __future__ import annotations

from workflow.errors import Unavailable
from workflow.words import Words

_SHOWN = 3
_POWERLESS = Words(
    "DATABASE_URL 的角色“{role}”缺少{count}项权限（{some}…），网页会打不开。"
    "请让 RECTIFY_OWNER_DATABASE_URL 指向拥有这些表的角色，再执行 rectify init。",
    'The role "{role}" of DATABASE_URL lacks {count:right|rights} ({some} …), so that no page '
    "would open. Let RECTIFY_OWNER_DATABASE_URL name the role that owns the tables, and run "
    "'rectify init'.",
)


def migrate(owner_url: str, serving_url: str) -> None:
    """Migrate as the owner of the tables, and see that the serving role may do its work.

    Raises ``Unavailable`` with the database's sentence, or with the rights that are lacking.
    """
    from sqlalchemy.exc import DBAPIError

    from workflow.ops.rights import lacking, role_of
    from workflow.ops.schema import upgrade

    try:
        upgrade(owner_url, serving_url)
    except DBAPIError as error:
        raise Unavailable(_refused(str(error.orig).strip().splitlines()[0])) from error
    if missing := lacking(serving_url):
        raise Unavailable(powerless(role_of(serving_url), missing))


def powerless(role: str, missing: list[str]) -> Words:
    """Return the sentence with the rights that the serving role lacks."""
    some = ", ".join(missing[:_SHOWN])
    return _POWERLESS.format(role=role, some=some, count=len(missing))


def _refused(why: str) -> Words:
    return Words(
        f"数据库结构无法建立或升级：{why}。"
        "请让 RECTIFY_OWNER_DATABASE_URL 指向拥有这些表的角色，并确认数据库可用。",
        f"The tables could not be made or brought up to date: {why}. "
        "RECTIFY_OWNER_DATABASE_URL must name the role that owns them, and the database be up.",
    )
