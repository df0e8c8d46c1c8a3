-- Refunds (退费): what a flat gets back of a season's charge, day by day, and how far that is (HZ Art.44-46). PostgreSQL 15+.
-- The models are in db/refunds.py.
--
-- Days are kept as they were judged, with the version of the bands; what changes in the rules afterwards changes nothing
-- that was decided. No name and no phone stand here: they are the complaint's.

-- What may be done in which state, by whom: the one table for refunds and reliefs, shown to people as it stands.
CREATE TABLE entitlement_move (
    record TEXT NOT NULL,
    state TEXT NOT NULL,
    act TEXT NOT NULL,
    role TEXT NOT NULL,
    next_state TEXT NOT NULL,
    CONSTRAINT pk_entitlement_move PRIMARY KEY (record, state, act, role),
    CONSTRAINT ck_entitlement_move_record CHECK (record IN ('refund', 'relief'))
);

INSERT INTO entitlement_move (record, state, act, role, next_state)
SELECT 'refund', state, act, unnest(string_to_array(roles, ' ')), next_state
FROM (VALUES
    ('new', 'make', 'operator supervisor liaison company', 'draft'),
    ('draft', 'judge', 'operator supervisor liaison company', 'draft'),
    ('draft', 'decide', 'supervisor company', 'decided'),
    ('draft', 'refuse', 'supervisor company', 'refused'),
    ('draft', 'void', 'operator supervisor liaison company', 'void'),
    ('decided', 'tell', 'operator supervisor liaison company', 'told'),
    ('told', 'pay', 'supervisor company', 'paid'),
    ('decided', 'reopen', 'supervisor', 'draft'),
    ('told', 'reopen', 'supervisor', 'draft'),
    ('refused', 'reopen', 'supervisor', 'draft')
) AS moves (state, act, roles, next_state);

CREATE TABLE refund (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    season TEXT NOT NULL,
    community_id INTEGER NOT NULL,
    building TEXT NOT NULL,
    unit TEXT NOT NULL,
    room TEXT NOT NULL,
    company_id INTEGER NOT NULL,
    complaint_ids UUID[] DEFAULT '{}' NOT NULL,
    state VARCHAR(24) DEFAULT 'draft' NOT NULL,
    days JSONB DEFAULT '[]' NOT NULL,
    stops JSONB DEFAULT '[]' NOT NULL,
    judged_at TIMESTAMP WITH TIME ZONE NOT NULL,
    fee NUMERIC(12, 2),
    season_days SMALLINT NOT NULL,
    sum NUMERIC(12, 2),
    sum_words TEXT DEFAULT '' NOT NULL,
    remarks TEXT DEFAULT '' NOT NULL,
    made_by INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decision TEXT DEFAULT '' NOT NULL,
    decided_by INTEGER,
    decided_at TIMESTAMP WITH TIME ZONE,
    told_on DATE,
    told_by INTEGER,
    paid_on DATE,
    paid_sum NUMERIC(12, 2),
    paid_by INTEGER,
    revision INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_refund PRIMARY KEY (id),
    CONSTRAINT uq_refund_number UNIQUE (number),
    CONSTRAINT ck_refund_state CHECK (state IN ('draft', 'decided', 'told', 'paid', 'refused', 'void')),
    CONSTRAINT ck_refund_flat CHECK (building || room <> '' AND char_length(building) <= 20 AND char_length(unit) <= 20
        AND char_length(room) <= 20),
    CONSTRAINT ck_refund_season_days CHECK (season_days BETWEEN 1 AND 366),
    CONSTRAINT ck_refund_fee CHECK (fee > 0 AND fee <= 1000000),
    CONSTRAINT ck_refund_sum CHECK (sum >= 0 AND sum <= fee),
    CONSTRAINT ck_refund_paid_sum CHECK (paid_sum > 0 AND paid_sum <= 1000000),
    CONSTRAINT ck_refund_remarks CHECK (char_length(remarks) <= 1000),
    CONSTRAINT ck_refund_decision CHECK (char_length(decision) <= 1000),
    CONSTRAINT fk_refund_season FOREIGN KEY(season) REFERENCES season (name),
    CONSTRAINT fk_refund_community_id FOREIGN KEY(community_id) REFERENCES community (id),
    CONSTRAINT fk_refund_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_refund_made_by FOREIGN KEY(made_by) REFERENCES person (id),
    CONSTRAINT fk_refund_decided_by FOREIGN KEY(decided_by) REFERENCES person (id),
    CONSTRAINT fk_refund_told_by FOREIGN KEY(told_by) REFERENCES person (id),
    CONSTRAINT fk_refund_paid_by FOREIGN KEY(paid_by) REFERENCES person (id)
);
CREATE INDEX ix_refund_made_at ON refund (made_at);
CREATE INDEX ix_refund_flat ON refund (community_id, room, season);

