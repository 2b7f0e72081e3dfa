"""The words of the profession around its lists: a pack without any list yet."""

from __future__ import annotations

from workflow.declaration import Pack
from workflow.profession import roles, severity_classes
from workflow.profession.candidate_kinds import CANDIDATE_KINDS
from workflow.profession.data import DATA
from workflow.profession.default_ladder import LADDER, LEVEL_DOCUMENTS, RUNG_LEVELS
from workflow.profession.document_kinds import PAPERS
from workflow.profession.indicators import FIGURES
from workflow.profession.responsibility_levels import LEVELS
from workflow.profession.rights import RIGHTS
from workflow.profession.role_purposes import PURPOSES
from workflow.profession.roles import (
    ABOVE,
    ADMINISTRATORS,
    DUTIES,
    GUARDED,
    ROLE_WORDS,
    ROLES,
)
from workflow.profession.sanctions import (
    BODIES,
    KINDS_OF_RESPONSIBILITY,
    METHOD_CHOICES,
    TARGETS,
    weighs,
    weight_of,
)
from workflow.profession.severity_chapter import chapter
from workflow.profession.severity_classes import HANDLING
from workflow.words import Words

VOCABULARY = Pack(
    key=DATA.key,
    lists={},
    roles=ROLES,
    purposes=PURPOSES,
    administrators=ADMINISTRATORS,
    guarded=GUARDED,
    duties=DUTIES,
    work=("rectifier", "planner"),
    above=ABOVE,
    severities=HANDLING,
    usual_severity=DATA.usual_severity,
    limits=DATA.periods,
    responsibility=LEVELS,
    role_words=ROLE_WORDS,
    documents=PAPERS,
    rights=RIGHTS,
    sheets=DATA.sheets,
    figures=FIGURES,
    code_tables=DATA.code_tables,
    candidates=CANDIDATE_KINDS,
    parents={
        "accountabilities": (
            "announced",
            {"method": "circular"},
            {"appeal_until": "2099-12-31"},
        ),
    },
    children={
        "problems": (
            ("tasks", "closed", {}),
            ("responsibilities", "closed", {"signed_on": "2026-03-02"}),
        ),
    },
    levels=RUNG_LEVELS,
    level_documents=LEVEL_DOCUMENTS,
    ladder=LADDER,
    terms={
        Words("问责方式", "Methods of accountability"): METHOD_CHOICES,
        Words("问责机关、对象和责任", "Bodies, targets and kinds of responsibility"): (
            *BODIES,
            *TARGETS,
            *KINDS_OF_RESPONSIBILITY,
        ),
    },
    weight=weight_of,
    period=weighs,
    chapter=chapter,
    sources=("workflow.profession.lists", roles.__name__, severity_classes.__name__, __name__),
)
