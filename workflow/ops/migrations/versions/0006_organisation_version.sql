-- Who is in post is kept in the memory of each process. Whatever changes a unit, a person or a
-- post changes this version in the same transaction, by which a process knows that it is behind.
-- Only when the transaction ends, so that two of them wait for each other at no other time.
CREATE FUNCTION change_organisation_version() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE organisation_version SET version = gen_random_uuid(), xact = pg_current_xact_id()::text
     WHERE xact <> pg_current_xact_id()::text;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER changes_organisation AFTER INSERT OR UPDATE OR DELETE ON appointments
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION change_organisation_version();
CREATE CONSTRAINT TRIGGER changes_organisation
    AFTER INSERT OR DELETE OR UPDATE OF kind, name, name_en, path ON units
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION change_organisation_version();
CREATE CONSTRAINT TRIGGER changes_organisation AFTER UPDATE OF name, left_on ON people
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION change_organisation_version();

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['appointments', 'units', 'people'] LOOP
        EXECUTE format('CREATE TRIGGER emptied AFTER TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION change_organisation_version()', t);
    END LOOP;
END $$;
