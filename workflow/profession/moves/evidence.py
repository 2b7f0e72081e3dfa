"""Evidence on an item: handed in, of the kinds that are wanted, and replaced where it was wrong."""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration import (
    EVIDENCE,
    MOST_PIECES,
    REPLACE_EVIDENCE,
    Actor,
    Condition,
    EvidenceRecord,
    Facts,
    Field,
    Item,
    Rule,
    Transition,
    holder,
)
from workflow.declaration.evidence_records import standing
from workflow.profession.categories import CATEGORY_TABLE
from workflow.profession.evidence_kinds import BEFORE, KINDS
from workflow.profession.moves.basic import REASON, filled, met
from workflow.profession.severity_classes import handling
from workflow.words import Words, listed

_NONE = Words("请上传佐证材料（照片或文件）", "add evidence: a photo or a document")
_LACKING = Words(
    "还缺规定种类的佐证：{kinds}；会议记录等过程材料不能代替，请上传并选定种类",
    "evidence of this kind is still wanted: {kinds}; minutes and the like do not stand for it, so "
    "add a file and choose its kind",
)
_REPLACED = "replaced"


def _lacking(facts: Facts) -> list[Words]:
    """Return the names of the wanted kinds without a piece."""
    wanted = dict.fromkeys((*handling(facts.item).evidence, *_by_rule(facts)))
    codes = (KINDS.find(key) for key in wanted if not _is_shown(facts.item, key))
    return [code.words for code in codes if code]


def _by_rule(facts: Facts) -> list[str]:
    rules = (rule for rule in facts.policies.evidence if rule.holds(facts.today))
    return [
        rule.wanted
        for rule in rules
        if rule.severity in ("", facts.item.severity)
        and (not rule.category or _category(facts) in CATEGORY_TABLE.within(rule.category))
    ]


def _category(facts: Facts) -> str:
    """Return the category of the problem, or of the problem that a part hangs on."""
    data = (facts.parent or facts.item).data
    return str(data.get("category", ""))


def _is_shown(item: Item, kind: str) -> bool:
    """Say whether a piece shows a kind; how it was before may have been shown in any round."""
    pool = standing(item.evidence) if kind == BEFORE else item.evidence_of_round()
    return any(piece.get("shows", "") in KINDS.within(kind) for piece in pool)


EVIDENCE_OF_ROUND = Condition(
    _NONE,
    lambda facts: bool(facts.item.evidence_of_round()) and not _lacking(facts),
    of_form=True,
    says=lambda facts: (
        _LACKING.format(kinds=listed(lacking)) if (lacking := _lacking(facts)) else _NONE
    ),
    about=(EVIDENCE,),
)


def attach(
    *states: str, duty: str = "", who: Rule = holder, judges: tuple[str, ...] | None = None
) -> tuple[Transition, ...]:
    """Declare the upload of evidence, and of a right file for a wrong one of one's own.

    The uploading person takes part in the work.
    """
    upload = Transition(
        "attach",
        Words("上传佐证", "Add evidence"),
        source=states,
        dest="",
        permission=who,
        judges=judges,
        takes_evidence=True,
        duty=duty,
        beside=True,
    )
    return upload, replace(
        upload,
        trigger=REPLACE_EVIDENCE,
        words=Words("更换佐证", "Replace evidence"),
        fields=(_PLACE,),
        conditions=(SOME_PIECE, REASON, ONE_FILE, OWN_PIECE, OTHER_FILE),
        comment_required=True,
        records=_replace,
        note=Words("原件保留，仍可下载", "the wrong file is kept, and can still be fetched"),
    )


_PLACE = Field(
    _REPLACED,
    Words("换下第几份佐证", "Which piece is replaced"),
    "number",
    limit=MOST_PIECES,
    use="move",
    help=Words("事项页面上佐证材料的序号", "its number under the evidence of the item"),
)


def _wrong(facts: Facts) -> EvidenceRecord | None:
    """Return the piece to be replaced, where it was there before and still stands."""
    place, pieces = facts.fields.get(_REPLACED, 0), facts.item.evidence
    sent = facts.item.evidence_at(facts.now)
    found = pieces[place - 1] if 0 < place <= len(pieces) else None
    return found if found in standing(pieces) and found not in sent else None


def _is_own(facts: Facts) -> bool:
    sent, wrong = facts.item.evidence_at(facts.now), _wrong(facts)
    return wrong is not None and all(piece["by"] == wrong["by"] for piece in sent)


def _differs(facts: Facts) -> bool:
    sent, wrong = facts.item.evidence_at(facts.now), _wrong(facts)
    return wrong is None or all(piece["sha256"] != wrong["sha256"] for piece in sent)


SOME_PIECE = met(
    "还没有佐证可以更换",
    "there is no evidence to replace yet",
    lambda facts: bool(facts.item.evidence),
)
ONE_FILE = filled(
    "请选择一个文件",
    "choose one file",
    lambda facts: len(facts.item.evidence_at(facts.now)) == 1,
    EVIDENCE,
)
OWN_PIECE = filled(
    "这个序号没有您上传的、仍然有效的佐证；只能更换自己上传的材料",
    "there is no piece of yours of this number that still stands; replace only what you handed in",
    _is_own,
    _REPLACED,
)
OTHER_FILE = filled(
    "新文件与原文件完全相同",
    "the new file is the same as the wrong one",
    _differs,
    EVIDENCE,
)


def _replace(item: Item, facts: Facts, _: Actor) -> None:
    """Let the new piece stand in the place of the wrong one, of the same kind unless told."""
    wrong, new = _wrong(facts), item.evidence[-1]
    new["replaces"] = facts.fields[_REPLACED]
    if wrong and "shows" in wrong:
        new.setdefault("shows", wrong["shows"])
