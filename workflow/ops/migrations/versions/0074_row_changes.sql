-- Every column is hashed by itself, so that a proof can say which one differs; what is personal or
-- secret is not kept a second time. `workflow/audit/row_chain.py` builds the same digests again.
CREATE FUNCTION row_digests(named text, content jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(key, left(encode(sha256(convert_to(
               named || '.' || key || ':' || value::text, 'UTF8')), 'hex'), 32)), '{}')
      FROM jsonb_each(content)
$$;

CREATE FUNCTION row_key(keys text[], content jsonb) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
    SELECT string_agg(content ->> k, '/' ORDER BY n) FROM unnest(keys) WITH ORDINALITY AS u (k, n)
$$;

-- The first argument of the trigger names the key, the second the columns of no importance. The
-- settings make the text of a value the same in every session.
CREATE FUNCTION note_row_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
DECLARE was jsonb; becomes jsonb; was_key text; new_key text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := to_jsonb(OLD) - TG_ARGV[1]::text[];
        was_key := row_key(TG_ARGV[0]::text[], was);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := to_jsonb(NEW) - TG_ARGV[1]::text[];
        new_key := row_key(TG_ARGV[0]::text[], becomes);
    END IF;
    IF was = becomes THEN
        RETURN NULL;
    END IF;
    IF was_key IS DISTINCT FROM new_key AND was_key IS NOT NULL THEN
        INSERT INTO row_changes (table_name, row_key, act, role, program, digests)
        VALUES (TG_TABLE_NAME, was_key, 'DELETE', session_user,
                current_setting('application_name'), '{}');
    END IF;
    IF new_key IS NOT NULL THEN
        INSERT INTO row_changes (table_name, row_key, act, role, program, digests)
        VALUES (TG_TABLE_NAME, new_key, TG_OP, session_user,
                current_setting('application_name'), row_digests(TG_TABLE_NAME, becomes));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION row_change_hash(entry row_changes, seq bigint, prev_hash text) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT encode(sha256(convert_to(string_agg(
               coalesce(octet_length(part) || ':' || part, '-'), ',' ORDER BY n), 'UTF8')), 'hex')
      FROM unnest(ARRAY[
               'rectify-row-1', entry.id::text, seq::text, prev_hash,
               to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
               entry.table_name, entry.row_key, entry.act, entry.role, entry.program,
               entry.digests::text
           ]) WITH ORDINALITY AS parts (part, n)
$$;

-- Linked at the commit, all changes of a transaction at once, like the journal and under the same
-- lock: the two chains can never wait for each other.
CREATE FUNCTION link_row_changes() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE number bigint; before text; entry row_changes;
BEGIN
    IF NOT EXISTS (SELECT FROM row_changes WHERE id = NEW.id AND seq IS NULL) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(x'4A524E4C'::int);
    SELECT c.seq, c.hash INTO number, before FROM row_changes c
     WHERE c.seq IS NOT NULL ORDER BY c.seq DESC LIMIT 1;
    number := coalesce(number, 0);
    before := coalesce(before, repeat('0', 64));
    FOR entry IN SELECT * FROM row_changes c WHERE c.seq IS NULL ORDER BY c.id LOOP
        number := number + 1;
        UPDATE row_changes SET seq = number, prev_hash = before,
               hash = row_change_hash(entry, number, before)
         WHERE id = entry.id RETURNING hash INTO before;
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER linked AFTER INSERT ON row_changes DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.seq IS NULL) EXECUTE FUNCTION link_row_changes();

CREATE FUNCTION refuse_row_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seq IS NULL
       AND to_jsonb(NEW) - ARRAY['seq', 'prev_hash', 'hash']
         = to_jsonb(OLD) - ARRAY['seq', 'prev_hash', 'hash'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'row_changes is append-only' USING ERRCODE = 'RX001';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON row_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_row_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON row_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE row_changes ENABLE ALWAYS TRIGGER linked;
ALTER TABLE row_changes ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE row_changes ENABLE ALWAYS TRIGGER never_emptied;

-- The migration that begins the chain takes everything in. Later ones take in rows whose columns
-- have become others; a row that differs in a column that was known before is left as it is: the
-- proof shall name it.
CREATE FUNCTION take_rows_in(named text, keys text[], left_out text[], everything boolean)
RETURNS bigint LANGUAGE plpgsql
SET search_path = public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
DECLARE taken bigint;
BEGIN
    EXECUTE format($q$
        WITH present AS MATERIALIZED (
            SELECT row_key($1, to_jsonb(t)) AS row_key,
                   row_digests(%1$L, to_jsonb(t) - $2) AS digests FROM public.%1$I t
        ), newest AS MATERIALIZED (
            SELECT DISTINCT ON (row_key) row_key, act, digests FROM row_changes
             WHERE table_name = %1$L ORDER BY row_key, seq DESC NULLS FIRST, id DESC)
        INSERT INTO row_changes (table_name, row_key, act, role, program, digests)
        SELECT %1$L, p.row_key, CASE WHEN $3 THEN 'taken_in' ELSE 'migrated' END, session_user,
               current_setting('application_name'), p.digests
          FROM present p LEFT JOIN newest n USING (row_key)
         WHERE $3 OR n.act <> 'DELETE'
               AND ARRAY(SELECT jsonb_object_keys(p.digests) ORDER BY 1)
                <> ARRAY(SELECT jsonb_object_keys(n.digests) ORDER BY 1)
               AND NOT EXISTS (
                   SELECT FROM jsonb_each(n.digests) d
                    WHERE p.digests ? d.key AND p.digests -> d.key <> d.value)
         ORDER BY p.row_key $q$, named) USING keys, left_out, everything;
    GET DIAGNOSTICS taken = ROW_COUNT;
    RETURN taken;
END $$;
REVOKE EXECUTE ON FUNCTION take_rows_in(text, text[], text[], boolean) FROM PUBLIC;
