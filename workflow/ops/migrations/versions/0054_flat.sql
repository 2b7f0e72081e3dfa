-- Colours of open items as of a moment, and how many there are of each in a unit and below.
CREATE TABLE kept_colours (
    item_id bigint CONSTRAINT pk_kept_colours PRIMARY KEY
        CONSTRAINT fk_kept_colours_item_id_items REFERENCES items (id),
    list_key varchar NOT NULL,
    scope varchar NOT NULL,
    colour varchar,
    late boolean NOT NULL,
    continuing boolean NOT NULL,
    turns_at timestamptz
);
CREATE INDEX ix_kept_colours_turns_at ON kept_colours (turns_at) WHERE turns_at IS NOT NULL;
CREATE TABLE kept_counts (
    list_key varchar NOT NULL,
    path varchar NOT NULL,
    open integer NOT NULL,
    late integer NOT NULL,
    continuing integer NOT NULL,
    red integer NOT NULL,
    yellow integer NOT NULL,
    blue integer NOT NULL,
    green integer NOT NULL,
    CONSTRAINT pk_kept_counts PRIMARY KEY (list_key, path)
);
CREATE TABLE colour_edition (
    edition varchar CONSTRAINT pk_colour_edition PRIMARY KEY,
    as_of timestamptz NOT NULL
);
CREATE TABLE colour_backlog (item_id bigint NOT NULL);

-- A change is noted for each who reads it later: the search, and the colours.
CREATE OR REPLACE FUNCTION note_new_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_backlog SELECT id FROM now_there;
    INSERT INTO colour_backlog SELECT id FROM now_there;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION note_changed_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_backlog
    SELECT n.id FROM now_there n JOIN was_there o USING (id)
     WHERE (n.title, n.number, n.data, n.evidence) IS DISTINCT FROM
           (o.title, o.number, o.data, o.evidence);
    INSERT INTO colour_backlog
    SELECT n.id FROM now_there n JOIN was_there o USING (id)
     WHERE (n.awaits <> '' OR o.awaits <> '')
       AND (n.list_key, n.scope, n.state, n.awaits, n.due_at, n.state_since, n.data, n.process)
           IS DISTINCT FROM
           (o.list_key, o.scope, o.state, o.awaits, o.due_at, o.state_since, o.data, o.process);
    RETURN NULL;
END $$;

-- The earlier of the due date and the day of the step which is waited for.
CREATE FUNCTION urgent_at(due timestamptz, process jsonb) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least(due, make_date(
        substr(process #>> '{step,on}', 1, 4)::integer,
        substr(process #>> '{step,on}', 6, 2)::integer,
        substr(process #>> '{step,on}', 9, 2)::integer)::timestamp AT TIME ZONE 'UTC');
CREATE INDEX ix_items_urgent ON items (awaits, urgent_at(due_at, process), id) WHERE awaits <> '';
CREATE INDEX ix_items_open ON items (list_key, scope text_pattern_ops) WHERE awaits <> '';
-- The due date shown of what was handed in is that of the work.
CREATE INDEX ix_items_handed_in ON items (list_key, (process #>> '{handed_in,-1,due}'))
    WHERE process ? 'handed_in' AND due_at IS NOT NULL;
