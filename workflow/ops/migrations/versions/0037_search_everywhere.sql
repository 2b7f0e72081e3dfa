-- All texts of an item in one place, in the form in which they are searched. Texts are taken in by a
-- job: a decision only notes that its item has something new to read.
CREATE TABLE search_texts (
    item_id bigint CONSTRAINT pk_search_texts PRIMARY KEY
        CONSTRAINT fk_search_texts_item_id_items REFERENCES items (id),
    written text NOT NULL
);
CREATE TABLE search_backlog (item_id bigint NOT NULL);

-- Two characters at a time, as they stand side by side: of these the index is made.
CREATE FUNCTION search_pairs(written text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY(
        SELECT DISTINCT one || next
          FROM (SELECT one, lead(one) OVER (ORDER BY place) AS next
                  FROM unnest(string_to_array(written, NULL)) WITH ORDINALITY AS c (one, place)) AS two
         WHERE one !~ '\s' AND next !~ '\s');
-- The pairs of all words; a word of one character has none.
CREATE FUNCTION search_pairs_of(words text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN search_pairs(search_form(array_to_string(words, chr(10))));
CREATE INDEX ix_search_texts_pairs ON search_texts USING gin (search_pairs(written));

CREATE FUNCTION search_text_of(sought bigint) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT search_form(concat_ws(chr(10), i.number, i.title,
            (SELECT string_agg(value #>> '{}', chr(10) ORDER BY key) FROM jsonb_each(i.data)
              WHERE jsonb_typeof(value) = 'string'),
            (SELECT string_agg(comment, chr(10) ORDER BY seq) FROM events
              WHERE item_id = i.id AND comment <> ''),
            (SELECT string_agg(piece ->> 'name', chr(10)) FROM jsonb_array_elements(i.evidence) AS piece)))
          FROM items i WHERE i.id = sought);

CREATE FUNCTION note_new_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_backlog SELECT id FROM now_there;
    RETURN NULL;
END $$;
CREATE FUNCTION note_changed_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_backlog
    SELECT n.id FROM now_there n JOIN was_there o USING (id)
     WHERE (n.title, n.number, n.data, n.evidence) IS DISTINCT FROM
           (o.title, o.number, o.data, o.evidence);
    RETURN NULL;
END $$;
CREATE FUNCTION note_comments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_backlog SELECT DISTINCT item_id FROM now_there WHERE comment <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER search_new AFTER INSERT ON items
    REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION note_new_items();
CREATE TRIGGER search_changed AFTER UPDATE ON items
    REFERENCING NEW TABLE AS now_there OLD TABLE AS was_there
    FOR EACH STATEMENT EXECUTE FUNCTION note_changed_items();
CREATE TRIGGER search_comments AFTER INSERT ON events
    REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION note_comments();

INSERT INTO search_backlog SELECT id FROM items;
