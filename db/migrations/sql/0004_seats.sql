-- Who sits where: signing on, pausing, signing off. The unique indexes decide that a person sits at one seat at a time and
-- a seat has one person. Models: db/seats.py.

CREATE TABLE presence (
    id UUID NOT NULL,
    person_id INTEGER NOT NULL,
    company_id INTEGER,
    seat_number SMALLINT,
    shift_id UUID NOT NULL,
    state VARCHAR(24) DEFAULT 'ready' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    state_since TIMESTAMP WITH TIME ZONE NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE,
    ended_by INTEGER,
    CONSTRAINT pk_presence PRIMARY KEY (id),
    CONSTRAINT ck_presence_state CHECK (state IN ('ready', 'talking', 'writing_up', 'away')),
    CONSTRAINT ck_presence_reason CHECK (char_length(reason) <= 200),
    CONSTRAINT ck_presence_end CHECK ((until IS NULL) = (ended_by IS NULL)),
    CONSTRAINT fk_presence_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_presence_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_presence_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id),
    CONSTRAINT fk_presence_ended_by FOREIGN KEY(ended_by) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_presence_person ON presence (person_id) WHERE until IS NULL;
CREATE UNIQUE INDEX ix_presence_hotline_seat ON presence (seat_number) WHERE until IS NULL AND company_id IS NULL;
CREATE UNIQUE INDEX ix_presence_company_seat ON presence (company_id, seat_number) WHERE until IS NULL;
CREATE INDEX ix_presence_shift_id ON presence (shift_id);

INSERT INTO setting (key, value, note) VALUES
('away_reasons', '["用餐", "休息", "开会", "外出办事", "设备故障"]', '暂离时可选的原因；本系统建议'),
('early_minutes', '60', '接班人可提前几分钟签到，算作下一班；本系统建议');

