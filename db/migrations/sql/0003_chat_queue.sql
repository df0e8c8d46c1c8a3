-- The queue of the work groups as the administrator sees it, without what it says, and another try of one message.

CREATE FUNCTION chat_messages(p_states text[], p_limit integer)
RETURNS TABLE (id bigint, chat_id integer, kind text, number text, state text, made_at timestamptz, next_try_at timestamptz,
               tries smallint, last_error text, sent_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_administrator();
    RETURN QUERY SELECT m.id, m.chat_id, m.facts->>'kind', m.facts->>'number', m.state::text, m.made_at, m.next_try_at,
            m.tries, m.last_error, m.sent_at
        FROM message m WHERE cardinality(p_states) = 0 OR m.state = ANY (p_states)
        ORDER BY m.id DESC LIMIT least(p_limit, 1000);
END $$;

-- Another try of what was refused, given up or stands behind a chat in trouble; the trouble is taken for mended. What only
-- waits its turn may be on loan to the sender just now: it goes out by itself. Older than 12 hours would be given up again.
CREATE FUNCTION message_retry(p_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it message;
    chat group_chat;
BEGIN
    PERFORM check_administrator();
    SELECT * INTO it FROM message WHERE id = p_id FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL006', 'no such message', 'message');
    END IF;
    SELECT * INTO chat FROM group_chat WHERE id = it.chat_id FOR UPDATE;
    IF NOT chat.active THEN
        PERFORM refuse('WL006', 'the chat is out of use', 'chat_off');
    ELSIF it.state = 'sent' THEN
        PERFORM refuse('WL006', 'sent already', 'message_sent');
    ELSIF it.made_at < now() - interval '12 hours' THEN
        PERFORM refuse('WL006', 'too old', 'message_old');
    ELSIF it.state = 'waiting' AND chat.trouble = '' THEN
        PERFORM refuse('WL006', 'waits its turn', 'message_waiting');
    END IF;
    IF it.state <> 'waiting' THEN
        UPDATE message SET state = 'waiting', tries = 0, shortened = 0, next_try_at = now() WHERE id = p_id;
    END IF;
    UPDATE group_chat SET trouble = '', next_send_at = now() WHERE id = chat.id;
    PERFORM log_event('messages', 'message_retry', chat.name,
                      jsonb_build_object('id', chat.id, 'name', chat.name, 'message', p_id), my_id());
END $$;

REVOKE ALL ON FUNCTION chat_messages(text[], integer), message_retry(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chat_messages(text[], integer), message_retry(bigint) TO warmline_administrator;
