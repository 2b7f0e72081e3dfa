-- What is set is kept in the memory of each process, like who is in post (0006): a change of it
-- changes this version in the same transaction. Any table that decisions look at may use it.
CREATE FUNCTION change_policies_version() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE policies_version SET version = gen_random_uuid(), xact = pg_current_xact_id()::text
     WHERE xact <> pg_current_xact_id()::text;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER changes_policies
    AFTER INSERT OR DELETE OR UPDATE OF published_at ON ladders
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION change_policies_version();
CREATE TRIGGER emptied AFTER TRUNCATE ON ladders
    FOR EACH STATEMENT EXECUTE FUNCTION change_policies_version();

-- A published edition stays as it is; before its day has come it may be taken back whole.
CREATE FUNCTION keep_published_ladder() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.valid_from > (now() + coalesce(
        (SELECT value::interval FROM instance WHERE key = 'demo_clock'), interval '0'))::date THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR
       to_jsonb(OLD) - '{replanned_to,replanned_at}'::text[]
       IS DISTINCT FROM to_jsonb(NEW) - '{replanned_to,replanned_at}'::text[] THEN
        RAISE EXCEPTION 'a published ladder does not change' USING ERRCODE = 'RX008';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON ladders FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION keep_published_ladder();