CREATE FUNCTION log_seat(p presence, p_act text, p_note text, p_detail jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM log_event('shift', p_act, p_note, p_detail || jsonb_build_object('presence', p.id, 'shift', p.shift_id,
        'person', p.person_id, 'company', p.company_id, 'seat', p.seat_number), my_id());
    PERFORM pg_notify('warmline', 's:' || p.shift_id);
END $$;

-- The shift that somebody who comes now works in: the one of the clock, but the next one for whom the roster has there.
CREATE FUNCTION shift_to_join(me person, p_at timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    early interval := (SELECT make_interval(mins => value::text::integer) FROM setting WHERE key = 'early_minutes');
    found uuid := shift_of(p_at, me.company_id);
BEGIN
    IF found IS NULL OR NOT EXISTS (SELECT FROM duty WHERE shift_id = found AND person_id = me.id) THEN
        RETURN coalesce((SELECT s.id FROM shift s JOIN duty d ON d.shift_id = s.id AND d.person_id = me.id
            WHERE s.company_id IS NOT DISTINCT FROM me.company_id AND s.begins_at > p_at AND s.begins_at <= p_at + early
            ORDER BY s.begins_at LIMIT 1), found);
    END IF;
    RETURN found;
END $$;

-- p_seat NULL: on duty without a seat, for those who have none of their own.
CREATE FUNCTION seat_on(p_seat integer) RETURNS presence
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    moment timestamptz := clock_timestamp();
    joined uuid;
    p presence;
BEGIN
    IF me.id IS NULL OR me.role IN ('administrator', 'auditor') THEN
        PERFORM refuse('WL003', 'this role sits at no seat', 'seat');
    ELSIF p_seat IS NULL AND me.role IN ('operator', 'company') OR p_seat NOT BETWEEN 1 AND seats_of(me.company_id) THEN
        PERFORM refuse('WL002', 'no such seat', 'no_such_seat');
    END IF;
    joined := shift_to_join(me, moment);
    IF joined IS NULL THEN
        PERFORM refuse('WL002', 'nobody works now', 'no_shift');
    END IF;
    INSERT INTO presence (id, person_id, company_id, seat_number, shift_id, state_since, since)
        VALUES (gen_random_uuid(), me.id, me.company_id, p_seat, joined, moment, moment)
        ON CONFLICT DO NOTHING RETURNING * INTO p;
    IF NOT FOUND THEN
        SELECT * INTO p FROM presence WHERE person_id = me.id AND until IS NULL;
        IF FOUND AND p.seat_number IS NOT DISTINCT FROM p_seat THEN
            RETURN p;  -- asked for twice
        END IF;
        PERFORM refuse('WL002', 'taken', CASE WHEN p.id IS NULL THEN 'seat_taken' ELSE 'seated_elsewhere' END);
    END IF;
    UPDATE shift SET opened_at = moment WHERE id = joined AND opened_at IS NULL;
    IF FOUND THEN
        PERFORM log_event('shift', 'shift_open', '', jsonb_build_object('shift', joined, 'company', me.company_id), me.id);
    END IF;
    PERFORM log_seat(p, 'seat_on', '');
    RETURN p;
END $$;

-- The presence of whoever asks, locked.
CREATE FUNCTION my_presence() RETURNS presence
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    p presence;
BEGIN
    SELECT * INTO p FROM presence WHERE person_id = my_id() AND until IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL002', 'not signed on', 'not_on');
    END IF;
    RETURN p;
END $$;

-- The event says how long the state before lasted, in seconds.
CREATE FUNCTION seat_pause(p_state text, p_reason text) RETURNS presence
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    old presence := my_presence();
    p presence;
    moment timestamptz := clock_timestamp();
BEGIN
    IF p_state = 'away' AND btrim(p_reason) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    ELSIF old.state = p_state AND old.reason = btrim(p_reason) THEN
        RETURN old;
    END IF;
    UPDATE presence SET state = p_state, reason = btrim(p_reason), state_since = moment WHERE id = old.id RETURNING * INTO p;
    PERFORM log_seat(p, 'seat_pause', p.reason, jsonb_build_object('state', p.state, 'before', old.state,
        'seconds', round(extract(epoch FROM moment - old.state_since))));
    RETURN p;
END $$;

CREATE FUNCTION end_presence(p presence, p_act text, p_note text) RETURNS presence
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moment timestamptz := clock_timestamp();
BEGIN
    PERFORM log_seat(p, p_act, p_note, jsonb_build_object('before', p.state, 'since', p.since,
        'seconds', round(extract(epoch FROM moment - p.state_since))));
    UPDATE presence SET until = moment, ended_by = my_id() WHERE id = p.id RETURNING * INTO p;
    RETURN p;
END $$;

CREATE FUNCTION seat_off(p_note text) RETURNS presence
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN end_presence(my_presence(), 'seat_off', p_note);
END $$;

-- A forgotten seat. The person may be at home, so the reason is what is left to go by.
CREATE FUNCTION seat_free(p_presence uuid, p_reason text) RETURNS presence
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    p presence;
BEGIN
    PERFORM roster_desk();
    IF btrim(p_reason) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    SELECT * INTO p FROM presence WHERE id = p_presence FOR UPDATE;
    IF NOT FOUND OR p.until IS NOT NULL THEN
        PERFORM refuse('WL002', 'signed off already', 'seat_is_free');
    END IF;
    RETURN end_presence(p, 'seat_free', p_reason);
END $$;

-- Who leads the shift (班长): as the roster has it, else the first supervisor who signed on, else the first of all.
CREATE FUNCTION shift_leader(p_shift uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((SELECT person_id FROM duty WHERE shift_id = p_shift AND leader), (
        SELECT p.person_id FROM presence p JOIN person h ON h.id = p.person_id WHERE p.shift_id = p_shift
        ORDER BY h.role <> 'supervisor', p.since LIMIT 1))
$$;

DO $$
DECLARE
    hotline text := 'warmline_operator, warmline_liaison, warmline_collector, warmline_supervisor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    ALTER TABLE presence ENABLE ROW LEVEL SECURITY;
    ALTER TABLE presence FORCE ROW LEVEL SECURITY;
    CREATE POLICY owner ON presence TO warmline_owner USING (true) WITH CHECK (true);
    EXECUTE format('GRANT SELECT ON presence TO %s, warmline_company, warmline_auditor', hotline);
    EXECUTE format('CREATE POLICY hotline ON presence FOR SELECT TO %s, warmline_auditor USING ((SELECT my_role()) <> ''company'')', hotline);
    EXECUTE format('GRANT EXECUTE ON FUNCTION seat_on(integer), seat_pause(text, text), seat_off(text) TO %s, warmline_company', hotline);
    EXECUTE format('GRANT EXECUTE ON FUNCTION shift_leader(uuid) TO %s, warmline_company, warmline_auditor', hotline);
    GRANT EXECUTE ON FUNCTION seat_free(uuid, text) TO warmline_supervisor;
END $$;
CREATE POLICY company ON presence FOR SELECT TO warmline_company USING (company_id = (SELECT my_company()));
