"""A small organisation for tests: a bureau, its office committee, two branches, one person a role.

``cast`` puts it into the test's database and points the service's settings at that database.
The personas have fixed meanings: the first of a role acts, ``*-2`` is a second one of the role,
``outsider`` heads the other branch, ``nobody`` holds no post.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher

from tests.servers import Database
from workflow.accounts import approvals
from workflow.declaration import Actor, Post
from workflow.platform import SERVICE, db

PASSWORD = "a sentence that nobody guesses"
SECRET_KEY = "test-only-0123456789-abcdefghijklmnopqrstuvwxyz"
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # quick

BUREAU, OFFICE, BRANCH, OTHER_BRANCH = 1, 2, 3, 4
PATHS = {BUREAU: "/1/", OFFICE: "/1/2/", BRANCH: "/1/2/3/", OTHER_BRANCH: "/1/2/4/"}
UNITS = (
    (BUREAU, None, "party_group", "市交通局", "Transport Bureau"),
    (OFFICE, BUREAU, "office_committee", "机关党委", "Office Party Committee"),
    (BRANCH, OFFICE, "branch", "第一党支部", "First Branch"),
    (OTHER_BRANCH, OFFICE, "branch", "第二党支部", "Second Branch"),
)


# What a verifier sees who is content: the three looks (三看).
LOOKS = {"looks": "solved", "hearts": "yes", "actions": "yes"}


@dataclass(frozen=True)
class Persona:
    """A person of the cast; the account has the same id, the sign-in name says the part."""

    id: int
    login: str
    name: str
    name_en: str
    role: str
    unit_id: int

    @property
    def actor(self) -> Actor:
        """The actor that this person is once signed in."""
        posts = (Post(self.role, self.unit_id, PATHS[self.unit_id]),) if self.role else ()
        return Actor(self.id, self.name, posts)


def _personas(*rows: tuple[str, str, str, str, int]) -> dict[str, Persona]:
    made = (Persona(n, *row) for n, row in enumerate(rows, 1))
    return {persona.login: persona for persona in made}


PERSONAS = _personas(
    ("inspector", "林晓峰", "Lin Xiaofeng", "inspector", BUREAU),
    ("coordinator", "周敏", "Zhou Min", "party_work_clerk", OFFICE),
    ("director", "何卫东", "He Weidong", "party_work_director", OFFICE),
    ("branch-head", "陈建国", "Chen Jianguo", "branch_secretary", BRANCH),
    ("branch-member", "孙丽", "Sun Li", "branch_committee_member", BRANCH),
    ("group-leader", "马骏", "Ma Jun", "group_leader", BRANCH),
    ("member", "朱婷", "Zhu Ting", "member", BRANCH),
    ("outsider", "高翔", "Gao Xiang", "branch_secretary", OTHER_BRANCH),
    ("verifier", "吴静", "Wu Jing", "verifier", OFFICE),
    ("verifier-2", "郑凯", "Zheng Kai", "verifier", OFFICE),
    ("committee", "王立新", "Wang Lixin", "office_party_secretary", OFFICE),
    ("committee-member", "徐岚", "Xu Lan", "committee_member", OFFICE),
    ("committee-member-2", "胡斌", "Hu Bin", "committee_member", OFFICE),
    ("leader", "张宏", "Zhang Hong", "leader_in_charge", BUREAU),
    ("secretary", "李志远", "Li Zhiyuan", "party_group_secretary", BUREAU),
    ("discipline", "赵正", "Zhao Zheng", "discipline_officer", BUREAU),
    ("auditor", "钱进", "Qian Jin", "auditor", BUREAU),
    ("system-admin", "冯涛", "Feng Tao", "system_admin", BUREAU),
    ("security-admin", "蒋平", "Jiang Ping", "security_admin", BUREAU),
    ("audit-admin", "沈洁", "Shen Jie", "audit_admin", BUREAU),
    ("nobody", "韩雪", "Han Xue", "", BUREAU),
)


def actor(login: str) -> Actor:
    """Return the actor of a sign-in name."""
    return PERSONAS[login].actor


@pytest.fixture
def cast(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[dict[str, Persona]]:
    """The organisation in a fresh database that the service's settings point at."""
    with psycopg.connect(database.owner_url, application_name=SERVICE) as connection:
        enact(connection)
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    monkeypatch.setenv("RECTIFY_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("RECTIFY_REQUIRE_TOTP", "false")  # the tests of it switch it on
    monkeypatch.setenv("RECTIFY_API_CALLS", "0")  # the tests of it set a limit
    monkeypatch.setenv("RECTIFY_MAIL_HOURS", "always")  # tests run at night, too
    db.close()
    yield PERSONAS
    db.close()


def enact(connection: psycopg.Connection) -> None:
    """Insert units, people, posts and accounts."""
    approvals.found(connection)  # by which accounts and posts stand
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO units (id, parent_id, kind, name, name_en, path, valid_from)"
            " VALUES (%s, %s, %s, %s, %s, %s, '2020-01-01')",
            [(*unit, PATHS[unit[0]]) for unit in UNITS],
        )
        for persona in PERSONAS.values():
            _enter(cursor, persona)
    for table in ("units", "people", "accounts"):
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
        )


def give_account(connection: psycopg.Connection[Any], person_id: int) -> None:
    """Open an account for somebody beside the cast, unless there is one."""
    connection.execute(
        "INSERT INTO accounts (person_id, login, password_hash)"
        " SELECT %(id)s, 'person-' || %(id)s, '' WHERE NOT EXISTS ("
        " SELECT FROM accounts WHERE person_id = %(id)s AND active)",
        {"id": person_id},
    )


def _enter(cursor: psycopg.Cursor, persona: Persona) -> None:
    cursor.execute(
        "INSERT INTO people (id, name, name_en, email) VALUES (%s, %s, %s, %s)",
        [persona.id, persona.name, persona.name_en, f"{persona.login}@example.org"],
    )
    cursor.execute(
        "INSERT INTO accounts (id, person_id, login, password_hash) VALUES (%s, %s, %s, %s)",
        [persona.id, persona.id, persona.login, _HASH],
    )
    if persona.role:
        cursor.execute(
            "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
            " VALUES (%s, %s, %s, '2020-01-01')",
            [persona.id, persona.unit_id, persona.role],
        )
