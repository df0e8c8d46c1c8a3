-- The public replies to posts, and who may read and call what 0002_posts.sql and this file make.

-- The answer is drafted when the complaint is done; a new text takes an approval away.
CREATE FUNCTION reply_draft(p_id uuid, p_text text) RETURNS post
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
                   AND c.state IN ('reported', 'call_back', 'closed', 'answered')) THEN
        PERFORM refuse('WL002', 'the complaint is not done', 'undone');
    END IF;
    UPDATE post SET reply = p_text, drafted_by = my_id(), drafted_at = clock_timestamp(), approved_by = NULL,
        approved_at = NULL WHERE id = p_id RETURNING * INTO p;
    PERFORM log_event('forum', 'reply_draft', '', jsonb_build_object('post', p.id, 'text', p_text), my_id());
    RETURN p;
END $$;

-- p_text is what the approver saw; p_warnings what the check warned of and the approver let pass.
CREATE FUNCTION reply_approve(p_id uuid, p_text text, p_warnings jsonb) RETURNS post
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    p post := post_of(p_id);
BEGIN
    IF p.state <> 'joined' OR p.reply = '' THEN
        PERFORM refuse('WL002', 'nothing to approve', CASE WHEN p.state = 'joined' THEN 'undrafted' ELSE p.state END);
    END IF;
    IF p.reply <> p_text THEN
        PERFORM refuse('WL001', 'changed elsewhere');
    END IF;
    IF p.approved_at IS NULL THEN
        UPDATE post SET approved_by = my_id(), approved_at = clock_timestamp() WHERE id = p_id RETURNING * INTO p;
        PERFORM log_event('forum', 'reply_approve', '', jsonb_build_object('post', p.id, 'text', p_text,
                                                                           'warnings', p_warnings), my_id());
    END IF;
    RETURN p;
END $$;

-- Before the approved reply is sent: nobody else sends it for a minute. Gives the post as it was, so that whoever finds
-- earlier attempts reads the topic first. Committed before the sending, for what is lost must be remembered.
CREATE FUNCTION reply_begin(p_id uuid) RETURNS post
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    p post := post_of(p_id);
BEGIN
    IF p.state = 'joined' AND p.approved_at IS NULL THEN
        PERFORM refuse('WL002', 'not approved', CASE WHEN p.reply = '' THEN 'undrafted' ELSE 'unapproved' END);
    END IF;
    IF p.state <> 'joined' THEN
        PERFORM refuse('WL002', 'no reply to this post now', p.state);
    END IF;
    IF p.sending_until > clock_timestamp() THEN
        PERFORM refuse('WL002', 'somebody sends it just now', 'sending');
    END IF;
    UPDATE post SET sending_until = clock_timestamp() + interval '60 seconds', attempts = attempts + 1 WHERE id = p_id;
    RETURN p;
END $$;

-- What became of the sending: published, queued (a moderator of the forum must let it pass), failed (surely not there)
-- or unsure (the answer was lost). A reply that a person put there by hand is published too, without a begin.
CREATE FUNCTION reply_end(p_id uuid, p_outcome text, p_url text, p_outside_id text, p_words text) RETURNS post
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    p post := post_of(p_id);
BEGIN
    IF p.state = 'answered' AND p_outcome = 'published' THEN
        RETURN p;  -- told twice
    END IF;
    IF p.state <> 'joined' OR p.approved_at IS NULL THEN
        PERFORM refuse('WL002', 'not approved', CASE WHEN p.state <> 'joined' THEN p.state
                                                     WHEN p.reply = '' THEN 'undrafted' ELSE 'unapproved' END);
    END IF;
    UPDATE post SET sending_until = NULL WHERE id = p_id;
    CASE p_outcome
        WHEN 'published' THEN
            UPDATE post SET state = 'answered', published_by = my_id(), published_at = clock_timestamp(), queued = false,
                reply_url = p_url, reply_outside_id = p_outside_id WHERE id = p_id;
        WHEN 'queued' THEN
            UPDATE post SET queued = true WHERE id = p_id;
        WHEN 'failed' THEN
            UPDATE post SET attempts = greatest(attempts - 1, 0) WHERE id = p_id;
        WHEN 'unsure' THEN
            NULL;
        ELSE
            PERFORM refuse('WL006', 'no such outcome', 'outcome');
    END CASE;
    PERFORM log_event('forum', 'reply_' || p_outcome, left(p_words, 500),
                      jsonb_build_object('post', p.id, 'url', p_url, 'text', p.reply), my_id());
    SELECT * INTO p FROM post WHERE id = p_id;
    IF p_outcome = 'published' THEN
        PERFORM tell_complaint(p, '已在网上公开答复', p_url);
    END IF;
    RETURN p;
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['source', 'source_secret', 'post'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
    END LOOP;
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    GRANT SELECT ON source TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector;
    GRANT SELECT (id, name) ON source TO warmline_company;  -- so that its posts can be read; row security shows it none
    GRANT SELECT ON post TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_company;
    GRANT EXECUTE ON FUNCTION source_put(integer, jsonb, text), source_token(integer), sources_with_token(),
        source_failed(integer, text), posts_put(integer, jsonb), post_join(uuid, uuid), post_ignore(uuid, text),
        post_restore(uuid, text), reply_draft(uuid, text), reply_approve(uuid, text, jsonb), reply_begin(uuid),
        reply_end(uuid, text, text, text, text) TO warmline_collector, warmline_supervisor;
END $$;

CREATE POLICY hotline ON source FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector'));
CREATE POLICY hotline ON post FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector'));
-- A company reads the posts of its own complaints, but of no secret one: the author's name would give the caller away.
CREATE POLICY company ON post FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id AND NOT c.secret));

-- Those who work with forums read what happened there; all else outside of the complaints is the auditor's.
CREATE POLICY forum ON event FOR SELECT TO warmline_collector, warmline_supervisor
    USING (chain = md5('warmline forum')::uuid AND (SELECT my_role()) IN ('collector', 'supervisor'));
