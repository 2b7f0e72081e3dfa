"""The eight aspects (八个方面) of a problem, in the words and the order of the text.

Source: docs/domain/customer-document.md, paragraph 66.
"""

from __future__ import annotations

from datetime import date

from workflow.declaration.codes import Code, CodeTable
from workflow.words import Words

_RETIRED = date(2025, 12, 31)  # the text does not have them: of no problem from 2026 on

# Keys are kept for good: items and their history hold them.
ASPECTS = CodeTable(
    "aspects",
    Words("八个方面", "Eight aspects"),
    (
        Code("A1", Words("组织体系设置", "Organisation structure")),
        Code("A2", Words("班子队伍建设", "Leadership team")),
        Code("A4", Words("党员教育管理", "Education and management of members")),
        Code("A9", Words("服务党员群众", "Service to members and the public")),
        Code("A3", Words("党的组织生活", "Organisational life"), also=("组织生活",)),
        Code("A5", Words("工作运行机制", "Mechanisms of work"), also=("制度机制",)),
        Code("A6", Words("基本工作保障", "Conditions of work"), also=("阵地和经费保障",)),
        Code("A10", Words("基础台账管理", "Records and ledgers")),
        Code("A7", Words("作用发挥", "Playing one's part"), valid_to=_RETIRED),
        Code("A8", Words("责任落实", "Responsibility carried through"), valid_to=_RETIRED),
    ),
)
