-- What the seats say of incidents and call-backs holds for who types SQL too: nobody is part of two incidents that
-- go on, nobody signs for what is over, and no call-back ends without the three answers (domain.md section 7, points 7
-- and 14).

CREATE FUNCTION check_join() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM complaint c JOIN incident i ON i.id = c.incident_id
               WHERE c.id = NEW.complaint_id AND i.state = 'open'
                   AND i.id::text IS DISTINCT FROM NEW.detail#>>'{changes,incident_id}') THEN
        PERFORM refuse('WL002', 'part of another incident that goes on', 'joined');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER check_join BEFORE INSERT ON event FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL AND NEW.act = 'join') EXECUTE FUNCTION check_join();

-- Rows that come in without a person (db/sample.py) were checked where they were made.
CREATE FUNCTION check_answers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    said jsonb := NEW.detail->'changes';
BEGIN
    IF my_id() IS NULL THEN
        RETURN NEW;
    ELSIF said->>'contacted' IS DISTINCT FROM 'true' THEN
        PERFORM refuse('WL006', 'nobody was reached', 'contacted');
    ELSIF said->>'solved' IS DISTINCT FROM (NEW.act = 'call_back')::text THEN
        PERFORM refuse('WL006', 'solved or not', 'solved');
    ELSIF said->>'satisfaction' IS NULL THEN
        PERFORM refuse('WL006', 'how satisfied', 'satisfaction');
    END IF;
    RETURN NEW;
END $$;

-- After the trigger call_back, which says first who may call at all.
CREATE TRIGGER call_back_answers BEFORE INSERT ON event FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL AND NEW.act IN ('call_back', 'reopen')) EXECUTE FUNCTION check_answers();

-- As in 0003_signatures.sql, for what goes on only, and first the signature.
CREATE OR REPLACE FUNCTION incident_step(p_id uuid, p_act text, p_items jsonb, p_note text, p_at timestamptz)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i incident := incident_of(p_id);
    done integer;
BEGIN
    IF p_act NOT IN ('sign', 'arrive') THEN
        PERFORM refuse('WL003', 'no act of an incident', p_act);
    ELSIF i.state <> 'open' THEN
        PERFORM refuse('WL002', 'the incident is closed', 'incident_closed');
    ELSIF p_act = 'arrive' AND i.signed_at IS NULL THEN
        PERFORM refuse('WL002', 'nobody signed for it', 'unsigned');
    END IF;
    IF EXISTS (SELECT FROM jsonb_to_recordset(p_items) AS x(id uuid) JOIN complaint c USING (id)
               WHERE c.incident_id IS DISTINCT FROM i.id) THEN
        PERFORM refuse('WL002', 'attached to nothing', 'not_attached');
    END IF;
    done := act_each(p_act, p_items, '{}', p_note, jsonb_build_object('incident', i.number), p_at);
    IF p_act = 'sign' AND EXISTS (SELECT FROM complaint WHERE incident_id = i.id AND state = 'dispatched') THEN
        PERFORM refuse('WL001', 'changed elsewhere', i.revision::text);
    END IF;
    UPDATE incident SET signed_by = my_id(), signed_at = p_at WHERE id = i.id AND signed_at IS NULL;
    PERFORM log_incident(i, 'incident_' || p_act, p_note, jsonb_build_object('complaints', done));
    RETURN done;
END $$;

REVOKE ALL ON FUNCTION check_join(), check_answers() FROM PUBLIC;
