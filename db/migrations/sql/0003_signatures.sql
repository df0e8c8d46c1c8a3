-- Who joins an incident that the company has signed for is signed for with it: the incident is one dispatch and has one
-- signature (domain.md section 7, point 7), so nothing stands 未签收 that nobody is told of. PostgreSQL 15+.

-- By an event of its own, in the name of who signed: the timeline shows the signature, and the sign clock stops. What was
-- reopened stays: it was called solved and is not, so the company signs for it by itself.
CREATE FUNCTION sign_with_incident() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    c complaint;
    i incident;
    said text;
    facts jsonb;
BEGIN
    SELECT * INTO c FROM complaint WHERE id = NEW.complaint_id;
    SELECT * INTO i FROM incident WHERE id = c.incident_id;
    IF c.state <> 'dispatched' OR i.signed_at IS NULL THEN
        RETURN NULL;
    END IF;
    said := i.number || ' 已签收，随之签收';
    facts := jsonb_build_object('incident', i.number, 'changes', '{}'::jsonb);
    c.head_hash := event_hash(c.head_hash, c.id, c.revision + 1, 'sign', c.state, 'signed', i.signed_by, NEW.at, said, facts);
    UPDATE complaint SET state = 'signed', signed_at = NEW.at, revision = c.revision + 1, head_hash = c.head_hash
        WHERE id = c.id;
    INSERT INTO event (chain, seq, complaint_id, act, state_before, state, person_id, at, note, detail, hash)
        VALUES (c.id, c.revision + 1, c.id, 'sign', c.state, 'signed', i.signed_by, NEW.at, said, facts, c.head_hash);
    RETURN NULL;
END $$;

-- Fires after link_incident, which sets the link: triggers of one kind go by their names.
CREATE TRIGGER sign_with_incident AFTER INSERT ON event FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL AND NEW.act = 'join')
    EXECUTE FUNCTION sign_with_incident();

-- As in 0003_incidents.sql, and who joined after the company's list was read is not left out: the list is read anew.
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
    IF p_act = 'sign' AND EXISTS (SELECT FROM complaint WHERE incident_id = i.id AND state = 'dispatched') THEN
        PERFORM refuse('WL001', 'changed elsewhere', i.revision::text);
    END IF;
    UPDATE incident SET signed_by = my_id(), signed_at = p_at WHERE id = i.id AND signed_at IS NULL;
    PERFORM log_incident(i, 'incident_' || p_act, p_note, jsonb_build_object('complaints', done));
    RETURN done;
END $$;

REVOKE ALL ON FUNCTION sign_with_incident() FROM PUBLIC;
