"""Migrate the database to the version of the code, before the service starts."""

from __future__ import annotations

from workflow.errors import Unavailable
from workflow.words import Words


def migrate(owner_url: str) -> None:
    """Migrate as the owner of the tables.

    Raises ``Unavailable`` with the database's sentence.
    """
    from sqlalchemy.exc import DBAPIError

    from workflow.ops.schema import upgrade

    try:
        upgrade(owner_url)
    except DBAPIError as error:
        raise Unavailable(_refused(str(error.orig).strip().splitlines()[0])) from error


def _refused(why: str) -> Words:
    return Words(
        f"数据库结构无法建立或升级：{why}。"
        "请让 RECTIFY_OWNER_DATABASE_URL 指向拥有这些表的角色，并确认数据库可用。",
        f"The tables could not be made or brought up to date: {why}. "
        "RECTIFY_OWNER_DATABASE_URL must name the role that owns them, and the database be up.",
    )
