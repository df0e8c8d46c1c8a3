-- The hand-over of a shift (交接班): a sheet with all that is left to do, sealed, signed by the next shift's leader.
-- Models: db/hand_over.py.

CREATE TABLE hand_over (
    shift_id UUID NOT NULL,
    number TEXT NOT NULL,
    company_id INTEGER,
    content JSONB NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    seal_number INTEGER NOT NULL,
    made_by INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    next_shift_id UUID,
    signed_by INTEGER,
    signed_at TIMESTAMP WITH TIME ZONE,
    remarks TEXT DEFAULT '' NOT NULL,
    sign_reason TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_hand_over PRIMARY KEY (shift_id),
    CONSTRAINT uq_hand_over_number UNIQUE (number),
    CONSTRAINT ck_hand_over_note CHECK (char_length(note) <= 4000),
    CONSTRAINT ck_hand_over_reason CHECK (char_length(reason) <= 500),
    CONSTRAINT ck_hand_over_remarks CHECK (char_length(remarks) <= 4000),
    CONSTRAINT ck_hand_over_sign_reason CHECK (char_length(sign_reason) <= 500),
    CONSTRAINT ck_hand_over_signed CHECK ((signed_by IS NULL) = (signed_at IS NULL)),
    CONSTRAINT fk_hand_over_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id),
    CONSTRAINT fk_hand_over_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_hand_over_seal_number FOREIGN KEY(seal_number) REFERENCES seal (number),
    CONSTRAINT fk_hand_over_made_by FOREIGN KEY(made_by) REFERENCES person (id),
    CONSTRAINT fk_hand_over_next_shift_id FOREIGN KEY(next_shift_id) REFERENCES shift (id),
    CONSTRAINT fk_hand_over_signed_by FOREIGN KEY(signed_by) REFERENCES person (id)
);
CREATE INDEX ix_hand_over_made_at ON hand_over (made_at);

