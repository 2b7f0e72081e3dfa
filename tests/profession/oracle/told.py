"""Who is told of which move and rung, and how: what the declarations said, kept to catch drift.

For each move, from whichever of its states, and for each ``state@rung``: ``how:relations``. It is
no second reading of docs/domain/: a change of who is told is to be meant, and so made in two
places.
"""

from __future__ import annotations

from tests.profession.oracle.machine import WAITING

Telling = list[tuple[str, tuple[str, ...]]]  # how, or nothing for the inbox alone; to whom

_WORK = """
raise            notice:party_work_clerk
send_back        notice:party_work_clerk
hand_over        assigned:holder
verify           asked:awaited notice:holder,raiser
return           assigned:holder
close            answered:holder,raiser
recuse           notice:party_work_clerk
refuse           assigned:holder,verifier
reopen           assigned:holder,verifier
withdraw         notice:raiser,holder
comment          notice:holder,raiser
correct          notice:holder,raiser,awaited
raise_severity   notice:holder,raiser,awaited
lower_severity   notice:holder,raiser,awaited
move_unit        assigned:holder notice:raiser,party_work_clerk
retract          notice:party_work_clerk
take_over_assigned notice:holder
skip_rung        assigned:holder,party_work_director
reckon           notice:awaited
correct          notice:holder,raiser,awaited
raise_severity   notice:holder,raiser,awaited
lower_severity   notice:holder,raiser,awaited
move_unit        assigned:holder notice:raiser,party_work_clerk
retract          notice:party_work_clerk
raised@remind_1  notice:awaited
raised@overdue   notice:awaited,superior
assigned@remind_10 notice:holder
assigned@remind_5 notice:holder
assigned@remind_1 notice:holder
assigned@overdue notice:holder,party_work_director
assigned@supervise notice:holder,leader_in_charge
assigned@interview notice:holder,office_party_secretary
assigned@criticise notice:holder,party_group_secretary
assigned@account notice:discipline_officer,party_group_secretary
rectified@remind_1 notice:awaited
rectified@overdue notice:awaited,superior
verified@remind_1 notice:awaited
verified@overdue notice:awaited,superior
"""
_TABLES = {
    "accountabilities": """
raise            notice:awaited,discipline_officer,party_group_secretary
draft            asked:discipline_officer
review           asked:party_group_secretary
submit           asked:awaited notice:drafter,raiser
accept_case      notice:party_group_secretary,discipline_officer,raiser
decide           answered:discipline_officer notice:party_group_secretary,raiser
announce         served:holder notice:party_group_secretary,party_work_director
execute          notice:holder,raiser,party_group_secretary
archive          notice:holder,raiser
return           notice:raiser,drafter,awaited,discipline_officer
withdraw         notice:raiser,drafter
comment          notice:holder,raiser
reckon           notice:awaited
raised@remind_1  notice:party_work_director
raised@overdue   notice:party_work_director,discipline_officer
drafted@remind_1 notice:discipline_officer
drafted@overdue  notice:discipline_officer,party_group_secretary
reviewed@remind_1 notice:party_group_secretary
reviewed@overdue notice:party_group_secretary,discipline_officer
submitted@remind_1 notice:awaited
submitted@overdue notice:awaited,party_group_secretary
accepted@remind_1 notice:awaited
accepted@overdue notice:awaited,party_group_secretary
decided@remind_1 notice:discipline_officer
decided@overdue  notice:discipline_officer,party_group_secretary
announced@remind_1 notice:discipline_officer
announced@overdue notice:discipline_officer,party_group_secretary
executed@remind_1 notice:discipline_officer
executed@overdue notice:discipline_officer,party_group_secretary
""",
    "appeals": """
raise            asked:awaited notice:discipline_officer
accept_case      answered:raiser
decide           served:raiser notice:discipline_officer,party_group_secretary
refuse           answered:raiser
withdraw         notice:discipline_officer
comment          notice:holder,raiser
reckon           notice:awaited
raised@remind_1  notice:awaited
raised@overdue   notice:awaited,party_group_secretary
accepted@remind_1 notice:awaited
accepted@overdue notice:awaited,party_group_secretary
""",
    "criticisms": """
raise            notice:party_work_director,party_group_secretary
draft            asked:party_group_secretary
sign             notice:party_work_clerk,drafter
return_draft     notice:drafter,raiser
publish          served:holder,branch_secretary notice:discipline_officer,leader_in_charge
acknowledge      notice:party_work_director
report_back      asked:party_work_director
accept           notice:holder,party_group_secretary
return           served:holder
follow_up        notice:holder,party_group_secretary
conclude         notice:holder,party_group_secretary,discipline_officer
withdraw         notice:holder,raiser,drafter
revoke           notice:holder,raiser,drafter
comment          notice:holder,raiser
reckon           notice:awaited
raised@remind_1  notice:party_work_director
raised@overdue   notice:party_work_director,leader_in_charge
drafted@remind_1 notice:party_group_secretary
drafted@overdue  notice:party_group_secretary,discipline_officer
signed@remind_1  notice:party_work_clerk
signed@overdue   notice:party_work_clerk,party_work_director
published@remind_1 notice:holder
published@overdue notice:holder,party_work_director
acknowledged@remind_1 notice:awaited
acknowledged@overdue notice:awaited,party_work_director
reported@remind_1 notice:party_work_director
reported@overdue notice:party_work_director,leader_in_charge
""",
    "extensions": """
raise            asked:party_work_director,leader_in_charge
approve          answered:raiser notice:party_work_clerk
refuse           answered:raiser
return           answered:raiser
resubmit         asked:party_work_director,leader_in_charge
comment          notice:holder,raiser
reckon           notice:awaited
raised@remind_1  notice:awaited
raised@overdue   notice:awaited,superior
returned@remind_1 notice:awaited
returned@overdue notice:awaited,superior
""",
    "interviews": """
raise            notice:awaited,leader_in_charge
approve          notice:party_work_clerk,raiser
notify           served:holder,interviewer
reschedule       served:holder,interviewer
hold             notice:party_work_clerk
record           served:holder,interviewer
sign_record      notice:interviewer,recorder
refuse_to_sign   notice:interviewer,recorder
note_refusal     notice:holder,interviewer
countersign      served:holder notice:recorder
report_back      notice:party_work_director,interviewer
verify_report    notice:interviewer
return_report    served:holder notice:interviewer
close            notice:holder,recorder
withdraw         notice:holder,raiser,drafter
void             notice:holder,raiser,drafter
comment          notice:holder,raiser
reckon           notice:awaited
raised@remind_1  notice:awaited
raised@overdue   notice:awaited,party_group_secretary
approved@remind_1 notice:party_work_clerk
approved@overdue notice:party_work_clerk,party_work_director
noticed@remind_1 notice:interviewer
noticed@overdue  notice:interviewer,party_work_clerk
held@remind_1    notice:party_work_clerk
held@overdue     notice:party_work_clerk,party_work_director
recorded@remind_1 notice:awaited
recorded@overdue notice:awaited,party_work_clerk
follow_up@remind_1 notice:holder
follow_up@overdue notice:holder,interviewer
reported@remind_1 notice:party_work_director
reported@overdue notice:party_work_director,interviewer
verified@remind_1 notice:interviewer
verified@overdue notice:interviewer,party_group_secretary
""",
    "pauses": """
raise            asked:leader_in_charge notice:party_work_clerk
approve          answered:raiser,holder notice:party_work_clerk,party_work_director
refuse           answered:raiser
resume           answered:raiser,holder,leader_in_charge
lapse            answered:raiser,holder,leader_in_charge
comment          notice:holder,raiser
reckon           notice:awaited
raised@remind_1  notice:awaited
raised@overdue   notice:awaited,superior
running@pause_ends_5 notice:holder,leader_in_charge
running@pause_ends_1 notice:holder,leader_in_charge
""",
    "problems": _WORK + """
merge            notice:holder,raiser,party_work_director
absorb           notice:holder,raiser
assign           assigned:holder notice:raiser
submit_plan      asked:awaited
approve_plan     answered:holder
return_plan      assigned:holder
rectify          asked:awaited notice:raiser,party_work_clerk
pass_review      asked:verifier
continue         assigned:holder
publish          notice:holder,raiser,branch_secretary
object           asked:party_work_director
call_look_back   asked:verifier notice:holder
pass_look_back   notice:holder
fail_look_back   assigned:holder,party_work_director notice:discipline_officer
mark_relapse     notice:holder,party_work_director
merge            notice:holder,raiser,party_work_director
absorb           notice:holder,raiser
""",
    "responsibilities": _WORK + """
rehang           notice:holder
assign           assigned:holder
rehang           notice:holder
rectify          asked:verifier notice:raiser
""",
    "supervisions": """
raise            notice:party_work_clerk,leader_in_charge
draft            asked:awaited
sign             notice:party_work_clerk,drafter
return_draft     notice:drafter,raiser
serve            served:holder,branch_secretary,party_work_clerk
answer           asked:party_work_director
remind           served:holder,branch_secretary,leader_in_charge
accept           notice:holder,party_work_clerk
return           served:holder
conclude         notice:holder,party_work_clerk
withdraw         notice:holder,raiser,drafter
void             notice:holder,raiser,drafter
comment          notice:holder,raiser
reckon           notice:awaited
raised@remind_1  notice:party_work_clerk
raised@overdue   notice:party_work_clerk,party_work_director
drafted@remind_1 notice:awaited
drafted@overdue  notice:awaited,party_group_secretary
signed@remind_1  notice:party_work_clerk
signed@overdue   notice:party_work_clerk,party_work_director
served@remind_1  notice:holder
served@overdue   notice:holder,leader_in_charge
acknowledged@remind_1 notice:holder
acknowledged@overdue notice:holder,leader_in_charge
answered@remind_1 notice:party_work_director
answered@overdue notice:party_work_director,leader_in_charge
""",
    "tasks": _WORK + """
rehang           notice:holder
assign           assigned:holder
rehang           notice:holder
rectify          asked:verifier notice:raiser
continue         assigned:holder
""",
}  # fmt: skip


def _read(table: str) -> dict[str, Telling]:
    told: dict[str, Telling] = {}
    for line in filter(str.strip, table.splitlines()):
        move, *parts = line.split()
        split = (part.split(":") for part in parts)
        told[move] = [("" if how == "notice" else how, tuple(to.split(","))) for how, to in split]
    return told


_EVERY: dict[str, Telling] = {"refer": [("assigned", ("level_above",))]}
_PAPER: dict[str, Telling] = {"lay_down": [("", ("raiser",))]}
TOLD = {
    key: _read(table) | _EVERY | (_PAPER if key in WAITING else {})
    for key, table in _TABLES.items()
}
