-- Relief (减免) for households on low income and three-without households: so much a square metre of the area that they
-- really paid for, by season (HZ Art.23; the rate is a city's decision of each year). PostgreSQL 15+. Models: db/relief.py.
--
-- Sensitive: who is poor. Only those of the hotline who work on it read it; the company of the flat what it must pay, and
-- not why. What proof was seen is said in a word, by whom and when; no copy of it is kept, and no number of it.

CREATE TABLE relief_rate (
    season TEXT NOT NULL,
    rate NUMERIC(8, 2) NOT NULL,
    basis TEXT NOT NULL,
    mark TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_relief_rate PRIMARY KEY (season),
    CONSTRAINT ck_relief_rate_season CHECK (season ~ '^20[0-9]{2}-20[0-9]{2}$'),
    CONSTRAINT ck_relief_rate_rate CHECK (rate > 0 AND rate <= 100),
    CONSTRAINT ck_relief_rate_basis CHECK (char_length(basis) BETWEEN 1 AND 200),
    CONSTRAINT ck_relief_rate_mark CHECK (mark IN ('V', 'V-', 'P')),
    CONSTRAINT ck_relief_rate_note CHECK (char_length(note) <= 400)
);

INSERT INTO relief_rate (season, rate, basis, mark, note) VALUES
    ('2020-2021', 4.00, '市政府新闻发布会，牡丹晚报 2020-11-05 报道', 'V-', '低保、三无家庭按实际缴费面积每平方米 4 元；见报道，文件未见');

INSERT INTO setting (key, value, note) VALUES
('relief_deciders', '["民政部门", "财政部门", "热力公司"]', '减免由谁核定；各年文件不同，本系统建议'),
('relief_proofs', '["低保证", "特困（三无）供养证", "民政部门名单"]', '登记时见过哪种证明；只记种类，不留复印件；本系统建议'),
('relief_due', '"05-31"', '减免在供暖季结束当年的这一天前兑付：菏泽市供热条例第二十三条');

INSERT INTO entitlement_move (record, state, act, role, next_state)
SELECT 'relief', state, act, unnest(string_to_array(roles, ' ')), next_state
FROM (VALUES
    ('new', 'make', 'operator supervisor liaison', 'asked'),
    ('asked', 'amend', 'operator supervisor liaison', 'asked'),
    ('asked', 'approve', 'supervisor liaison', 'approved'),
    ('asked', 'refuse', 'supervisor liaison', 'refused'),
    ('asked', 'withdraw', 'operator supervisor liaison', 'withdrawn'),
    ('approved', 'withdraw', 'supervisor', 'withdrawn'),
    ('approved', 'pay', 'supervisor company', 'paid'),
    ('approved', 'reopen', 'supervisor', 'asked'),
    ('refused', 'reopen', 'supervisor', 'asked')
) AS moves (state, act, roles, next_state);

CREATE TABLE relief (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    season TEXT NOT NULL,
    community_id INTEGER NOT NULL,
    building TEXT NOT NULL,
    unit TEXT NOT NULL,
    room TEXT NOT NULL,
    company_id INTEGER NOT NULL,
    complaint_id UUID,
    kind VARCHAR(24) NOT NULL,
    household TEXT NOT NULL,
    area NUMERIC(8, 2) NOT NULL,
    flat_area NUMERIC(8, 2) NOT NULL,
    fee NUMERIC(12, 2),
    rate NUMERIC(8, 2),
    basis TEXT DEFAULT '' NOT NULL,
    sum NUMERIC(12, 2),
    proof TEXT NOT NULL,
    proof_seen_by INTEGER NOT NULL,
    proof_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    remarks TEXT DEFAULT '' NOT NULL,
    state VARCHAR(24) DEFAULT 'asked' NOT NULL,
    made_by INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decider TEXT DEFAULT '' NOT NULL,
    decision TEXT DEFAULT '' NOT NULL,
    decided_by INTEGER,
    decided_at TIMESTAMP WITH TIME ZONE,
    paid_on DATE,
    paid_by INTEGER,
    revision INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_relief PRIMARY KEY (id),
    CONSTRAINT uq_relief_number UNIQUE (number),
    CONSTRAINT ck_relief_state CHECK (state IN ('asked', 'approved', 'paid', 'refused', 'withdrawn')),
    CONSTRAINT ck_relief_kind CHECK (kind IN ('low_income', 'three_without')),
    CONSTRAINT ck_relief_season CHECK (season ~ '^20[0-9]{2}-20[0-9]{2}$'),
    CONSTRAINT ck_relief_flat CHECK (building || room <> '' AND char_length(building) <= 20 AND char_length(unit) <= 20
        AND char_length(room) <= 20),
    CONSTRAINT ck_relief_household CHECK (char_length(household) BETWEEN 1 AND 30),
    CONSTRAINT ck_relief_area CHECK (area > 0 AND area <= flat_area),
    CONSTRAINT ck_relief_flat_area CHECK (flat_area <= 10000),
    CONSTRAINT ck_relief_fee CHECK (fee > 0 AND fee <= 1000000),
    CONSTRAINT ck_relief_sum CHECK (sum >= 0 AND sum = round(area * rate, 2) AND (fee IS NULL OR sum <= fee)),
    CONSTRAINT ck_relief_basis CHECK (char_length(basis) <= 200),
    CONSTRAINT ck_relief_proof CHECK (char_length(proof) BETWEEN 1 AND 20),
    CONSTRAINT ck_relief_remarks CHECK (char_length(remarks) <= 1000),
    CONSTRAINT ck_relief_decision CHECK (char_length(decision) <= 1000),
    CONSTRAINT fk_relief_community_id FOREIGN KEY(community_id) REFERENCES community (id),
    CONSTRAINT fk_relief_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_relief_complaint_id FOREIGN KEY(complaint_id) REFERENCES complaint (id),
    CONSTRAINT fk_relief_proof_seen_by FOREIGN KEY(proof_seen_by) REFERENCES person (id),
    CONSTRAINT fk_relief_made_by FOREIGN KEY(made_by) REFERENCES person (id),
    CONSTRAINT fk_relief_decided_by FOREIGN KEY(decided_by) REFERENCES person (id),
    CONSTRAINT fk_relief_paid_by FOREIGN KEY(paid_by) REFERENCES person (id)
);
CREATE INDEX ix_relief_made_at ON relief (made_at);
-- The same household once a season, whichever flat it names.
CREATE UNIQUE INDEX ix_relief_household ON relief (season, household) WHERE state NOT IN ('refused', 'withdrawn');

-- A rate, or a season's new one, with what it rests on.
CREATE FUNCTION relief_rate_put(p_season text, p_rate numeric, p_basis text, p_mark text, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    before jsonb;
    after jsonb;
BEGIN
    IF btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    SELECT to_jsonb(r) || jsonb_build_object('rate', r.rate::text) INTO before FROM relief_rate r WHERE season = p_season;
    INSERT INTO relief_rate (season, rate, basis, mark, note) VALUES (p_season, p_rate, p_basis, p_mark, p_note)
        ON CONFLICT (season) DO UPDATE SET rate = p_rate, basis = p_basis, mark = p_mark, note = p_note;
    SELECT to_jsonb(r) || jsonb_build_object('rate', r.rate::text) INTO after FROM relief_rate r WHERE season = p_season;
    PERFORM log_rule(me, 'relief_rate', p_note, p_season, before, after);
END $$;

-- The areas of all households of a flat within the area the flat is paid for; their reliefs within its fee.
CREATE FUNCTION check_relief(r relief) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    others record;
BEGIN
    SELECT coalesce(sum(o.area), 0) AS area, coalesce(sum(o.sum), 0) AS sum, min(o.flat_area) AS flat_area, min(o.fee) AS fee
        INTO others FROM relief o WHERE o.id <> r.id AND o.state NOT IN ('refused', 'withdrawn')
            AND (o.season, o.community_id, o.building, o.unit, o.room) = (r.season, r.community_id, r.building, r.unit, r.room);
    IF others.flat_area <> r.flat_area THEN
        PERFORM refuse('WL002', 'the flat is paid for by one area', 'relief_flat_area');
    ELSIF others.area + r.area > r.flat_area THEN
        PERFORM refuse('WL002', 'more than the flat is paid for', 'relief_area');
    ELSIF others.sum + r.sum > least(r.fee, others.fee) THEN
        PERFORM refuse('WL002', 'more than the fee', 'relief_fee');
    ELSIF EXISTS (SELECT FROM relief o WHERE o.id <> r.id AND o.state NOT IN ('refused', 'withdrawn')
                  AND (o.season, o.household) = (r.season, r.household)) THEN
        PERFORM refuse('WL002', 'asked for already', 'relief_twice');
    ELSIF NOT (SELECT value ? r.proof FROM setting WHERE key = 'relief_proofs') THEN
        PERFORM refuse('WL006', 'no such proof', 'proof');
    END IF;
END $$;

-- Who is poor stands in no event: the trail says which application, not whose.
CREATE FUNCTION log_relief(r relief, p_act text, p_note text, p_before text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM log_event('relief', 'relief_' || p_act, '', jsonb_build_object('relief', r.id, 'number', r.number,
        'company', r.company_id, 'before', p_before, 'state', r.state, 'decider', r.decider, 'area', r.area::text,
        'rate', r.rate::text, 'sum', r.sum::text, 'paid_on', r.paid_on, 'revision', r.revision), my_id());
    PERFORM pg_notify('warmline', 'k:relief');
END $$;

-- Returns the id: a company that pays must not get the whole row back.
CREATE FUNCTION relief_make(p_relief jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    r relief;
    t relief_rate;
    day text := to_char(local_day(clock_timestamp()), 'YYYYMMDD');
    first_state text := entitlement_next('relief', 'new', 'make');
BEGIN
    IF p_relief - ARRAY['id', 'season', 'community_id', 'building', 'unit', 'room', 'company_id', 'complaint_id', 'kind', 'household',
                        'area', 'flat_area', 'fee', 'proof', 'remarks'] <> '{}' THEN
        PERFORM refuse('WL003', 'no field of a relief', 'relief');
    END IF;
    PERFORM pg_advisory_xact_lock(12319, 23);  -- numbers have no gaps, a flat's area is given once
    r := jsonb_populate_record(NULL::relief, p_relief);
    IF EXISTS (SELECT FROM relief WHERE id = r.id AND made_by = me.id) THEN
        RETURN r.id;  -- a replay after a lost answer
    END IF;
    r.number := 'J' || day || '-' || lpad(((SELECT count(*) FROM relief WHERE number LIKE 'J' || day || '-%') + 1)::text, 2, '0');
    SELECT * INTO t FROM relief_rate WHERE season = r.season;
    r.rate := t.rate;
    r.basis := coalesce(t.basis, '');
    r.sum := round(r.area * t.rate, 2);
    r.remarks := coalesce(r.remarks, '');
    r.state := first_state;
    r.proof_seen_by := me.id;
    r.proof_seen_at := clock_timestamp();
    r.made_by := me.id;
    r.made_at := clock_timestamp();
    r.decider := '';
    r.decision := '';
    r.revision := 1;
    PERFORM check_relief(r);
    INSERT INTO relief SELECT (r).*;
    PERFORM log_relief(r, 'make', '', NULL);
    RETURN r.id;
END $$;

-- One step; the sum is always the database's own: the area by the season's rate as it stands.
CREATE FUNCTION relief_step(p_id uuid, p_revision integer, p_act text, p_values jsonb, p_note text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    r relief;
    t relief_rate;
    was text;
    able text[] := CASE p_act WHEN 'amend' THEN ARRAY['kind', 'household', 'area', 'flat_area', 'fee', 'proof', 'remarks']
        WHEN 'approve' THEN ARRAY['decider'] WHEN 'refuse' THEN ARRAY['decider'] WHEN 'pay' THEN ARRAY['paid_on'] ELSE '{}'::text[] END;
BEGIN
    PERFORM pg_advisory_xact_lock(12319, 23);
    SELECT * INTO r FROM relief WHERE id = p_id FOR UPDATE;
    IF NOT FOUND OR me.id IS NULL OR me.role NOT IN ('operator', 'supervisor', 'liaison', 'company') OR (me.role = 'company'
           AND (r.company_id IS DISTINCT FROM me.company_id OR r.state NOT IN ('approved', 'paid'))) THEN
        PERFORM refuse('WL006', 'no such relief', 'relief');
    END IF;
    was := r.state;
    r.state := entitlement_next('relief', was, p_act);
    IF p_revision <> r.revision THEN
        PERFORM refuse('WL001', 'changed elsewhere', 'relief');
    ELSIF p_values - able <> '{}' THEN
        PERFORM refuse('WL003', 'no field of this step', 'relief');
    ELSIF p_act IN ('refuse', 'reopen', 'withdraw') AND btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    IF p_act = 'amend' AND p_values->>'proof' IS DISTINCT FROM r.proof THEN
        r.proof_seen_by := me.id;
        r.proof_seen_at := clock_timestamp();
    END IF;
    r := jsonb_populate_record(r, p_values);
    SELECT * INTO t FROM relief_rate WHERE season = r.season;
    IF p_act = 'approve' AND r.rate IS NOT NULL AND t.rate IS DISTINCT FROM r.rate THEN
        PERFORM refuse('WL002', 'not the sum that was shown', 'relief_rate_changed');
    ELSIF p_act IN ('amend', 'approve') THEN
        r.rate := t.rate;
        r.basis := coalesce(t.basis, '');
        r.sum := round(r.area * t.rate, 2);
    END IF;
    IF p_act IN ('approve', 'refuse') THEN
        IF NOT (SELECT value ? r.decider FROM setting WHERE key = 'relief_deciders') THEN
            PERFORM refuse('WL002', 'nobody who decides', 'relief_decider');
        ELSIF p_act = 'approve' AND r.sum IS NULL THEN
            PERFORM refuse('WL002', 'no rate of the season', 'relief_no_rate');
        END IF;
        r.decision := p_note;
        r.decided_by := me.id;
        r.decided_at := clock_timestamp();
    ELSIF p_act = 'reopen' THEN
        r.decider := '';
        r.decision := p_note;
        r.decided_by := NULL;
        r.decided_at := NULL;
    ELSIF p_act = 'withdraw' THEN
        r.decision := p_note;
    ELSIF p_act = 'pay' THEN
        r.paid_by := me.id;
        IF r.paid_on IS NULL OR r.paid_on < local_day(r.decided_at) OR r.paid_on > local_day(clock_timestamp()) THEN
            PERFORM refuse('WL006', 'paid after it was decided, and not to come', 'paid_on');
        END IF;
    END IF;
    IF r.state NOT IN ('refused', 'withdrawn') THEN
        PERFORM check_relief(r);
    END IF;
    r.revision := r.revision + 1;
    UPDATE relief SET kind = r.kind, household = r.household, area = r.area, flat_area = r.flat_area, fee = r.fee, rate = r.rate,
        basis = r.basis, sum = r.sum, proof = r.proof, proof_seen_by = r.proof_seen_by, proof_seen_at = r.proof_seen_at,
        remarks = r.remarks, state = r.state, decider = r.decider, decision = r.decision, decided_by = r.decided_by,
        decided_at = r.decided_at, paid_on = r.paid_on, paid_by = r.paid_by, revision = r.revision WHERE id = r.id;
    PERFORM log_relief(r, p_act, p_note, was);
    RETURN r.id;
END $$;

DO $$
DECLARE
    doers text := 'warmline_operator, warmline_supervisor, warmline_liaison';
    everyone text := doers || ', warmline_company, warmline_collector, warmline_administrator, warmline_auditor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    ALTER TABLE relief ENABLE ROW LEVEL SECURITY;
    ALTER TABLE relief FORCE ROW LEVEL SECURITY;
    CREATE POLICY owner ON relief TO warmline_owner USING (true) WITH CHECK (true);
    EXECUTE format('GRANT SELECT ON relief TO %s', doers);
    -- The company must know what to pay for which flat: not for whom, of which kind, nor by which proof.
    GRANT SELECT (id, number, season, community_id, building, unit, room, company_id, area, flat_area, fee, rate, basis, sum, state,
                  decided_at, paid_on, paid_by, revision) ON relief TO warmline_company;
    EXECUTE format('GRANT SELECT ON relief_rate TO %s', everyone);
    EXECUTE format('GRANT EXECUTE ON FUNCTION relief_make(jsonb) TO %s', doers);
    EXECUTE format('GRANT EXECUTE ON FUNCTION relief_step(uuid, integer, text, jsonb, text) TO %s, warmline_company', doers);
    GRANT EXECUTE ON FUNCTION relief_rate_put(text, numeric, text, text, text) TO warmline_administrator;
END $$;

CREATE POLICY hotline ON relief FOR SELECT TO warmline_operator, warmline_supervisor, warmline_liaison
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison'));
CREATE POLICY company ON relief FOR SELECT TO warmline_company
    USING (company_id = (SELECT my_company()) AND state IN ('approved', 'paid'));