-- Runs before a sheet is made, in the one statement that counts, lists and seals: all of it is of one snapshot.
-- counts are whole; of each list the first 200, the most urgent first. p_company NULL: the hotline, which hands over all.
CREATE FUNCTION hand_over_facts(p_shift uuid, p_at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH s AS (
        SELECT * FROM shift WHERE id = p_shift
    ), waiting AS (
        SELECT c.*, c.due_at < p_at AND c.state <> 'shelved' AS overdue, c.state IN ('dispatched', 'reopened') AS unsigned,
               c.state IN ('reported', 'call_back') AND NOT c.no_reply AS call_back
        FROM complaint c, s
        WHERE c.is_open AND (s.company_id IS NULL OR (c.company_id = s.company_id AND c.dispatched_at IS NOT NULL))
    ), lists AS (
        SELECT k.kind, jsonb_agg(k.item ORDER BY k.rank) FILTER (WHERE k.rank <= 200) AS items, count(*) AS many FROM (
            SELECT t.kind, row_number() OVER (PARTITION BY t.kind ORDER BY w.rank_at, w.id) AS rank,
                jsonb_build_object('id', w.id, 'number', w.number, 'place', w.place, 'category', w.category,
                    'urgency', w.urgency, 'state', w.state, 'company', w.company_id, 'due_at', w.due_at) AS item
            FROM waiting w, LATERAL (VALUES ('overdue', w.overdue), ('unsigned', w.unsigned), ('call_backs', w.call_back))
                t(kind, there) WHERE t.there
            UNION ALL
            SELECT 'incidents', row_number() OVER (ORDER BY i.opened_at, i.id),
                jsonb_build_object('id', i.id, 'number', i.number, 'place', incident_words(i), 'category', i.category,
                    'company', i.company_id, 'homes', i.homes, 'cause', i.cause, 'expected_end', i.expected_end,
                    'complaints', (SELECT count(*) FROM complaint c WHERE c.incident_id = i.id))
            FROM incident i, s WHERE i.state = 'open' AND (s.company_id IS NULL OR i.company_id = s.company_id)
            UNION ALL
            SELECT 'drafts', row_number() OVER (ORDER BY d.kept_at, d.id),
                jsonb_build_object('id', d.id, 'person', d.person_id, 'kept_at', d.kept_at)
            FROM draft d JOIN person p ON p.id = d.person_id, s WHERE p.company_id IS NOT DISTINCT FROM s.company_id
            UNION ALL
            SELECT 'posts', row_number() OVER (ORDER BY p.first_seen_at, p.id),
                jsonb_build_object('id', p.id, 'title', p.title, 'source', o.name, 'state', p.state, 'seen_at', p.first_seen_at)
            FROM post p JOIN source o ON o.id = p.source_id, s WHERE p.state IN ('new', 'joined') AND s.company_id IS NULL
            UNION ALL
            SELECT 'notices', row_number() OVER (ORDER BY e.made_at, e.id),
                jsonb_build_object('id', e.id, 'text', e.text, 'person', e.made_by, 'made_at', e.made_at)
            FROM shift_entry e WHERE e.shift_id = p_shift AND e.kind = 'notice'
                AND NOT EXISTS (SELECT FROM shift_entry n WHERE n.amends = e.id)
        ) k GROUP BY k.kind
    ), done AS (
        SELECT e.act, count(*) AS many FROM s, event e LEFT JOIN complaint c ON c.id = e.complaint_id
        WHERE e.at >= s.begins_at AND e.at < least(s.ends_at, p_at) AND e.complaint_id IS NOT NULL
          AND (s.company_id IS NULL OR c.company_id = s.company_id)
          AND e.act IN ('take', 'answer', 'dispatch', 'sign', 'report', 'call_back', 'reopen', 'close', 'return')
        GROUP BY e.act
    )
    SELECT jsonb_build_object('at', p_at,
        'counts', jsonb_build_object('open', (SELECT count(*) FROM waiting))
            || (SELECT jsonb_object_agg(k, coalesce((SELECT many FROM lists WHERE kind = k), 0))
                FROM unnest(ARRAY['overdue', 'unsigned', 'call_backs', 'incidents', 'drafts', 'posts', 'notices']) k),
        'states', coalesce((SELECT jsonb_object_agg(state, many)
                            FROM (SELECT state, count(*) AS many FROM waiting GROUP BY state) w), '{}'),
        'done', coalesce((SELECT jsonb_object_agg(act, many) FROM done), '{}'),
        'lists', coalesce((SELECT jsonb_object_agg(kind, items) FROM lists), '{}'))
$$;

-- What the sheet would say now; for whoever may read it once it is made.
CREATE FUNCTION hand_over_now(p_shift uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    s shift;
BEGIN
    SELECT * INTO s FROM shift WHERE id = p_shift;
    IF s.id IS NULL OR me.id IS NULL OR (me.company_id IS NOT NULL AND me.company_id IS DISTINCT FROM s.company_id) THEN
        PERFORM refuse('WL002', 'no such shift', 'shift_unknown');
    END IF;
    RETURN hand_over_facts(s.id, statement_timestamp());
END $$;

-- Refuses whoever neither leads the shift nor stands in for its leader: a supervisor at the hotline, at a company
-- somebody who is on duty in it; with a reason.
CREATE FUNCTION check_leads(me person, s shift, p_reason text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF me.id IS NULL OR me.company_id IS DISTINCT FROM s.company_id THEN
        PERFORM refuse('WL002', 'another team''s shift', 'other_shift');
    ELSIF shift_leader(s.id) = me.id THEN
        RETURN;
    ELSIF me.role <> 'supervisor'
          AND (s.company_id IS NULL OR NOT EXISTS (SELECT FROM presence WHERE shift_id = s.id AND person_id = me.id)) THEN
        PERFORM refuse('WL002', 'somebody else leads this shift', 'not_leader');
    ELSIF btrim(p_reason) = '' THEN
        PERFORM refuse('WL002', 'a reason is needed', 'stand_in');
    END IF;
END $$;

-- What was handed over, as the event keeps it: a sheet that is changed afterwards no longer has this digest.
CREATE FUNCTION hand_over_digest(h hand_over) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(h.shift_id, h.number, h.content, h.note, h.reason, h.made_by,
        (extract(epoch FROM h.made_at) * 1000000)::bigint)::text, 'UTF8')), 'hex')
$$;

-- Close the shift. p_reason: why the leader does not do it, or why it is done long before the end (early_minutes).
CREATE FUNCTION hand_over_put(p_shift uuid, p_note text, p_reason text) RETURNS hand_over
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    moment timestamptz;
    s shift;
    h hand_over;
    n seal;
