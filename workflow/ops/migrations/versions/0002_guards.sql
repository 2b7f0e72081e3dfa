-- History is append-only, for everybody: ENABLE ALWAYS keeps the triggers on even for a
-- superuser in replica mode. An owner can still drop them; `rectify verify` finds what follows.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'RX001';
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['events', 'seals', 'seal_leaves', 'escalations'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
        EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', t);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_emptied', t);
    END LOOP;
END $$;

-- An event follows on the one before it; its move must be declared, and nobody may make it who
-- did one of the duties it forbids: the item still shows the duties as they were before this
-- statement.
CREATE FUNCTION refuse_illegal_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE barred text[];
BEGIN
    IF NEW.seq <> 1 OR NEW.source <> '' THEN
        PERFORM FROM events
          WHERE item_id = NEW.item_id AND seq = NEW.seq - 1 AND list_key = NEW.list_key
            AND dest = NEW.source AND hash = NEW.prev_hash;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'event % of item % does not follow on the one before it',
                NEW.seq, NEW.item_id USING ERRCODE = 'RX005';
        END IF;
    END IF;
    IF NEW.trigger = 'child' AND NEW.source = NEW.dest THEN
        RETURN NEW; -- a note on the parent that one of its children moved
    END IF;
    SELECT forbidden INTO barred FROM legal_moves
     WHERE list_key = NEW.list_key AND trigger = NEW.trigger
       AND source = NEW.source AND dest = NEW.dest;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no move % of % from % to %',
            NEW.trigger, NEW.list_key, NEW.source, NEW.dest USING ERRCODE = 'RX002';
    END IF;
    IF cardinality(barred) > 0 THEN
        PERFORM FROM items, unnest(barred) AS duty
          WHERE id = NEW.item_id
            AND (duties -> duty @> to_jsonb(NEW.actor_id)
                 OR duties -> duty @> to_jsonb(NEW.behind_id));
        IF FOUND THEN
            RAISE EXCEPTION 'person % may not % an item worked on before',
                NEW.actor_id, NEW.trigger USING ERRCODE = 'RX003';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER legal BEFORE INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_illegal_move();

-- An item changes only together with a new event (the deferred foreign key demands the row).
CREATE FUNCTION refuse_silent_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <= OLD.version OR NEW.head = OLD.head OR NEW.number <> OLD.number
       OR NEW.list_key <> OLD.list_key THEN
        RAISE EXCEPTION 'item % cannot change without an event', OLD.number
            USING ERRCODE = 'RX004';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves_with_event BEFORE UPDATE ON items
    FOR EACH ROW EXECUTE FUNCTION refuse_silent_move();
-- And it stands as that event says, when the transaction ends.
CREATE FUNCTION refuse_unlike_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM events WHERE item_id = NEW.id AND seq = NEW.version
        AND dest = NEW.state AND hash = NEW.head AND list_key = NEW.list_key;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'item % is not what its newest event says', NEW.number
            USING ERRCODE = 'RX006';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stands_as_told AFTER INSERT OR UPDATE ON items
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unlike_event();
CREATE TRIGGER never_deleted BEFORE DELETE ON items
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The last word of the writing statement: all of the items moved, or none of them.
CREATE FUNCTION all_moved(expected bigint, moved bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    IF moved <> expected THEN
        RAISE EXCEPTION 'stale' USING ERRCODE = 'RX409';
    END IF;
    RETURN moved;
END $$;
