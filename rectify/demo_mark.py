"""The mark of a demonstration, with publicly known sign-ins."""

from __future__ import annotations

from workflow.declaration import pack
from workflow.errors import NotPossible
from workflow.platform import connect, settings
from workflow.profession.packs import FIRST
from workflow.words import Words

_IS_DEMO = "SELECT EXISTS (SELECT FROM instance WHERE key IN ('demo', 'demo_loading'))"
_IS_USED = "SELECT EXISTS (SELECT FROM accounts)"
_DEMO = Words(
    "{folder} 里是演示数据，登录名和密码人人皆知，不能作为正式系统启动。"
    "请用 rectify demo 启动，或用 RECTIFY_DATA 指定另一个目录。",
    "{folder} holds the demonstration: everybody knows its sign-ins and their password, so it is "
    "not run as a service. Start it with 'rectify demo', or name another folder with RECTIFY_DATA.",
)
_USED = Words(
    "{folder} 里已有正式账号，不能装入演示数据。请用 RECTIFY_DATA 指定另一个目录。",
    "{folder} has accounts of its own; the demonstration is not loaded over them. Name another "
    "folder with RECTIFY_DATA.",
)
_OTHER_PACK = Words(
    "演示数据属于工作包“{first}”，而 {folder} 装有“{key}”。请用 RECTIFY_DATA 指定另一个目录。",
    'The demonstration is of the pack "{first}", and {folder} has "{key}". Name another folder '
    "with RECTIFY_DATA.",
)
OPEN = Words(
    "演示环境正在所有网络地址上监听，登录名和密码人人皆知：同一网络里的人都能登录。",
    "The demonstration listens at every address of this machine, and everybody knows its sign-ins "
    "and their password: whoever is on the network can sign in.",
)


def is_demonstration() -> bool:
    """Say whether the database is a demonstration's."""
    return _asked(_IS_DEMO)


def refuse_as_service() -> None:
    """Refuse to run a demonstration as anything else.

    Raises ``NotPossible``.
    """
    if is_demonstration():
        raise NotPossible(_DEMO.format(folder=settings().data))


def refuse_over_accounts() -> None:
    """Refuse to load the demonstration into a database with accounts of other people.

    Raises ``NotPossible``.
    """
    if not is_demonstration() and _asked(_IS_USED):
        raise NotPossible(_USED.format(folder=settings().data))


def refuse_other_pack() -> None:
    """Refuse to load the demonstration into an installation with another pack than its own.

    Raises ``NotPossible``.
    """
    if (key := pack().key) != FIRST:
        raise NotPossible(_OTHER_PACK.format(first=FIRST, folder=settings().data, key=key))


def _asked(question: str) -> bool:
    with connect() as connection:
        row = connection.execute(question).fetchone()
    return bool(row and row[0])
