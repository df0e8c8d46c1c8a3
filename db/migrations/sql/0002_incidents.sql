-- Incidents (片区事件): one cause, many callers. The models are in db/incidents.py. PostgreSQL 15+.
--
-- A complaint is attached by its own event and a link; nothing is copied, so detaching leaves nothing behind. The event is
-- what sets the link (link_incident()), whoever writes it. Marks as in 0001_rules.sql.

CREATE TABLE incident (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    kind VARCHAR(24) NOT NULL,
    community_id INTEGER,
    building TEXT DEFAULT '' NOT NULL,
    station_id INTEGER,
    company_id INTEGER NOT NULL,
    category TEXT NOT NULL,
    state VARCHAR(24) DEFAULT 'open' NOT NULL,
    cause TEXT DEFAULT '' NOT NULL,
    canned_answer TEXT DEFAULT '' NOT NULL,
    homes INTEGER DEFAULT '0' NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expected_end TIMESTAMP WITH TIME ZONE,
    opened_by INTEGER NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_by INTEGER,
    closed_at TIMESTAMP WITH TIME ZONE,
    refund BOOLEAN DEFAULT 'false' NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT pk_incident PRIMARY KEY (id),
    CONSTRAINT uq_incident_number UNIQUE (number),
    CONSTRAINT ck_incident_kind CHECK (kind IN ('building', 'community', 'station')),
    CONSTRAINT ck_incident_state CHECK (state IN ('open', 'closed')),
    CONSTRAINT ck_incident_place CHECK (CASE kind WHEN 'station' THEN station_id IS NOT NULL
        WHEN 'building' THEN community_id IS NOT NULL AND building <> '' ELSE community_id IS NOT NULL END),
    CONSTRAINT ck_incident_building CHECK (char_length(building) <= 20),
    CONSTRAINT ck_incident_cause CHECK (char_length(cause) <= 1000),
    CONSTRAINT ck_incident_canned_answer CHECK (char_length(canned_answer) <= 1000),
    CONSTRAINT ck_incident_homes CHECK (homes BETWEEN 0 AND 1000000),
    CONSTRAINT fk_incident_community_id FOREIGN KEY(community_id) REFERENCES community (id),
    CONSTRAINT fk_incident_station_id FOREIGN KEY(station_id) REFERENCES station (id),
    CONSTRAINT fk_incident_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_incident_category FOREIGN KEY(category) REFERENCES category (code),
    CONSTRAINT fk_incident_opened_by FOREIGN KEY(opened_by) REFERENCES person (id),
    CONSTRAINT fk_incident_closed_by FOREIGN KEY(closed_by) REFERENCES person (id)
);
CREATE INDEX ix_incident_open ON incident (opened_at) WHERE state = 'open';

-- From how many homes on how many flats within how many minutes suggest one cause.
CREATE TABLE incident_threshold (
    kind VARCHAR(24) NOT NULL,
    min_homes INTEGER NOT NULL,
    calls SMALLINT NOT NULL,
    minutes SMALLINT NOT NULL,
    CONSTRAINT pk_incident_threshold PRIMARY KEY (kind, min_homes),
    CONSTRAINT ck_incident_threshold_kind CHECK (kind IN ('building', 'community', 'station')),
    CONSTRAINT ck_incident_threshold_min_homes CHECK (min_homes >= 0),
    CONSTRAINT ck_incident_threshold_calls CHECK (calls BETWEEN 2 AND 1000),
    CONSTRAINT ck_incident_threshold_minutes CHECK (minutes BETWEEN 5 AND 1440)
);

-- All of these are P: no rule says how many calls make an incident; domain.md section 4, B2, asks for a threshold.
INSERT INTO incident_threshold (kind, min_homes, calls, minutes) VALUES
    ('building', 0, 3, 60),
    ('community', 0, 4, 60), ('community', 1000, 6, 60),
    ('station', 0, 5, 60), ('station', 1000, 6, 60), ('station', 3000, 10, 60);

INSERT INTO setting (key, value, note) VALUES
('incident_groups', '[
    {"categories": ["A3", "B1", "B2", "B4"], "building": "B2", "community": "A3", "station": "A3"},
    {"categories": ["A1", "A2"], "building": "A2", "community": "A1", "station": "A1"}
]', '哪些类别可能同一原因，并成片区事件时用什么类别；本系统建议'),
('refund_hours', '24', '连续停热超过几小时应退当日热费：菏泽市供热条例第四十五条'),
('refund_categories', '["A1", "A3", "B2", "B4"]', '片区事件中属于停热的类别；本系统建议');

