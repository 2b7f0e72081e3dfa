-- What is hashed: every column, each with its length before it, so that no two entries give the
-- same bytes. `workflow/journal/verification.py` builds the same bytes again.
CREATE FUNCTION journal_hash(entry journal, seq bigint, prev_hash text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(string_agg(
               coalesce(octet_length(part) || ':' || part, '-'), ',' ORDER BY n), 'UTF8')), 'hex')
      FROM unnest(ARRAY[
               'rectify-journal-1', entry.id::text, seq::text, prev_hash,
               to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
               entry.kind, entry.actor_id::text, entry.actor_name, entry.account_id::text,
               entry.address, entry.subject_kind, entry.subject_id, entry.details::text
           ]) WITH ORDINALITY AS parts (part, n)
$$;

-- An entry is linked when its transaction commits, so that the chain is held for that moment
-- only, however long the transaction took; the unique hash before it turns a fork into an error.
-- The application's role may insert what an entry says, and has no say in its place.
CREATE FUNCTION link_journal() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE number bigint; before text;
BEGIN
    PERFORM pg_advisory_xact_lock(x'4A524E4C'::int);
    SELECT seq, hash INTO number, before FROM journal
     WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1;
    number := coalesce(number, 0) + 1;
    before := coalesce(before, repeat('0', 64));
    UPDATE journal SET seq = number, prev_hash = before, hash = journal_hash(NEW, number, before)
     WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER linked AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.seq IS NULL) EXECUTE FUNCTION link_journal();

-- Nothing changes but what is not linked yet; nothing goes but what a cut takes away.
CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seq IS NULL
       AND to_jsonb(NEW) - ARRAY['seq', 'prev_hash', 'hash']
         = to_jsonb(OLD) - ARRAY['seq', 'prev_hash', 'hash'] THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '6 months'
       AND OLD.seq <= nullif(current_setting('rectify.journal_cut', true), '')::bigint THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'RX001';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION refuse_journal_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE journal ENABLE ALWAYS TRIGGER linked;
ALTER TABLE journal ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE journal ENABLE ALWAYS TRIGGER never_emptied;

-- A cut takes away the oldest entries, up to one that a seal holds, and is an entry itself: what
-- is left begins with the hash that it names. Leaf 0 of a seal is the journal's.
CREATE FUNCTION cut_journal(before timestamptz, cutter int, cutter_name text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE last bigint; last_hash text; removed bigint;
BEGIN
    IF before > now() - interval '6 months' THEN
        RAISE EXCEPTION 'the journal is kept for six months at least' USING ERRCODE = 'RX007';
    END IF;
    SELECT j.seq, j.hash INTO last, last_hash
      FROM seal_leaves l JOIN journal j ON j.seq = l.seq AND j.hash = l.hash
     WHERE l.item_id = 0 AND j.at < before
       AND NOT EXISTS (SELECT FROM journal y WHERE y.seq <= j.seq AND y.at >= before)
     ORDER BY j.seq DESC LIMIT 1;
    IF last IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM set_config('rectify.journal_cut', last::text, true);
    DELETE FROM journal WHERE seq <= last;
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM set_config('rectify.journal_cut', '', true);
    INSERT INTO journal (kind, actor_id, actor_name, address, subject_kind, subject_id, details)
    VALUES ('journal_cut', cutter, cutter_name, '', 'journal', last::text,
            jsonb_build_object('seq', last, 'hash', last_hash, 'removed', removed,
                               'before', before));
    RETURN removed;
END $$;
REVOKE EXECUTE ON FUNCTION cut_journal(timestamptz, int, text) FROM PUBLIC;

-- Three administrators are three people: no two of these posts of one person on the same day.
-- Ranges of one number stand for equality, which needs no extension this way.
ALTER TABLE appointments ADD CONSTRAINT ex_appointments_administrators EXCLUDE USING gist (
    int4range(person_id, person_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
) WHERE (role IN ('system_admin', 'security_admin', 'audit_admin'));
