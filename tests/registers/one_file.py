"""A register as a stranger would add it: the text of one file, put into the folder at run time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.declaration import Register
from workflow.profession import registers as folder

KEY = "pledges"
TEXT = '''
"""Pledges: what a branch has promised to spend on what, and how far it has come."""

from workflow.declaration import CodeTable
from workflow.declaration.codes import Code
from workflow.declaration.field import Choice, Field, Pattern
from workflow.declaration.guards import (
    KindOfUnit, NotOwnUnit, OneCurrent, Stages, SumAtMost, Within,
)
from workflow.declaration.register import Register
from workflow.profession.rights import WORKING, right
from workflow.words import Words

AREAS = CodeTable("areas", Words("领域", "Areas"), (
    Code("1", Words("学习", "Study")),
    Code("1.1", Words("读书", "Reading"), "1"),
    Code("2", Words("服务", "Service")),
))
STAGES = (
    Choice("promised", Words("已承诺", "promised")),
    Choice("begun", Words("已启动", "begun")),
    Choice("done", Words("已完成", "done")),
)
REGISTER = Register(
    key="pledges",
    words=Words("承诺台账", "Pledges"),
    one=Words("承诺", "pledge"),
    fields=(
        Field("title", Words("内容", "What"), limit=80, listed=True),
        Field("area", Words("领域", "Area"), "code", table=AREAS, listed=True, filtered=True),
        Field("cost", Words("金额", "Cost"), "money", limit=1_000_000, listed=True),
        Field("stage", Words("进度", "Stage"), "choice", choices=STAGES, listed=True,
              filtered=True),
        Field("helpers", Words("协助方式", "Help"), "many", False, choices=(
            Choice("money", Words("资金", "money")), Choice("people", Words("人力", "people")),
        ), filtered=True),
        Field("keeper", Words("负责人", "Answerable"), "person", False, filtered=True),
        Field("problem", Words("相关问题", "Problem"), "ref", False, of="problems"),
        Field("before", Words("前一承诺", "Pledge before"), "ref", False, of="pledges"),
        Field("code", Words("编号", "Code"), required=False,
              pattern=Pattern("[A-Z]{2}[0-9]{3}", Words("编号如AB123", "a code such as AB123"),
                              "AB123")),
    ),
    read=right("pledges.read", Words("查看承诺", "see the pledges"), *WORKING,
               reach="below", hidden=True),
    keep=right("pledges.keep", Words("登记承诺", "keep the pledges"), "party_work_clerk",
               "branch_secretary", reach="below"),
    guards=(
        KindOfUnit(("branch",), Words("党支部", "a branch")),
        OneCurrent(("unit", "title")),
        SumAtMost("cost", 100_000, ("unit",)),
        Stages("stage", ("promised", "begun", "done")),
        NotOwnUnit(),
        Within("valid_from", first=-365, last=365),
    ),
)
'''


@pytest.fixture
def pledges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """The register, found in its folder as at a start of the service."""
    (tmp_path / f"{KEY}.py").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path)])
    found = folder._discover()
    assert found.keys() == {*folder.DECLARED, KEY}
    monkeypatch.setitem(folder.DECLARED, KEY, found[KEY])
    yield found[KEY]
    sys.modules.pop(f"{folder.__name__}.{KEY}")
