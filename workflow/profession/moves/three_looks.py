"""The three looks (三看): hearts, problem and prescribed actions, each judged in its own words.

Source: docs/domain/evidence-and-closing.md#three-looks. Whoever verifies answers each, and the
second has to be a yes; whoever hands in may say beforehand how they see it themselves.
"""

from __future__ import annotations

from workflow.declaration import Choice, Code, CodeTable, Condition, Field
from workflow.declaration.field import AtOnce
from workflow.profession.moves.basic import filled
from workflow.words import Words

_WHOLLY = "yes"
ANSWERS = CodeTable(
    "look_answers",
    Words("判断", "Judgement"),
    (
        Code(_WHOLLY, Words("是", "Yes")),
        Code("partly", Words("部分", "In part")),
        Code("no", Words("否", "No")),
    ),
)
_HEARTS = Words("看人心是否真正发生变化", "Do minds really change?")
_PROBLEM = Words("看问题是否得到有效解决", "Is the problem effectively solved?")
_ACTIONS = Words("看规定动作是否落实到位", "Are the prescribed actions carried out?")


def _words(key: str, zh: str, en: str) -> Field:
    return Field(key, Words(zh, en), kind="long", required=False)


# No rule but ``SOLVED`` and ``EXPLAINED`` looks at an answer.
THREE_LOOKS = (
    Field("hearts", _HEARTS, kind="code", table=ANSWERS),
    _words("hearts_seen", "一看：依据和说明", "First look: in words"),
    Field(
        "looks",
        _PROBLEM,
        kind="choice",
        choices=(
            Choice("solved", Words("问题已解决", "The problem is solved")),
            Choice("mostly", Words("基本解决", "Mostly solved")),
            Choice("not", Words("未解决", "Not solved")),
        ),
    ),
    _words("looks_seen", "二看：依据和说明", "Second look: in words"),
    Field("actions", _ACTIONS, kind="code", table=ANSWERS),
    _words("actions_seen", "三看：依据和说明", "Third look: in words"),
)
OWN_LOOKS = tuple(
    Field(
        f"own_{key}",
        Words(f"自评：{question.zh}", f"In your own view: {question.en}"),
        kind="code",
        required=False,
        table=ANSWERS,
    )
    for key, question in (("hearts", _HEARTS), ("problem", _PROBLEM), ("actions", _ACTIONS))
)
ALL_THREE = AtOnce(
    Words(
        "三看均达到：人心真正变化、问题已解决、规定动作落实到位",
        "All three: minds really change, the problem is solved, the actions are carried out",
    ),
    (("hearts", _WHOLLY), ("looks", "solved"), ("actions", _WHOLLY)),
)
SOLVED = filled(
    "问题没有得到有效解决的，应当退回整改，不能通过核查",
    "what is not solved must be returned; it cannot be verified",
    lambda facts: facts.fields["looks"] == "solved",
    "looks",
)


def _explained(look: str, zh: str, en: str) -> Condition:
    """Declare the words for a look answered otherwise than with a yes."""
    seen = f"{look}_seen"
    return filled(
        f"“{zh}”没有全部达到的，请写明依据和说明",
        f"say in words why {en} not wholly there",
        lambda facts: facts.fields[look] == _WHOLLY or bool(facts.fields.get(seen)),
        seen,
        look,
    )


EXPLAINED = (
    _explained("hearts", "一看", "minds are"),
    _explained("actions", "三看", "the prescribed actions are"),
)
