-- The application's role owns nothing. It reads everything, appends events, and changes only
-- what its commands change. Run after every migration; running it again changes nothing.
GRANT USAGE ON SCHEMA public TO rectify_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO rectify_app;
-- SELECT, so that it can make backups.
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO rectify_app;
-- What the search reads can be made again at any time.
GRANT INSERT, UPDATE, DELETE ON search_texts TO rectify_app;
GRANT INSERT, DELETE ON search_backlog TO rectify_app;
GRANT INSERT, UPDATE, DELETE ON spellings TO rectify_app;
-- What is counted can be counted again at any time.
GRANT INSERT, UPDATE, DELETE ON kept_colours, kept_counts, colour_edition TO rectify_app;
GRANT INSERT, DELETE ON colour_backlog TO rectify_app;
-- And so can what every item was and when.
GRANT INSERT, UPDATE, DELETE ON item_spans TO rectify_app;
GRANT INSERT ON events, escalations, idempotency_keys, seals, seal_leaves, seal_keys TO rectify_app;
GRANT INSERT, UPDATE ON items, counters, inbox, outbox, sweeps, invariants TO rectify_app;
GRANT INSERT, UPDATE ON document_counters TO rectify_app;
GRANT INSERT, UPDATE ON units, people, accounts, appointments, sign_ins, tokens TO rectify_app;
GRANT INSERT, UPDATE, DELETE ON instance TO rectify_app;
GRANT INSERT, UPDATE, DELETE ON postponed TO rectify_app;
GRANT DELETE ON idempotency_keys, sign_ins TO rectify_app;
-- Mails with a link for an account go with the link; all others stay.
GRANT DELETE ON outbox TO rectify_app;
GRANT INSERT, UPDATE, DELETE ON own_days, settled_years, conventions TO rectify_app;
GRANT INSERT, UPDATE, DELETE ON ladders TO rectify_app;
GRANT INSERT, UPDATE ON replans, reckonings TO rectify_app;
GRANT INSERT, UPDATE ON terms TO rectify_app;
GRANT INSERT ON digests TO rectify_app;
GRANT INSERT, DELETE ON mail_choices TO rectify_app;
GRANT INSERT, DELETE ON follows TO rectify_app;
GRANT INSERT, UPDATE ON list_looks TO rectify_app;
GRANT INSERT, UPDATE, DELETE ON list_views TO rectify_app;
GRANT INSERT ON delegations TO rectify_app;
GRANT UPDATE (ended_at) ON delegations TO rectify_app;
-- A post that has not begun yet may be taken back; the journal keeps it.
GRANT DELETE ON appointments TO rectify_app;
GRANT INSERT ON unit_names, unit_changes, handovers TO rectify_app;
GRANT INSERT, UPDATE, DELETE ON recovery_codes, account_links, subjects, throttles TO rectify_app;
-- What a journal entry says, not where in the chain it stands nor when it was written.
GRANT INSERT (kind, actor_id, actor_name, account_id, address, subject_kind, subject_id, details)
    ON journal TO rectify_app;
GRANT INSERT, UPDATE ON channels TO rectify_app;
-- What one person has asked stays as it was asked; another one agrees to it.
GRANT INSERT ON releases TO rectify_app;
GRANT UPDATE (released_at, released_by, released_name) ON releases TO rectify_app;
-- What was drawn never changes; that it was called, or taken back, is added.
GRANT INSERT ON look_backs, look_back_strata TO rectify_app;
GRANT UPDATE (called_at, taken_back_at, taken_back_by, taken_back_reason)
    ON look_backs TO rectify_app;
-- What one administrator has asked stays as it was asked; one of another kind decides, once.
GRANT INSERT ON approvals TO rectify_app;
GRANT UPDATE (agreed, decided_at, decided_as, decided_by, decided_name, granted_in, used_at)
    ON approvals TO rectify_app;
-- What an import brought never changes; that it was taken back is added, once.
GRANT INSERT ON imports, import_rows TO rectify_app;
GRANT UPDATE (taken_back_at, taken_back_by) ON imports TO rectify_app;
-- Whose an entry is and when it was made never changes; what was changed is only added to.
GRANT INSERT ON register_entries, register_changes TO rectify_app;
GRANT UPDATE (unit_id, data, valid_from, valid_to, version) ON register_entries TO rectify_app;
-- What is on its way in is its author's, and goes with the file.
GRANT INSERT, UPDATE, DELETE ON import_drafts, import_lines, import_layouts, roster_drafts
    TO rectify_app;
-- The first run ends with the founding; nothing of it stays.
GRANT INSERT, UPDATE, DELETE ON first_runs TO rectify_app;
-- A draft of a sheet is rewritten as a whole; what is published a trigger keeps as it is.
GRANT INSERT, UPDATE, DELETE ON sheet_editions, sheet_lines TO rectify_app;
GRANT INSERT ON rounds TO rectify_app;
-- What a document was printed from never changes; an edition that does not hold yet may be withdrawn.
GRANT INSERT ON paper_templates TO rectify_app;
GRANT UPDATE (taken_back_at) ON paper_templates TO rectify_app;
-- What was made when never changes; the file of a copy goes after its time.
GRANT INSERT ON report_runs, report_copies TO rectify_app;
GRANT UPDATE (content) ON report_copies TO rectify_app;
-- Who complained, sealed, stays as it was handed in.
GRANT INSERT ON receipts TO rectify_app;
-- What looked like a finding stays as it looked; what became of it is added, once.
GRANT INSERT ON candidates TO rectify_app;
GRANT UPDATE (decision, reason, number, decided_at, decided_by_id, decided_by)
    ON candidates TO rectify_app;
GRANT INSERT ON target_verdicts TO rectify_app;
-- Tools that draw figures read the views made for them and nothing else, where there is their role.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rectify_bi') THEN
    GRANT SELECT ON bi_units, bi_items, bi_spans, bi_moves TO rectify_bi;
  END IF;
END $$;
