"""The table of moves that the oracle goes by, copied by hand from docs/domain/."""

from __future__ import annotations

from collections.abc import Iterator

from tests.profession.oracle.classes import CLASSES as CLASSES
from tests.profession.oracle.classes import Class as Class
from tests.profession.oracle.machine import Move, following

SHORT = {
    "clerk": "party_work_clerk", "director": "party_work_director", "secretary": "branch_secretary",
    "committee": "committee_member", "office": "office_party_secretary",
    "leader": "leader_in_charge", "group": "party_group_secretary",
    "discipline": "discipline_officer",
}  # fmt: skip
TIES = (
    "holder", "parent_holder", "raiser", "interviewer", "one_up", "involved", "short_director",
    "told_above",
)  # fmt: skip


SENSITIVE = ("discipline_officer", "party_group_secretary", "leader_in_charge",
             "party_work_director", "auditor")  # fmt: skip
READERS = {
    "accountabilities": SENSITIVE,
    "appeals": SENSITIVE,
    "interviews": (*SENSITIVE, "office_party_secretary", "branch_secretary", "party_work_clerk"),
    "criticisms": (*SENSITIVE, "office_party_secretary", "party_work_clerk"),
}

# Who acts for which body; an appeal goes to the body above.
ACTING = {
    "party_organisation": ("leader_in_charge", "party_group_secretary"),
    "discipline": ("discipline_officer",),
    "department": ("party_work_director",),
    "superior": ("discipline_officer",),
}
ABOVE = {
    "party_organisation": "superior",
    "discipline": "party_organisation",
    "department": "party_organisation",
}
# What each method may be used for, as far as the histories use it: targets and bodies.
METHODS: dict[str, tuple[set[str], set[str]]] = {
    "none": ({"organisation", "cadre"}, {"party_organisation", "discipline", "department"}),
    "circular": ({"organisation", "cadre"}, {"party_organisation", "discipline", "department"}),
    "examination": ({"organisation"}, {"party_organisation"}),
    "admonition": ({"cadre"}, {"party_organisation", "discipline", "department"}),
    "warning": ({"cadre"}, {"party_organisation", "discipline"}),
}

# Who interviews whom (docs/domain/interviews-and-accountability.md#who-interviews-whom), top first.
INTERVIEWS: tuple[tuple[str, set[str]], ...] = (
    ("", {"party_group_secretary"}),
    ("party_group_secretary",
     {"office_party_secretary", "leader_in_charge", "discipline_officer"}),
    ("office_party_secretary",
     {"branch_secretary", "general_branch_secretary", "committee_member", "party_work_director",
      "party_work_clerk", "inspector", "verifier", "auditor"}),
    ("branch_secretary", {"branch_committee_member", "group_leader", "member"}),
)  # fmt: skip