BEGIN
    SELECT * INTO s FROM shift WHERE id = p_shift FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL002', 'no such shift', 'shift_unknown');
    END IF;
    SELECT * INTO h FROM hand_over WHERE shift_id = s.id;
    IF FOUND THEN
        IF h.made_by = me.id AND h.note = btrim(p_note) THEN
            RETURN h;  -- asked for twice
        END IF;
        PERFORM refuse('WL002', 'handed over already', 'handed_over');
    END IF;
    PERFORM check_leads(me, s, p_reason);
    PERFORM pg_advisory_xact_lock(12319, 5);  -- one seal after the other
    moment := clock_timestamp();
    IF s.begins_at > moment THEN
        PERFORM refuse('WL002', 'the shift has not begun', 'shift_ahead');
    ELSIF btrim(p_reason) = '' AND moment < s.ends_at
          - (SELECT make_interval(mins => value::text::integer) FROM setting WHERE key = 'early_minutes') THEN
        PERFORM refuse('WL002', 'long before its end', 'too_early');
    END IF;
    h.number := 'J' || to_char(s.day, 'YYYYMMDD') || '-' || s.slot
        || coalesce('-' || (SELECT upper(code) FROM company WHERE id = s.company_id), '');
    SELECT hand_over_facts(s.id, moment), f.number, f.covers, f.events, f.previous, f.hash
        INTO h.content, n.number, n.covers, n.events, n.previous, n.hash FROM next_seal() f;
    INSERT INTO seal SELECT n.number, n.covers, n.events, n.previous, n.hash, s.id, me.id, moment;
    INSERT INTO hand_over (shift_id, number, company_id, content, note, reason, seal_number, made_by, made_at)
        VALUES (s.id, h.number, s.company_id, h.content, btrim(p_note), btrim(p_reason), n.number, me.id, moment)
        RETURNING * INTO h;
    UPDATE shift SET closed_at = moment WHERE id = s.id;
    PERFORM log_event('shift', 'hand_over', left(h.note, 4000), jsonb_build_object('shift', s.id, 'company', s.company_id,
        'number', h.number, 'counts', h.content->'counts', 'reason', h.reason, 'seal_number', n.number,
        'seal', encode(n.hash, 'hex'), 'events', n.events, 'digest', hand_over_digest(h)), me.id);
    PERFORM pg_notify('warmline', 's:' || s.id);
    RETURN h;
END $$;

-- The shift that takes over: the team's next one.
CREATE FUNCTION next_shift(p_shift uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    s shift;
BEGIN
    SELECT * INTO s FROM shift WHERE id = p_shift;
    PERFORM make_shifts(s.company_id, s.day, s.day + 3);
    RETURN (SELECT n.id FROM shift n WHERE n.company_id IS NOT DISTINCT FROM s.company_id AND n.begins_at >= s.ends_at
        ORDER BY n.begins_at LIMIT 1);
END $$;

-- The next shift's leader has read the sheet. p_reason: why somebody else signs.
CREATE FUNCTION hand_over_sign(p_shift uuid, p_remarks text, p_reason text) RETURNS hand_over
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    h hand_over;
    s shift;
BEGIN
    SELECT * INTO h FROM hand_over WHERE shift_id = p_shift FOR UPDATE;
    IF NOT FOUND OR (me.company_id IS NOT NULL AND me.company_id IS DISTINCT FROM h.company_id) THEN
        PERFORM refuse('WL002', 'no sheet to sign', 'sheet_unknown');
    ELSIF h.signed_by IS NOT NULL THEN
        IF h.signed_by = me.id AND h.remarks = btrim(p_remarks) THEN
            RETURN h;  -- asked for twice
        END IF;
        PERFORM refuse('WL002', 'signed already', 'sheet_signed');
    ELSIF h.made_by = me.id THEN
        PERFORM refuse('WL002', 'nobody takes over from himself', 'own_sheet');
    END IF;
    SELECT * INTO s FROM shift WHERE id = next_shift(h.shift_id);
    IF s.id IS NULL THEN
        PERFORM refuse('WL002', 'nobody takes over', 'no_next_shift');
    END IF;
    PERFORM check_leads(me, s, p_reason);
    UPDATE hand_over SET next_shift_id = s.id, signed_by = me.id, signed_at = clock_timestamp(), remarks = btrim(p_remarks),
        sign_reason = btrim(p_reason) WHERE shift_id = h.shift_id RETURNING * INTO h;
    PERFORM log_event('shift', 'hand_over_sign', h.remarks, jsonb_build_object('shift', h.shift_id, 'next', s.id,
        'company', h.company_id, 'number', h.number, 'reason', h.sign_reason), me.id);
    PERFORM pg_notify('warmline', 's:' || h.shift_id);
    PERFORM pg_notify('warmline', 's:' || s.id);
    RETURN h;
END $$;

DO $$
DECLARE
    t text;
    hotline text := 'warmline_operator, warmline_liaison, warmline_collector, warmline_supervisor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    FOREACH t IN ARRAY ARRAY['seal', 'hand_over'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT ON %I TO %s, warmline_company, warmline_auditor', t, hotline);
        EXECUTE format('CREATE POLICY hotline ON %I FOR SELECT TO %s, warmline_auditor
            USING ((SELECT my_role()) <> ''company'')', t, hotline);
    END LOOP;
    EXECUTE format('GRANT EXECUTE ON FUNCTION hand_over_now(uuid), next_shift(uuid) TO %s, warmline_company, warmline_auditor',
                   hotline);
    EXECUTE format('GRANT EXECUTE ON FUNCTION hand_over_put(uuid, text, text), hand_over_sign(uuid, text, text)
        TO %s, warmline_company', hotline);
END $$;
CREATE POLICY company ON hand_over FOR SELECT TO warmline_company USING (company_id = (SELECT my_company()));
CREATE POLICY company ON seal FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM hand_over h WHERE h.seal_number = seal.number));
