-- A published edition never changes: findings cite its lines for ever.
CREATE FUNCTION sheet_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published edition of a sheet never changes (edition %)', OLD.id
            USING ERRCODE = 'RX001';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER sheet_editions_stay BEFORE UPDATE OR DELETE ON sheet_editions
    FOR EACH ROW EXECUTE FUNCTION sheet_edition_stays();
CREATE FUNCTION sheet_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.edition_id ELSE NEW.edition_id END;
BEGIN
    IF EXISTS (SELECT FROM sheet_editions WHERE id = of AND published_at IS NOT NULL)
       OR (TG_OP = 'UPDATE' AND NEW.edition_id <> OLD.edition_id) THEN
        RAISE EXCEPTION 'a line of a published edition never changes (edition %)', of
            USING ERRCODE = 'RX001';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER sheet_lines_stay BEFORE INSERT OR UPDATE OR DELETE ON sheet_lines
    FOR EACH ROW EXECUTE FUNCTION sheet_line_stays();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON sheet_editions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON sheet_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