_CLOSING = """
verify rectified verified verifier committee -author rectifier planner reviewer unit checked recused
return       rectified  assigned  verifier committee clerk  - rectifier unit recused
close        verified   closed    @decider - author rectifier planner reviewer verifier unit recused
refuse       verified   assigned  @decider                  - rectifier unit recused
recuse       rectified  =         verifier committee        - recused checked
recuse       verified   =         committee @decider        - recused voted
reopen       closed     assigned  director discipline
place        raised     =         clerk director told_above
withdraw     raised     withdrawn director
comment      raised,assigned,rectified,verified = involved
escalate     raised,assigned,rectified,verified = system
sign_for     assigned   =         holder
send_back    assigned   raised    holder
hand_over    assigned,rectified,verified = clerk director told_above
attach       assigned   =         holder
rectify      assigned   rectified holder
skip_rung    assigned   =         group                     - holder
correct      raised     =         raiser clerk director
correct      assigned,rectified,verified = clerk director   - holder rectifier planner
raise_severity raised,assigned =  clerk director @decider
lower_severity raised,assigned =  @decider - raiser rectifier planner holder unit recused
move_unit    assigned   =         clerk director            - holder rectifier planner
retract      raised     withdrawn raiser
take_over    .          closed    system
take_over_rectified .   rectified system
take_over_assigned .    assigned  system
take_back    raised,assigned,rectified,closed withdrawn system
"""
_LOOKING = """
continue     rectified assigned  verifier committee - author rectifier planner reviewer unit recused
attach         rectified  =         verifier committee      - rectifier recused
report_progress assigned  =         holder
"""
_TABLES = {
    "problems": _CLOSING + _LOOKING + """
raise        .          raised    inspector clerk verifier committee secretary discipline system
merge        raised,assigned withdrawn clerk director       - holder rectifier planner held
absorb       raised,assigned =    system
mark_relapse raised,assigned,rectified,verified = clerk director inspector discipline
dismiss_hint raised,assigned,rectified,verified = clerk director inspector discipline
call_look_back closed     =         system
pass_look_back closed     =         verifier committee      - rectifier verifier unit recused
fail_look_back closed     assigned  verifier committee      - rectifier verifier unit recused
assign       raised     assigned  @assigner
attach       raised     =         raiser
submit_plan  assigned   =         holder
approve_plan assigned   =         @approver                 - planner rectifier unit recused
return_plan  assigned   =         @approver                 - planner rectifier unit recused
pass_review  rectified  =         clerk director            - rectifier planner unit recused
record_check rectified = verifier committee - author rectifier planner reviewer unit checked recused
publish      verified   =         clerk
note_reply   raised,assigned,rectified,verified = system
object       verified   =         involved system
answer_objection verified =       director @referred_answer_objection - rectifier objector recused
vote         verified  =  committee  - author rectifier planner reviewer verifier voted unit recused
""",
    "tasks": _CLOSING + _LOOKING + """
raise        .          raised    clerk director secretary system
rehang       raised,assigned,rectified,verified = system
assign       raised     assigned  clerk director secretary_not_raiser
""",
    "responsibilities": _CLOSING + """
raise        .          raised    clerk director secretary system
rehang       raised,assigned,rectified,verified = system
assign       raised     assigned  clerk director secretary_not_raiser
""",
    "supervisions": """
raise        .          raised       clerk director system
draft        raised     drafted      clerk director         - holder
sign         drafted    signed       @signer @referred_sign - raiser drafter holder
return_draft drafted    raised       @signer @referred_sign - holder
serve        signed     served       clerk                  - holder
acknowledge  served     acknowledged holder
attach       acknowledged =          holder
answer       acknowledged answered   holder
remind       served,acknowledged =   clerk                  - holder
accept       answered   closed       director leader        - answerer holder
return       answered   acknowledged director leader        - answerer holder
conclude     served,acknowledged closed director leader     - answerer holder
withdraw     raised,drafted withdrawn director leader       - holder
comment      raised,drafted,signed,served,acknowledged,answered = involved
escalate     raised,drafted,signed,served,acknowledged,answered = system
""",
    "interviews": """
raise        .          raised       director discipline system
approve      raised     approved     one_up                 - raiser holder delegate
notify       approved   noticed      clerk                  - interviewer holder
reschedule   noticed    =            clerk                  - interviewer holder
hold         noticed    held         interviewer            - holder delegate
record       held       recorded     clerk                  - interviewer holder delegate
sign_record  recorded   =            holder                 - delegate
refuse_to_sign recorded =            holder                 - delegate
note_refusal recorded   =            clerk                  - interviewer holder
countersign  recorded   follow_up    interviewer            - recorder holder delegate
attach       follow_up  =            holder
report_back  follow_up  reported     holder
verify_report reported  verified     director discipline    - answerer recorder holder
return_report reported  follow_up    director discipline    - answerer recorder holder
close        verified   closed       interviewer office leader group - holder recorder answerer
withdraw     raised,approved,noticed withdrawn one_up office leader group - holder
comment      raised,approved,noticed,held,recorded,follow_up,reported,verified = involved
escalate     raised,approved,noticed,held,recorded,follow_up,reported,verified = system
""",
    "criticisms": """
raise        .          raised       director discipline system
draft        raised     drafted      clerk director discipline - holder
sign         drafted    signed       group                  - raiser drafter holder
return_draft drafted    raised       group                  - holder
publish      signed     published    clerk director         - holder
acknowledge  published  acknowledged holder
attach       acknowledged =          holder
report_back  acknowledged reported   holder
accept       reported   closed       director leader discipline - answerer holder
return       reported   acknowledged director leader discipline - answerer holder
follow_up    acknowledged closed     director leader discipline - answerer holder
conclude     published,acknowledged closed director leader discipline - answerer holder
withdraw     raised,drafted withdrawn director discipline group - holder
revoke       signed,published,acknowledged,reported withdrawn group - holder
comment      raised,drafted,signed,published,acknowledged,reported = involved
escalate     raised,drafted,signed,published,acknowledged,reported = system
""",
    "accountabilities": """
raise        .          raised       director discipline system
draft        raised     drafted      director discipline    - holder
review       drafted    reviewed     discipline             - raiser drafter holder
submit       reviewed   submitted    group                  - raiser drafter reviewer holder
accept_case  submitted  accepted     @body                  - raiser drafter submitter holder
decide       accepted   decided      @body                  - raiser drafter submitter holder
announce     decided    announced    discipline group       - holder
acknowledge  announced,executed =    holder
execute      announced,executed executed discipline group   - holder
archive      decided,announced,executed closed discipline group - holder
return       drafted,reviewed raised group discipline       - holder
return       submitted,accepted raised group discipline @body - holder
withdraw     raised,drafted,reviewed,submitted withdrawn director discipline group - holder
comment      raised,drafted,reviewed,submitted,accepted,decided,announced,executed = involved
escalate     raised,drafted,reviewed,submitted,accepted,decided,announced,executed = system
""",
    "appeals": """
raise        .          raised       parent_holder
accept_case  raised     accepted     @body                  - raiser decided_before holder
decide       accepted   decided      @body                  - raiser decided_before holder
refuse       raised     refused      @body                  - raiser decided_before holder
withdraw     raised,accepted withdrawn raiser
comment      raised,accepted =       involved
escalate     raised,accepted =       system
""",
    "pauses": """
raise        .          raised     parent_holder
approve      raised     running    leader                   - raiser parent_holder
refuse       raised     refused    leader                   - raiser parent_holder
withdraw     raised     withdrawn  raiser
resume       running    ended      leader director parent_holder
lapse        running    ended      system
comment      raised,running =      involved
escalate     raised,running =      system
""",
    "extensions": """
raise        .          raised       parent_holder system
approve      raised     approved     short_director leader @referred_approve - raiser parent_holder
refuse       raised     refused      short_director leader @referred_approve - raiser parent_holder
return       raised     returned     short_director leader @referred_approve - raiser parent_holder
resubmit     returned   raised       parent_holder
withdraw     raised,returned withdrawn raiser
comment      raised,returned =       involved
escalate     raised,returned =       system
""",
}  # fmt: skip


