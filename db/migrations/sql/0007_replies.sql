-- A post is answered too when its complaint was no matter of ours: sent to the right authority, or not accepted with the
-- reason and the right door. PostgreSQL 15+.

CREATE OR REPLACE FUNCTION reply_draft(p_id uuid, p_text text) RETURNS post
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    p post := post_of(p_id);
BEGIN
    IF btrim(p_text) = '' THEN
        PERFORM refuse('WL006', 'no words', 'reply');
    END IF;
    IF p.state <> 'joined' OR p.attempts > 0 OR p.queued THEN
        PERFORM refuse('WL002', 'no reply to this post now', CASE WHEN p.state = 'joined' THEN 'sent' ELSE p.state END);
    END IF;
    IF NOT EXISTS (SELECT FROM complaint c WHERE c.id = p.complaint_id
                   AND c.state IN ('reported', 'call_back', 'closed', 'answered', 'referred', 'refused')) THEN
        PERFORM refuse('WL002', 'the complaint is not done', 'undone');
    END IF;
    UPDATE post SET reply = p_text, drafted_by = my_id(), drafted_at = clock_timestamp(), approved_by = NULL,
        approved_at = NULL WHERE id = p_id RETURNING * INTO p;
    PERFORM log_event('forum', 'reply_draft', '', jsonb_build_object('post', p.id, 'text', p_text), my_id());
    RETURN p;
END $$;
