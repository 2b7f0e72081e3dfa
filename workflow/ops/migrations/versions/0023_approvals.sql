-- Whatever gives somebody a way to sign in as a person, or raises a right, needs the approval of a
-- second administrator of another kind in the same transaction. Held for the role that serves;
-- the owner of the tables, who could drop this, is found out by the invariants.
CREATE FUNCTION domain_today() RETURNS date LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT ((now() + coalesce((SELECT value::interval FROM instance WHERE key = 'demo_clock'),
                              interval '0'))
            AT TIME ZONE coalesce(nullif(current_setting('rectify.timezone', true), ''), 'UTC'))::date
$$;

-- The machine acts alone until there are two who could approve, and in a demonstration.
CREATE FUNCTION founding_is_over() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM instance WHERE key IN ('demo', 'demo_loading'))
       AND (SELECT count(DISTINCT t.role) = 2 AND count(DISTINCT t.person_id) > 1
              FROM appointments t JOIN units u ON u.id = t.unit_id
              JOIN accounts a ON a.person_id = t.person_id JOIN people p ON p.id = t.person_id
             WHERE t.role IN ('system_admin', 'security_admin') AND u.parent_id IS NULL
               AND a.active AND a.password_hash <> 'none'
               AND t.valid_from <= domain_today()
               AND coalesce(t.valid_to, 'infinity') >= domain_today()
               AND coalesce(p.left_on, 'infinity') > domain_today())
$$;

CREATE FUNCTION holds_today(people int[], wanted text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM appointments
                    WHERE person_id = ANY (people) AND role = wanted
                      AND valid_from <= domain_today()
                      AND coalesce(valid_to, 'infinity') >= domain_today())
$$;

-- Who asks and who decides hold the post that they act by; what was decided stays decided.
CREATE FUNCTION refuse_false_approval() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.agreed IS NOT NULL
       AND (to_jsonb(OLD) - 'used_at') <> (to_jsonb(NEW) - 'used_at') THEN
        RAISE EXCEPTION 'approval % was decided', OLD.id USING ERRCODE = 'RX007';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.kind = 'founding' AND founding_is_over() THEN
        RAISE EXCEPTION 'the founding is over' USING ERRCODE = 'RX007';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.asked_as <> 'machine'
       AND NOT holds_today(NEW.asked_by, NEW.asked_as) THEN
        RAISE EXCEPTION 'nobody asks as %', NEW.asked_as USING ERRCODE = 'RX007';
    END IF;
    IF NEW.agreed AND NEW.kind <> 'founding'
       AND (TG_OP = 'INSERT' OR OLD.agreed IS NULL)
       AND NOT holds_today(NEW.decided_by, NEW.decided_as) THEN
        RAISE EXCEPTION 'nobody decides as %', NEW.decided_as USING ERRCODE = 'RX007';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER true_approval BEFORE INSERT OR UPDATE ON approvals
    FOR EACH ROW EXECUTE FUNCTION refuse_false_approval();

-- The approval that this transaction carries out and that says what the row says now.
CREATE FUNCTION approval_of(kinds text[], person int, stands jsonb) RETURNS int LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT max(id) FROM approvals
     WHERE granted_in = pg_current_xact_id()::text AND agreed
       AND (kind = 'founding' OR kind = ANY (kinds) AND person_id = person
            AND stands @> (details -> 'row'))
$$;

CREATE FUNCTION note_approval() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE found int := approval_of(TG_ARGV::text[], NEW.person_id, to_jsonb(NEW));
BEGIN
    NEW.approval_id := coalesce(found, NEW.approval_id);
    RETURN NEW;
END $$;

CREATE FUNCTION demand_approval() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE stands jsonb := to_jsonb(NEW);
BEGIN
    PERFORM FROM pg_class
      WHERE oid = TG_RELID AND pg_has_role(current_user, relowner, 'USAGE');
    IF FOUND THEN
        RETURN NULL;
    END IF;
    IF approval_of(TG_ARGV::text[], coalesce(stands ->> 'person_id', stands ->> 'id')::int, stands)
       IS NULL THEN
        RAISE EXCEPTION '% % needs the approval of a second administrator', TG_TABLE_NAME,
            stands ->> 'id' USING ERRCODE = 'RX008';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER notes_approval BEFORE INSERT ON accounts
    FOR EACH ROW EXECUTE FUNCTION note_approval('account');
CREATE TRIGGER notes_approval_again BEFORE UPDATE OF active ON accounts
    FOR EACH ROW WHEN (NEW.active AND NOT OLD.active) EXECUTE FUNCTION note_approval('reopen');
CREATE TRIGGER notes_approval BEFORE INSERT OR UPDATE ON appointments
    FOR EACH ROW EXECUTE FUNCTION note_approval('post');

CREATE CONSTRAINT TRIGGER approved AFTER INSERT ON accounts DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.active) EXECUTE FUNCTION demand_approval('account');
CREATE CONSTRAINT TRIGGER approved_person AFTER UPDATE OF person_id ON accounts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.person_id <> OLD.person_id)
    EXECUTE FUNCTION demand_approval('account');
CREATE CONSTRAINT TRIGGER approved_again AFTER UPDATE OF active ON accounts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.active AND NOT OLD.active)
    EXECUTE FUNCTION demand_approval('reopen');
CREATE CONSTRAINT TRIGGER approved_address AFTER UPDATE OF email ON people
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.email <> OLD.email)
    EXECUTE FUNCTION demand_approval('address');
CREATE CONSTRAINT TRIGGER approved_return AFTER UPDATE OF left_on ON people
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.left_on IS NOT NULL AND coalesce(NEW.left_on, 'infinity') > OLD.left_on)
    EXECUTE FUNCTION demand_approval('return');
CREATE CONSTRAINT TRIGGER approved AFTER INSERT ON appointments DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION demand_approval('post');
CREATE CONSTRAINT TRIGGER approved_longer AFTER UPDATE ON appointments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role OR NEW.unit_id <> OLD.unit_id
          OR NEW.valid_from < OLD.valid_from
          OR coalesce(NEW.valid_to, 'infinity') > coalesce(OLD.valid_to, 'infinity'))
    EXECUTE FUNCTION demand_approval('post');