def _read(table: str) -> Iterator[Move]:
    for line in filter(str.strip, table.splitlines()):
        made, _, barred = line.partition(" -")
        triggers, sources, dest, *who = made.split()
        states = tuple(sources.replace(".", "").split(","))
        people = tuple(SHORT.get(name, name) if name not in TIES else name for name in who)
        for trigger in triggers.split(","):
            yield Move(trigger, states, dest, people, tuple(barred.split()))


MOVES: dict[str, list[Move]] = {
    key: following(key, [*_read(table)]) for key, table in _TABLES.items()
}

# (working days from the due date, "message" or what the rung opens)
_FULL = ((-10, "message"), (-5, "message"), (-1, "message"), (1, "notice"),
         (3, "supervisions"), (13, "interviews"), (23, "criticisms"),
         (33, "accountabilities"))  # fmt: skip
_PAPERS = ("supervisions", "interviews", "criticisms", "accountabilities", "appeals")
_BRIEF = ((-1, "message"), (1, "notice"))
LADDERS: dict[tuple[str, str], tuple[tuple[int, str], ...]] = {
    **{(key, "assigned"): _FULL for key in ("problems", "tasks", "responsibilities")},
    **{(key, state): _BRIEF for key in ("problems", "tasks", "responsibilities")
       for state in ("raised", "rectified", "verified")},
    **{(key, state): _BRIEF for key in _PAPERS for move in MOVES[key]
       if move.trigger == "escalate" for state in move.sources},
    ("pauses", "raised"): _BRIEF,
    ("pauses", "running"): ((-5, "message"), (-1, "message")),
    **{("extensions", state): _BRIEF for state in ("raised", "returned")},
}  # fmt: skip


def find(list_key: str, trigger: str, state: str) -> Move | None:
    """Return the move of this name from this state."""
    return next((m for m in MOVES[list_key] if m.trigger == trigger and state in m.sources), None)
