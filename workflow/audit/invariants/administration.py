"""Queries for the violations of administration, as templates over the declarations."""

from __future__ import annotations

from workflow.platform import TODAY

TWO_ADMINISTRATORS = f"""
    SELECT p.name FROM people p JOIN appointments a ON a.person_id = p.id
     WHERE a.role IN ($administrators) AND {TODAY} >= a.valid_from
       AND {TODAY} <= coalesce(a.valid_to, 'infinity')
     GROUP BY p.id, p.name HAVING count(DISTINCT a.role) > 1"""  # noqa: S608 -- constants
# Every open account and every post names the approval by which it stands; an owner of the database
# who adds one past the triggers names none.
UNAPPROVED = """
    SELECT a.login FROM accounts a LEFT JOIN approvals v ON v.id = a.approval_id
     WHERE a.active AND (v.agreed IS NOT TRUE OR v.kind <> 'founding'
           AND (v.person_id <> a.person_id OR v.kind NOT IN ('account', 'reopen')))
    UNION ALL
    SELECT p.name || ' ' || t.role FROM appointments t JOIN people p ON p.id = t.person_id
      LEFT JOIN approvals v ON v.id = t.approval_id
     WHERE v.agreed IS NOT TRUE OR v.kind <> 'founding'
           AND (v.person_id <> t.person_id OR v.kind <> 'post'
                OR v.details #>> '{row,role}' <> t.role)
    UNION ALL
    SELECT p.name FROM people p
      JOIN LATERAL (SELECT details #>> '{row,email}' AS email FROM approvals v
                     WHERE v.person_id = p.id AND v.kind = 'address' AND v.agreed
                     ORDER BY v.decided_at DESC, v.id DESC LIMIT 1) AS newest ON true
     WHERE newest.email <> p.email"""
# Who agreed held the other post on that day, and was neither the asker nor the person concerned.
ALONE = """
    SELECT 'approval ' || v.id FROM approvals v
     WHERE v.agreed AND v.kind <> 'founding' AND (
           v.decided_as = v.asked_as OR v.asked_by && v.decided_by
        OR v.person_id = ANY (v.decided_by) OR NOT EXISTS (
            SELECT FROM appointments t
             WHERE t.person_id = ANY (v.decided_by) AND t.role = v.decided_as
               AND t.role IN ($administrators)))"""
