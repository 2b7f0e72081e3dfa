DROP INDEX ix_items_urgent, ix_items_open, ix_items_handed_in;
DROP FUNCTION urgent_at(timestamptz, jsonb);
CREATE OR REPLACE FUNCTION note_new_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_backlog SELECT id FROM now_there;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION note_changed_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_backlog
    SELECT n.id FROM now_there n JOIN was_there o USING (id)
     WHERE (n.title, n.number, n.data, n.evidence) IS DISTINCT FROM
           (o.title, o.number, o.data, o.evidence);
    RETURN NULL;
END $$;
DROP TABLE kept_colours, kept_counts, colour_edition, colour_backlog;