-- Where an act leads for this person, or a refusal; 'new' for what is not there yet.
CREATE FUNCTION entitlement_next(p_record text, p_state text, p_act text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    found text;
BEGIN
    IF me.id IS NULL OR NOT EXISTS (SELECT FROM entitlement_move m WHERE m.record = p_record AND m.act = p_act AND m.role = me.role) THEN
        PERFORM refuse('WL003', 'not for this role', p_record);
    END IF;
    SELECT m.next_state INTO found FROM entitlement_move m
        WHERE m.record = p_record AND m.state = p_state AND m.act = p_act AND m.role = me.role;
    IF found IS NULL THEN
        PERFORM refuse('WL002', 'not in this state', p_record || '_' || p_state);
    END IF;
    RETURN found;
END $$;

-- Whether these days may be given back: in the season, each once, and none of them given back to this flat already.
CREATE FUNCTION check_refund(r refund) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    s season;
BEGIN
    SELECT * INTO s FROM season WHERE name = r.season;
    IF jsonb_typeof(r.days) <> 'array' OR jsonb_array_length(r.days) > 366 OR EXISTS (
           SELECT FROM jsonb_to_recordset(r.days) AS d(day date, percent integer)
           WHERE d.day IS NULL OR d.day NOT BETWEEN s.starts_on AND s.ends_on OR d.percent IS NULL OR d.percent NOT BETWEEN 1 AND 100)
       OR (SELECT count(DISTINCT d.day) <> count(*) FROM jsonb_to_recordset(r.days) AS d(day date)) THEN
        PERFORM refuse('WL006', 'days of the season, each once', 'refund_days');
    ELSIF EXISTS (SELECT FROM refund o, jsonb_to_recordset(o.days) AS given(day date) WHERE o.id <> r.id
                  AND o.state NOT IN ('refused', 'void') AND (o.season, o.community_id, o.building, o.unit, o.room)
                      = (r.season, r.community_id, r.building, r.unit, r.room)
                  AND given.day IN (SELECT d.day FROM jsonb_to_recordset(r.days) AS d(day date))) THEN
        PERFORM refuse('WL002', 'a day is given back once', 'refund_twice');
    ELSIF r.sum IS NOT NULL AND (r.fee IS NULL OR (SELECT value#>>'{}' = '不计算' FROM setting WHERE key = 'refund_formula')) THEN
        PERFORM refuse('WL002', 'no rule says what it comes to', 'refund_formula');
    ELSIF r.complaint_ids <> '{}' AND (cardinality(r.complaint_ids) > 50 OR r.complaint_ids <@
              (SELECT array_agg(c.id) FROM complaint c WHERE c.id = ANY (r.complaint_ids) AND coalesce(c.company_id, r.company_id) = r.company_id) IS NOT TRUE) THEN
        PERFORM refuse('WL006', 'complaints of this company', 'complaints');
    END IF;
END $$;

CREATE FUNCTION log_refund(r refund, p_act text, p_note text, p_before text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM log_event('refund', 'refund_' || p_act, p_note, jsonb_build_object('refund', r.id, 'number', r.number,
        'company', r.company_id, 'before', p_before, 'state', r.state, 'days', r.days, 'sum', r.sum::text,
        'told_on', r.told_on, 'paid_on', r.paid_on, 'paid_sum', r.paid_sum::text, 'revision', r.revision), my_id());
    PERFORM pg_notify('warmline', 'k:refund');
END $$;

CREATE FUNCTION refund_make(p_refund jsonb) RETURNS refund
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    r refund;
    day text := to_char(local_day(clock_timestamp()), 'YYYYMMDD');
    first_state text := entitlement_next('refund', 'new', 'make');
BEGIN
    IF p_refund - ARRAY['id', 'season', 'community_id', 'building', 'unit', 'room', 'company_id', 'complaint_ids', 'days', 'stops',
                        'fee', 'season_days', 'sum', 'sum_words', 'remarks'] <> '{}' THEN
        PERFORM refuse('WL003', 'no field of a refund', 'refund');
    END IF;
    PERFORM pg_advisory_xact_lock(12319, 45);  -- numbers have no gaps, a flat's days are given back once
    r := jsonb_populate_record(NULL::refund, p_refund);
    IF EXISTS (SELECT FROM refund WHERE id = r.id) THEN
        SELECT * INTO r FROM refund WHERE id = r.id AND made_by = me.id;  -- a replay after a lost answer
        RETURN r;
    ELSIF me.role = 'company' AND r.company_id IS DISTINCT FROM me.company_id THEN
        PERFORM refuse('WL003', 'another company''s flat', 'refund');
    END IF;
    r.number := 'T' || day || '-' || lpad(((SELECT count(*) FROM refund WHERE number LIKE 'T' || day || '-%') + 1)::text, 2, '0');
    r.complaint_ids := coalesce(r.complaint_ids, '{}');
    r.state := first_state;
    r.days := coalesce(r.days, '[]');
    r.stops := coalesce(r.stops, '[]');
    r.sum_words := coalesce(r.sum_words, '');
    r.remarks := coalesce(r.remarks, '');
    r.made_by := me.id;
    r.made_at := clock_timestamp();
    r.judged_at := r.made_at;
    r.decision := '';
    r.revision := 1;
    PERFORM check_refund(r);
    INSERT INTO refund SELECT (r).*;
    PERFORM log_refund(r, 'make', r.remarks, NULL);
    RETURN r;
END $$;

-- One step of a refund. What each may write: judge the days and what they come to; decide, refuse, reopen and void say why;
-- tell and pay say when.
CREATE FUNCTION refund_step(p_id uuid, p_revision integer, p_act text, p_values jsonb, p_note text) RETURNS refund
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    r refund;
    was text;
    able text[] := CASE p_act
        WHEN 'judge' THEN ARRAY['complaint_ids', 'days', 'stops', 'fee', 'sum', 'sum_words', 'season_days', 'remarks']
        WHEN 'tell' THEN ARRAY['told_on'] WHEN 'pay' THEN ARRAY['paid_on', 'paid_sum'] ELSE '{}'::text[] END;
BEGIN
    PERFORM pg_advisory_xact_lock(12319, 45);
    SELECT * INTO r FROM refund WHERE id = p_id FOR UPDATE;
    IF NOT FOUND OR me.id IS NULL OR (me.role = 'company' AND r.company_id IS DISTINCT FROM me.company_id) THEN
        PERFORM refuse('WL006', 'no such refund', 'refund');
    END IF;
    was := r.state;
    r.state := entitlement_next('refund', was, p_act);
    IF p_revision <> r.revision THEN
        PERFORM refuse('WL001', 'changed elsewhere', 'refund');
    ELSIF p_values - able <> '{}' THEN
        PERFORM refuse('WL003', 'no field of this step', 'refund');
    ELSIF p_act IN ('refuse', 'reopen', 'void') AND btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    r := jsonb_populate_record(r, p_values);
    CASE p_act
        WHEN 'judge' THEN
            r.judged_at := clock_timestamp();
        WHEN 'decide' THEN
            IF r.days = '[]' THEN
                PERFORM refuse('WL002', 'nothing to give back', 'refund_no_days');
            END IF;
            r.decision := p_note;
            r.decided_by := me.id;
            r.decided_at := clock_timestamp();
        WHEN 'refuse' THEN
            r.decision := p_note;
            r.decided_by := me.id;
            r.decided_at := clock_timestamp();
        WHEN 'reopen' THEN
            r.decided_by := NULL;
            r.decided_at := NULL;
            r.told_on := NULL;
            r.told_by := NULL;
        WHEN 'tell' THEN
            r.told_by := me.id;
            IF r.told_on IS NULL OR r.told_on < local_day(r.decided_at) OR r.told_on > local_day(clock_timestamp()) THEN
                PERFORM refuse('WL006', 'told after it was decided, and not to come', 'told_on');
            END IF;
        WHEN 'pay' THEN
            r.paid_by := me.id;
            IF r.paid_on IS NULL OR r.paid_on < local_day(r.decided_at) OR r.paid_on > local_day(clock_timestamp()) THEN
                PERFORM refuse('WL006', 'paid after it was decided, and not to come', 'paid_on');
            END IF;
        ELSE
    END CASE;
    IF r.state NOT IN ('refused', 'void') THEN
        PERFORM check_refund(r);
    END IF;
    r.revision := r.revision + 1;
    UPDATE refund SET complaint_ids = r.complaint_ids, state = r.state, days = r.days, stops = r.stops, judged_at = r.judged_at,
        fee = r.fee, season_days = r.season_days, sum = r.sum, sum_words = r.sum_words, remarks = r.remarks, decision = r.decision,
        decided_by = r.decided_by, decided_at = r.decided_at, told_on = r.told_on, told_by = r.told_by, paid_on = r.paid_on,
        paid_sum = r.paid_sum, paid_by = r.paid_by, revision = r.revision WHERE id = r.id;
    PERFORM log_refund(r, p_act, p_note, was);
    RETURN r;
END $$;

DO $$
DECLARE
    doers text := 'warmline_operator, warmline_supervisor, warmline_liaison, warmline_company';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    ALTER TABLE refund ENABLE ROW LEVEL SECURITY;
    ALTER TABLE refund FORCE ROW LEVEL SECURITY;
    CREATE POLICY owner ON refund TO warmline_owner USING (true) WITH CHECK (true);
    EXECUTE format('GRANT SELECT ON refund TO %s, warmline_auditor', doers);
    EXECUTE format('GRANT SELECT ON entitlement_move TO %s, warmline_collector, warmline_administrator, warmline_auditor', doers);
    EXECUTE format('GRANT EXECUTE ON FUNCTION refund_make(jsonb), refund_step(uuid, integer, text, jsonb, text) TO %s', doers);
END $$;

CREATE POLICY hotline ON refund FOR SELECT TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_auditor
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'auditor'));
CREATE POLICY company ON refund FOR SELECT TO warmline_company USING (company_id = (SELECT my_company()));
