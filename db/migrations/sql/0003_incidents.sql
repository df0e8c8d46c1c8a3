-- Incidents as the seats use them: what was told to a caller is kept, and who signed for the incident as a whole.
-- The models are in db/incidents.py. PostgreSQL 15+.

ALTER TABLE incident
    ADD COLUMN signed_by INTEGER,
    ADD COLUMN signed_at TIMESTAMP WITH TIME ZONE,
    ADD CONSTRAINT fk_incident_signed_by FOREIGN KEY(signed_by) REFERENCES person (id);

-- What the company signed for before this was kept.
UPDATE incident i SET signed_by = e.person_id, signed_at = e.at FROM (
    SELECT DISTINCT ON (detail->>'incident') detail->>'incident' AS id, person_id, at FROM event
    WHERE chain = md5('warmline incidents')::uuid AND act = 'incident_sign' ORDER BY detail->>'incident', at) e
WHERE e.id = i.id::text;

-- As before, and the words told to the caller stand in the timeline of each complaint.
DROP FUNCTION incident_attach(uuid, jsonb, timestamptz);
CREATE FUNCTION incident_attach(p_id uuid, p_items jsonb, p_at timestamptz, p_told text DEFAULT '') RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i incident := incident_of(p_id);
    done integer;
BEGIN
    IF i.state <> 'open' THEN
        PERFORM refuse('WL002', 'the incident is closed', 'incident_closed');
    END IF;
    done := act_each('join', p_items, jsonb_build_object('incident_id', i.id), p_told,
        jsonb_build_object('incident', i.number), p_at);
    IF done > 0 THEN
        PERFORM log_incident(i, 'incident_attach', '', jsonb_build_object('attached', done));
    END IF;
    RETURN done;
END $$;

-- An incident is one dispatch: the first signature for it, or for any complaint of it, is the company's signature.
CREATE FUNCTION sign_incident() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    signed uuid;
BEGIN
    -- Skipped where another act holds the incident: an act on the whole of it locks it before its complaints, a single
    -- signature locks its complaint first, and neither may wait for the other.
    UPDATE incident SET signed_by = NEW.person_id, signed_at = NEW.at WHERE id = (
        SELECT i.id FROM incident i JOIN complaint c ON c.incident_id = i.id
        WHERE c.id = NEW.complaint_id AND i.state = 'open' AND i.signed_at IS NULL FOR NO KEY UPDATE OF i SKIP LOCKED)
        RETURNING id INTO signed;
    IF FOUND THEN
        PERFORM pg_notify('warmline', 'i:' || signed);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER sign_incident AFTER INSERT ON event FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL AND NEW.act = 'sign')
    EXECUTE FUNCTION sign_incident();

-- As before; one that nobody is attached to yet can be signed for too.
CREATE OR REPLACE FUNCTION incident_step(p_id uuid, p_act text, p_items jsonb, p_note text, p_at timestamptz)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i incident := incident_of(p_id);
    done integer;
BEGIN
    IF p_act NOT IN ('sign', 'arrive') THEN
        PERFORM refuse('WL003', 'no act of an incident', p_act);
    END IF;
    IF EXISTS (SELECT FROM jsonb_to_recordset(p_items) AS x(id uuid) JOIN complaint c USING (id)
               WHERE c.incident_id IS DISTINCT FROM i.id) THEN
        PERFORM refuse('WL002', 'attached to nothing', 'not_attached');
    END IF;
    done := act_each(p_act, p_items, '{}', p_note, jsonb_build_object('incident', i.number), p_at);
    UPDATE incident SET signed_by = my_id(), signed_at = p_at WHERE id = i.id AND signed_at IS NULL;
    PERFORM log_incident(i, 'incident_' || p_act, p_note, jsonb_build_object('complaints', done));
    RETURN done;
END $$;

DO $$
BEGIN
    REVOKE ALL ON FUNCTION incident_attach(uuid, jsonb, timestamptz, text), sign_incident() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION incident_attach(uuid, jsonb, timestamptz, text)
        TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector;
END $$;
