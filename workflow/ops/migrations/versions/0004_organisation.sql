-- What was once a name, a change or a hand-over stays so.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['unit_names', 'unit_changes', 'handovers'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
        EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', t);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_emptied', t);
    END LOOP;
END $$;

-- An item lies where its unit lies. Whoever raises one while the unit is being moved has waited
-- for that at the foreign key, sees the new path here, is stale, and is asked again.
CREATE FUNCTION refuse_wrong_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM units WHERE id = NEW.unit_id AND path = NEW.scope;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'item % does not lie at the path of its unit', NEW.number
            USING ERRCODE = 'RX409';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER in_scope_when_raised AFTER INSERT ON items
    FOR EACH ROW EXECUTE FUNCTION refuse_wrong_scope();
CREATE TRIGGER in_scope_when_moved AFTER UPDATE OF unit_id, scope ON items FOR EACH ROW
    WHEN (OLD.unit_id <> NEW.unit_id OR OLD.scope <> NEW.scope)
    EXECUTE FUNCTION refuse_wrong_scope();
