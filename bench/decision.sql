-- The rows of one decision, as pgbench writes them: the item, its event, two mails, two notices.
\set n :n + 1
\set item :first + :client_id * :each + :n
BEGIN;
UPDATE items SET state = 'assigned', holder_id = :holder, awaits = 'holder', due_at = :due, due_version = due_version + 1, duties = :duties, data = data || :data, version = version + 1, head = :hash, updated_at = :at, state_since = :at WHERE id = :item AND version = 1;
INSERT INTO events (item_id, seq, list_key, at, trigger, source, dest, actor_id, actor_name, comment, changes, prev_hash, hash) VALUES (:item, 2, 'problems', :at, 'assign', 'raised', 'assigned', :actor, :actor_name, :comment, :changes, :hash, :hash);
INSERT INTO outbox (person_id, item_id, seq, at, available_at) VALUES (:to1, :item, 2, :at, :at), (:to2, :item, 2, :at, :at);
INSERT INTO inbox (person_id, item_id, seq, at) VALUES (:to1, :item, 2, :at), (:to2, :item, 2, :at);
COMMIT;
