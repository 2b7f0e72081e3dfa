"""The kinds of unit, the kinds allowed below each, and the posts for a single person."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words

FIRST = "bureau"  # the topmost unit of an installation that began with a person; without rules
_FIRST_WORDS = Words("局", "bureau")
ROOT = ""  # stands for "under nothing" among the parents
_BRANCHES = ("branch", "joint_branch", "temporary_branch")


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A kind of unit: name, allowed parents, role of the head, years of a term."""

    key: str
    words: Words
    parents: tuple[str, ...]
    head: str = ""  # role of whoever heads it
    term_years: int | None = None


_ALL = (
    UnitKind("party_group", Words("党组（党委）", "party group"),
             (ROOT, "party_group", "organisation"), "party_group_secretary"),
    UnitKind("office_committee", Words("机关党委", "office party committee"),
             (ROOT, "party_group", "organisation"), "office_party_secretary"),
    UnitKind("general_branch", Words("党总支", "general branch"),
             ("office_committee", "party_group"), "general_branch_secretary", 3),
    *(
        UnitKind(key, words, ("general_branch", "office_committee", "party_group"),
             "branch_secretary", 3)
        for key, words in (
            ("branch", Words("党支部", "branch")),
            ("joint_branch", Words("联合党支部", "joint branch")),
            ("temporary_branch", Words("临时党支部", "temporary branch")),
        )
    ),
    UnitKind("group", Words("党小组", "group"), _BRANCHES, "group_leader"),
    # For other professions: the same tree without the party's rules.
    UnitKind("organisation", Words("单位", "organisation"), (ROOT, "organisation")),
    UnitKind("department", Words("部门", "department"), ("organisation", "department", "site")),
    UnitKind("site", Words("现场", "site"), ("organisation", "department")),
    UnitKind("team", Words("班组", "team"), ("organisation", "department", "site")),
)  # fmt: skip
KINDS: dict[str, UnitKind] = {kind.key: kind for kind in _ALL}
CLASSES: dict[str, Words] = {
    "": Words("未分类", "not classified"),
    "agency": Words("机关", "agency"),
    "enterprise": Words("企业", "enterprise"),
    "institution": Words("事业单位", "public institution"),
    "village": Words("村", "village"),
    "community": Words("社区", "community"),
    "students": Words("学生", "students"),
    "retired": Words("离退休", "retired"),
}
LONG_TERM = {"village": 5, "community": 5}  # years, instead of those of the kind
# Posts that one person at a time holds in a unit.
SINGLE = frozenset(kind.head for kind in _ALL if kind.head)


def kind_of(key: str) -> UnitKind:
    """Return a kind; an undeclared kind, from an older table, has no rules of its own."""
    words = _FIRST_WORDS if key == FIRST else Words(key, key)
    return KINDS.get(key) or UnitKind(key, words, (ROOT, *KINDS))


def may_stand_under(kind: str, parent: str) -> bool:
    """Say whether a unit of ``kind`` may stand under a ``parent`` kind, or under nothing."""
    return parent in kind_of(kind).parents or parent not in (ROOT, *KINDS)


def term_years(kind: str, unit_class: str) -> int | None:
    """Return how many years a term of office lasts at most, where there is a rule."""
    usual = kind_of(kind).term_years
    return LONG_TERM.get(unit_class, usual) if usual else None
