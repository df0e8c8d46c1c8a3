-- One robot may stand in the list more than once: for two companies that share a group, or for one company and for all.
-- Its pace is the robot's, and what it has been told of by one of its chats, it isn't told of by another.

-- As in 0002_messages.sql, but all chats at the robot's address rest together.
CREATE OR REPLACE FUNCTION take_messages(p_many integer, p_most integer, p_lease integer)
RETURNS TABLE (chat_id integer, kind text, name text, address text, secret text, id bigint, topic text, facts jsonb,
               tries smallint, shortened smallint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    chat group_chat;
    due bigint[];
BEGIN
    PERFORM check_sending();
    UPDATE message m SET state = 'stopped', last_error = '超过 12 小时没有发出，已作废'
        WHERE m.state = 'waiting' AND m.made_at < now() - interval '12 hours';
    SELECT g.* INTO chat FROM group_chat g
        WHERE g.active AND g.trouble = '' AND g.next_send_at <= now()
          AND EXISTS (SELECT FROM message m WHERE m.chat_id = g.id AND m.state = 'waiting' AND m.next_try_at <= now())
        ORDER BY g.next_send_at, g.id LIMIT 1 FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT array_agg(w.id) INTO due FROM (
        SELECT m.id FROM message m WHERE m.chat_id = chat.id AND m.state = 'waiting' AND m.next_try_at <= now()
        ORDER BY m.id LIMIT greatest(p_most, p_many + 1) FOR UPDATE SKIP LOCKED) w;
    due := due[1:CASE WHEN cardinality(due) > p_many THEN p_most ELSE 1 END];
    UPDATE group_chat g SET next_send_at = now() + CASE g.kind WHEN 'feishu' THEN interval '0.7 s'
            WHEN 'email' THEN interval '1 s' ELSE interval '3.1 s' END
        WHERE g.kind = chat.kind AND g.address = chat.address;
    UPDATE message m SET tries = m.tries + 1, next_try_at = now() + make_interval(secs => p_lease) WHERE m.id = ANY (due);
    RETURN QUERY SELECT chat.id, chat.kind::text, chat.name, chat.address, chat.secret, m.id, m.topic, m.facts, m.tries,
            m.shortened
        FROM message m WHERE m.id = ANY (due) ORDER BY m.id;
END $$;

-- As in 0002_messages.sql, but what was under way when its chat was paused, and arrived, is sent; and all chats at the
-- robot's address wait together.
CREATE OR REPLACE FUNCTION settle_messages(p_ids bigint[], p_outcome text, p_error text, p_wait double precision) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    pause interval := make_interval(secs => p_wait);
    chat group_chat;
BEGIN
    PERFORM check_sending();
    UPDATE message m SET
        state = CASE p_outcome WHEN 'sent' THEN 'sent' WHEN 'refused' THEN 'refused' ELSE 'waiting' END,
        sent_at = CASE p_outcome WHEN 'sent' THEN now() END,
        shortened = m.shortened + (p_outcome = 'shorten')::integer,
        next_try_at = now() + pause,
        last_error = p_error
        WHERE m.id = ANY (p_ids) AND (m.state = 'waiting' OR (p_outcome = 'sent' AND m.state = 'stopped'));
    SELECT * INTO chat FROM group_chat g
        WHERE g.id = (SELECT m.chat_id FROM message m WHERE m.id = p_ids[1]) FOR UPDATE;
    IF p_outcome = 'later' THEN
        UPDATE group_chat g SET next_send_at = greatest(g.next_send_at, now() + pause)
            WHERE g.kind = chat.kind AND g.address = chat.address;
    ELSIF p_outcome = 'stop' AND chat.trouble = '' THEN
        UPDATE group_chat g SET trouble = p_error WHERE g.id = chat.id;
        PERFORM log_event('messages', 'chat_trouble', p_error, jsonb_build_object('id', chat.id, 'name', chat.name), my_id());
    END IF;
END $$;

-- Whichever way a message comes into the queue. A row trigger sees the rows that its own statement has put before it.
CREATE FUNCTION told_already() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM group_chat mine
               JOIN group_chat twin ON twin.kind = mine.kind AND twin.address = mine.address AND twin.id <> mine.id
               JOIN message m ON m.chat_id = twin.id AND m.topic = NEW.topic
               WHERE mine.id = NEW.chat_id) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER told_already BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION told_already();

REVOKE ALL ON FUNCTION told_already() FROM PUBLIC;