ALTER TABLE complaint
    ADD COLUMN incident_id UUID,
    ADD CONSTRAINT fk_complaint_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id);
CREATE INDEX ix_complaint_incident ON complaint (incident_id) WHERE incident_id IS NOT NULL;

-- What waits for a company goes to it with the incident: one dispatch for all. What is dispatched stays where it stands.
INSERT INTO move (state, act, role, next_state)
SELECT state, act, unnest(string_to_array(roles, ' ')), coalesce(next_state, state)
FROM (VALUES
    ('waiting', 'join', 'operator supervisor liaison collector', 'dispatched'),
    ('returned', 'join', 'operator supervisor', 'dispatched'),
    ('dispatched signed arrived reopened', 'join', 'operator supervisor liaison collector', NULL),
    ('dispatched signed arrived reported call_back reopened returned', 'leave', 'operator supervisor', NULL),
    ('dispatched signed arrived reopened', 'settle', 'operator supervisor', 'reported')
) AS moves (states, act, roles, next_state), unnest(string_to_array(states, ' ')) AS state;

INSERT INTO act_rule (act, fields, stamp, counter, needs_note) VALUES
    ('join', ARRAY['incident_id', 'company_id', 'station_id', 'due_times', 'due_at', 'rank_at'], 'dispatched_at', NULL, false),
    ('leave', '{}', NULL, NULL, true),
    ('settle', ARRAY['report', 'public_answer', 'due_at', 'rank_at'], 'reported_at', NULL, true);

-- In the transaction of the event: the link is what the event says, or there is no event.
CREATE FUNCTION link_incident() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    changes jsonb := NEW.detail->'changes';
    c complaint;
    i incident;
BEGIN
    SELECT * INTO c FROM complaint WHERE id = NEW.complaint_id;
    IF NEW.act = 'join' THEN
        SELECT * INTO i FROM incident WHERE id = (changes->>'incident_id')::uuid FOR SHARE;
        IF NOT FOUND THEN
            PERFORM refuse('WL006', 'no such incident', 'incident');
        ELSIF i.state <> 'open' THEN
            PERFORM refuse('WL002', 'the incident is closed', 'incident_closed');
        ELSIF c.company_id IS DISTINCT FROM i.company_id
              OR (NEW.state_before NOT IN ('waiting', 'returned') AND changes ? 'company_id') THEN
            PERFORM refuse('WL002', 'another company works on it', 'other_company');
        END IF;
        UPDATE complaint SET incident_id = i.id WHERE id = c.id;
    ELSIF c.incident_id IS NULL THEN
        PERFORM refuse('WL002', 'attached to nothing', 'not_attached');
    ELSIF NEW.act = 'leave' THEN
        UPDATE complaint SET incident_id = NULL WHERE id = c.id;
    END IF;
    DELETE FROM claim WHERE complaint_id = c.id;
    RETURN NULL;
END $$;

CREATE TRIGGER link_incident AFTER INSERT ON event FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL AND NEW.act IN ('join', 'leave', 'settle'))
    EXECUTE FUNCTION link_incident();

-- Whether the person may see or touch the incident at all; the policies below say the same for reading.
CREATE FUNCTION incident_of(p_id uuid) RETURNS incident
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    i incident;
BEGIN
    SELECT * INTO i FROM incident WHERE id = p_id FOR UPDATE;
    IF NOT FOUND OR me.id IS NULL OR (me.role = 'company' AND i.company_id <> me.company_id) THEN
        PERFORM refuse('WL006', 'no such incident', 'incident');
    END IF;
    RETURN i;
END $$;

-- One act to many complaints, each with its own event: [{"id": …, "revision": …, "changes": {…}}]. All or nothing; in the
-- order of their ids, so that two such acts wait for one another instead of locking each other out.
CREATE FUNCTION act_each(p_act text, p_items jsonb, p_common jsonb, p_note text, p_detail jsonb, p_at timestamptz)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    item record;
    done integer := 0;
BEGIN
    FOR item IN SELECT * FROM jsonb_to_recordset(p_items) AS x(id uuid, revision integer, changes jsonb) ORDER BY id LOOP
        -- A long list outlives the moment it began at; act() takes no time that lies too far back.
        PERFORM act(item.id, item.revision, p_act, p_common || coalesce(item.changes, '{}'), p_note, p_detail,
                    greatest(p_at, clock_timestamp() - interval '1 second'));
        done := done + 1;
    END LOOP;
    RETURN done;
END $$;

CREATE FUNCTION incident_words(i incident) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE i.kind WHEN 'station' THEN (SELECT name FROM station WHERE id = i.station_id)
        ELSE (SELECT name FROM community WHERE id = i.community_id)
            || CASE WHEN i.kind = 'building' THEN ' ' || i.building || CASE WHEN i.building ~ '^[0-9]+$' THEN ' 号楼' ELSE '' END
               ELSE '' END END
$$;

CREATE FUNCTION log_incident(i incident, p_act text, p_note text, p_detail jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM log_event('incidents', p_act, p_note,
        p_detail || jsonb_build_object('incident', i.id, 'number', i.number, 'revision', i.revision), my_id());
    PERFORM pg_notify('warmline', 'i:' || i.id);
END $$;

-- Open an incident and attach complaints. Where one is open at that place and of that category already, it is that one:
-- two seats that accept the same suggestion, or one that asks twice, make one incident.
CREATE FUNCTION incident_open(p_incident jsonb, p_items jsonb, p_at timestamptz) RETURNS incident
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    i incident;
    same incident;
    day text := to_char(local_day(p_at), 'YYYYMMDD');
    many integer;
BEGIN
    IF me.id IS NULL OR me.role NOT IN ('operator', 'supervisor', 'liaison', 'collector') THEN
        PERFORM refuse('WL003', 'this role opens no incidents', 'incident');
    END IF;
    IF p_incident - ARRAY['id', 'kind', 'community_id', 'building', 'station_id', 'company_id', 'category', 'cause',
                          'canned_answer', 'homes', 'began_at', 'expected_end'] <> '{}' THEN
        PERFORM refuse('WL003', 'no field of an incident', 'incident');
    END IF;
    PERFORM check_clock(p_at);
    PERFORM pg_advisory_xact_lock(12319, 4);  -- one after the other: numbers have no gaps, places one incident
    i := jsonb_populate_record(NULL::incident, p_incident);
    SELECT * INTO same FROM incident n WHERE n.id = i.id OR (n.state = 'open' AND n.kind = i.kind AND n.category = i.category
        AND n.building = coalesce(i.building, '') AND n.community_id IS NOT DISTINCT FROM i.community_id
        AND n.station_id IS NOT DISTINCT FROM i.station_id);
    IF FOUND THEN
        IF same.state = 'open' THEN
            PERFORM incident_attach(same.id, p_items, p_at);
        END IF;
        RETURN same;
    END IF;
    INSERT INTO incident (id, number, kind, community_id, building, station_id, company_id, category, cause, canned_answer,
                          homes, began_at, expected_end, opened_by, opened_at, revision)
    VALUES (i.id,
        'P' || day || '-' || lpad(((SELECT count(*) FROM incident WHERE number LIKE 'P' || day || '-%') + 1)::text, 2, '0'),
        i.kind, i.community_id, coalesce(i.building, ''), i.station_id, i.company_id, i.category, coalesce(i.cause, ''),
        coalesce(i.canned_answer, ''), coalesce(i.homes, 0), least(coalesce(i.began_at, p_at), p_at), i.expected_end, me.id,
        p_at, 1)
    RETURNING * INTO i;
    many := act_each('join', p_items, jsonb_build_object('incident_id', i.id), '', jsonb_build_object('incident', i.number), p_at);
    PERFORM log_incident(i, 'incident_open', i.cause, jsonb_build_object('attached', many, 'fields', p_incident - 'id'));
    PERFORM queue_message(i.company_id, 'incident:' || i.id || ':1', jsonb_build_object(
        'kind', 'incident', 'number', i.number, 'place', incident_words(i), 'homes', i.homes, 'complaints', many,
        'company', (SELECT short_name FROM company WHERE id = i.company_id), 'category', i.category)
        || (SELECT jsonb_build_object('category_name', name, 'urgency', urgency) FROM category WHERE code = i.category));
    RETURN i;
END $$;

CREATE FUNCTION incident_attach(p_id uuid, p_items jsonb, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i incident := incident_of(p_id);
    done integer;
BEGIN
    IF i.state <> 'open' THEN
        PERFORM refuse('WL002', 'the incident is closed', 'incident_closed');
    END IF;
    done := act_each('join', p_items, jsonb_build_object('incident_id', i.id), '', jsonb_build_object('incident', i.number), p_at);
    IF done > 0 THEN
        PERFORM log_incident(i, 'incident_attach', '', jsonb_build_object('attached', done));
    END IF;
    RETURN done;
END $$;

CREATE FUNCTION incident_detach(p_complaint uuid, p_revision integer, p_reason text, p_at timestamptz) RETURNS complaint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i incident;
    c complaint;
BEGIN
    SELECT n.* INTO i FROM incident n JOIN complaint k ON k.incident_id = n.id WHERE k.id = p_complaint;
    c := act(p_complaint, p_revision, 'leave', '{}', p_reason, jsonb_build_object('incident', i.number), p_at);
    PERFORM log_incident(i, 'incident_detach', p_reason, jsonb_build_object('complaint', c.number));
    c.incident_id := NULL;
    RETURN c;
END $$;

-- The hotline changes all that is said of it, the company what it alone knows.
CREATE FUNCTION incident_change(p_id uuid, p_revision integer, p_changes jsonb, p_note text) RETURNS incident
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i incident := incident_of(p_id);
    n incident;
    able text[] := ARRAY['cause', 'homes', 'expected_end'];
BEGIN
    IF i.state <> 'open' THEN
        PERFORM refuse('WL002', 'the incident is closed', 'incident_closed');
    ELSIF p_revision <> i.revision THEN
        PERFORM refuse('WL001', 'changed elsewhere', i.revision::text);
    END IF;
    IF my_role() IN ('operator', 'supervisor') THEN
        able := able || ARRAY['category', 'canned_answer', 'began_at'];
    END IF;
    IF p_changes - able <> '{}' THEN
        PERFORM refuse('WL003', 'not for this role', 'incident');
    END IF;
    n := jsonb_populate_record(i, p_changes);
    UPDATE incident SET cause = n.cause, homes = n.homes, expected_end = n.expected_end, category = n.category,
        canned_answer = n.canned_answer, began_at = least(n.began_at, i.opened_at), revision = i.revision + 1
        WHERE id = i.id RETURNING * INTO n;
    PERFORM log_incident(n, 'incident_change', p_note, jsonb_build_object('changes', p_changes));
    RETURN n;
END $$;

-- The company signs for the whole incident, or is there: each complaint that can make that step makes it.
CREATE FUNCTION incident_step(p_id uuid, p_act text, p_items jsonb, p_note text, p_at timestamptz) RETURNS integer
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
    PERFORM log_incident(i, 'incident_' || p_act, p_note, jsonb_build_object('complaints', done));
    RETURN done;
END $$;

-- The end: whoever is attached and not yet reported is reported with it, on the list of call-backs; who wanted no reply is
-- closed at once (domain.md section 7, point 7: each caller is still called back). All that is attached must be in the list.
CREATE FUNCTION incident_close(p_id uuid, p_revision integer, p_items jsonb, p_cause text, p_answer text, p_at timestamptz)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i incident := incident_of(p_id);
    settled integer;
    ended integer;
    figures jsonb;
    lasted interval := p_at - i.began_at;
    owed boolean;
BEGIN
    IF my_role() NOT IN ('operator', 'supervisor') THEN
        PERFORM refuse('WL003', 'not for this role', 'incident');
    ELSIF i.state <> 'open' THEN
        PERFORM refuse('WL002', 'the incident is closed', 'incident_closed');
    ELSIF p_revision <> i.revision THEN
        PERFORM refuse('WL001', 'changed elsewhere', i.revision::text);
    ELSIF btrim(p_cause) = '' THEN
        PERFORM refuse('WL006', 'the cause is needed', 'cause');
    END IF;
    IF (SELECT array_agg(id ORDER BY id) FROM jsonb_to_recordset(p_items) AS x(id uuid)) IS DISTINCT FROM
       (SELECT array_agg(c.id ORDER BY c.id) FROM complaint c WHERE c.incident_id = i.id
            AND c.state IN ('dispatched', 'signed', 'arrived', 'reopened')) THEN
        PERFORM refuse('WL001', 'changed elsewhere', i.revision::text);
    END IF;
    owed := lasted > make_interval(hours => (SELECT (value#>>'{}')::integer FROM setting WHERE key = 'refund_hours'))
        AND (SELECT value FROM setting WHERE key = 'refund_categories') ? i.category;
    settled := act_each('settle', p_items, jsonb_build_object('report', p_cause, 'public_answer', p_answer), p_cause,
        jsonb_build_object('incident', i.number, 'refund', owed,
                           'outage_minutes', (extract(epoch FROM lasted) / 60)::integer), p_at);
    ended := act_each('close', coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id)) FROM complaint c
        WHERE c.incident_id = i.id AND c.state IN ('reported', 'call_back') AND c.no_reply), '[]'),
        '{}', i.number || ' 已恢复：' || p_cause, jsonb_build_object('incident', i.number), p_at);
    UPDATE incident SET state = 'closed', closed_at = p_at, closed_by = my_id(), cause = p_cause, refund = owed,
        revision = i.revision + 1 WHERE id = i.id RETURNING * INTO i;
    SELECT jsonb_build_object('attached', count(*), 'settled', settled, 'closed_now', ended,
        'call_backs', count(*) FILTER (WHERE c.state IN ('reported', 'call_back')),
        'closed', count(*) FILTER (WHERE NOT c.is_open),
        'others', count(*) FILTER (WHERE c.is_open AND c.state NOT IN ('reported', 'call_back')))
        INTO figures FROM complaint c WHERE c.incident_id = i.id;
    PERFORM log_incident(i, 'incident_close', p_cause, jsonb_build_object('refund', owed, 'figures', figures));
    RETURN figures;
END $$;

-- All thresholds of one kind are replaced by these: [{"min_homes": 0, "calls": 5, "minutes": 60}, …].
CREATE FUNCTION incident_thresholds_put(p_kind text, p_rows jsonb, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    before jsonb;
BEGIN
    SELECT jsonb_agg(to_jsonb(t) ORDER BY min_homes) INTO before FROM incident_threshold t WHERE kind = p_kind;
    DELETE FROM incident_threshold WHERE kind = p_kind;
    INSERT INTO incident_threshold (kind, min_homes, calls, minutes)
        SELECT p_kind, min_homes, calls, minutes
        FROM jsonb_to_recordset(p_rows) AS x(min_homes integer, calls smallint, minutes smallint);
    IF NOT EXISTS (SELECT FROM incident_threshold WHERE kind = p_kind AND min_homes = 0) THEN
        PERFORM refuse('WL006', 'one threshold begins at no homes', 'min_homes');
    END IF;
    PERFORM log_rule(me, 'incident_threshold', p_note, p_kind, before, p_rows);
END $$;

DO $$
DECLARE
    f text;
    hotline text := 'warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    ALTER TABLE incident ENABLE ROW LEVEL SECURITY;
    ALTER TABLE incident FORCE ROW LEVEL SECURITY;
    CREATE POLICY owner ON incident TO warmline_owner USING (true) WITH CHECK (true);
    EXECUTE format('GRANT SELECT ON incident TO %s, warmline_company, warmline_auditor', hotline);
    EXECUTE format('GRANT SELECT ON incident_threshold TO %s, warmline_company, warmline_administrator, warmline_auditor', hotline);
    FOREACH f IN ARRAY ARRAY['incident_open(jsonb, jsonb, timestamptz)', 'incident_attach(uuid, jsonb, timestamptz)',
                             'incident_detach(uuid, integer, text, timestamptz)'] LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', f, hotline);
    END LOOP;
    GRANT EXECUTE ON FUNCTION incident_change(uuid, integer, jsonb, text), incident_step(uuid, text, jsonb, text, timestamptz)
        TO warmline_operator, warmline_supervisor, warmline_company;
    GRANT EXECUTE ON FUNCTION incident_close(uuid, integer, jsonb, text, text, timestamptz)
        TO warmline_operator, warmline_supervisor;
    GRANT EXECUTE ON FUNCTION incident_thresholds_put(text, jsonb, text) TO warmline_administrator;
END $$;

CREATE POLICY hotline ON incident FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_auditor
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector', 'auditor'));
CREATE POLICY company ON incident FOR SELECT TO warmline_company USING (company_id = (SELECT my_company()));
