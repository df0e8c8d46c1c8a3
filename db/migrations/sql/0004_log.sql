-- The shift log (值班日志): what somebody types into it, and which events of the shift everybody reads in it.
-- Models: db/shift_log.py.

-- A version points to the one it amends; the last of them counts, all are kept.
CREATE TABLE shift_entry (
    id UUID NOT NULL,
    shift_id UUID NOT NULL,
    company_id INTEGER,
    kind VARCHAR(24) NOT NULL,
    text TEXT NOT NULL,
    amends UUID,
    made_by INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_shift_entry PRIMARY KEY (id),
    CONSTRAINT ck_shift_entry_kind CHECK (kind IN ('visitor', 'fault', 'order', 'notice', 'other')),
    CONSTRAINT ck_shift_entry_text CHECK (char_length(text) BETWEEN 1 AND 2000),
    CONSTRAINT fk_shift_entry_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id),
    CONSTRAINT fk_shift_entry_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_shift_entry_amends FOREIGN KEY(amends) REFERENCES shift_entry (id),
    CONSTRAINT fk_shift_entry_made_by FOREIGN KEY(made_by) REFERENCES person (id)
);
CREATE INDEX ix_shift_entry_shift_id ON shift_entry (shift_id);
CREATE UNIQUE INDEX ix_shift_entry_amends ON shift_entry (amends);

-- Holds for the functions of the owner too.
CREATE FUNCTION keep_entry() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse('WL002', 'entries are amended, never changed', 'entry_kept');
    RETURN NULL;
END $$;

CREATE TRIGGER keep_entry BEFORE UPDATE OR DELETE ON shift_entry FOR EACH ROW EXECUTE FUNCTION keep_entry();

-- p_shift NULL: the shift that runs now. p_amends: this is the new version of that entry. The same id again is the same
-- entry, once.
CREATE FUNCTION entry_put(p_id uuid, p_shift uuid, p_kind text, p_text text, p_amends uuid DEFAULT NULL) RETURNS shift_entry
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    moment timestamptz := clock_timestamp();
    s shift;
    old shift_entry;
    n shift_entry;
BEGIN
    IF me.id IS NULL OR me.role IN ('administrator', 'auditor') THEN
        PERFORM refuse('WL003', 'this role keeps no log', 'entry');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(p_id::text, 0));
    SELECT * INTO n FROM shift_entry WHERE id = p_id AND made_by = me.id;
    IF FOUND THEN
        RETURN n;
    END IF;
    IF p_amends IS NOT NULL THEN
        SELECT * INTO old FROM shift_entry WHERE id = p_amends FOR UPDATE;
        IF NOT FOUND OR old.company_id IS DISTINCT FROM me.company_id THEN
            PERFORM refuse('WL002', 'no such entry', 'entry_unknown');
        ELSIF old.made_by <> me.id AND me.role <> 'supervisor' AND shift_leader(old.shift_id) IS DISTINCT FROM me.id THEN
            PERFORM refuse('WL002', 'somebody else wrote it', 'entry_owner');
        ELSIF EXISTS (SELECT FROM shift_entry WHERE amends = old.id) THEN
            PERFORM refuse('WL002', 'amended already', 'entry_amended');
        END IF;
        p_shift := old.shift_id;
    END IF;
    SELECT * INTO s FROM shift WHERE id = coalesce(p_shift, shift_of(moment, me.company_id));
    IF s.id IS NULL THEN
        PERFORM refuse('WL002', 'no such shift', 'shift_unknown');
    ELSIF s.company_id IS DISTINCT FROM me.company_id THEN
        PERFORM refuse('WL002', 'another team''s shift', 'other_shift');
    ELSIF s.begins_at > moment THEN
        PERFORM refuse('WL002', 'the shift has not begun', 'shift_ahead');
    END IF;
    INSERT INTO shift_entry (id, shift_id, company_id, kind, text, amends, made_by, made_at)
        VALUES (p_id, s.id, s.company_id, p_kind, btrim(p_text), p_amends, me.id, moment) RETURNING * INTO n;
    PERFORM log_event('shift', CASE WHEN p_amends IS NULL THEN 'entry_add' ELSE 'entry_amend' END, n.text,
        jsonb_build_object('entry', n.id, 'kind', n.kind, 'shift', s.id, 'company', s.company_id, 'amends', n.amends,
            'was', old.text), me.id);
    PERFORM pg_notify('warmline', 's:' || s.id);
    RETURN n;
END $$;

-- What belongs to no complaint and is read in the log all the same: seats, entries, hand-overs, incidents, posts. Why
-- somebody asked to swap is for those who decide, rosters of days to come are no event of the shift.
CREATE FUNCTION in_shift_log(chain uuid, act text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT chain = md5('warmline shift')::uuid AND act IN ('shift_open', 'seat_on', 'seat_pause', 'seat_off', 'seat_free',
            'roster_change', 'entry_add', 'entry_amend', 'hand_over', 'hand_over_sign', 'log_export')
        OR chain = md5('warmline incidents')::uuid AND act LIKE 'incident\_%' AND act <> 'incident_threshold'
        OR chain = md5('warmline forum')::uuid AND act NOT IN ('source_add', 'source_change', 'posts_fetch')
$$;

-- A log leaves the program: who, which, in what form, with or without phone numbers, and why.
CREATE FUNCTION log_export(p_shift uuid, p_format text, p_phones boolean, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    s shift;
BEGIN
    SELECT * INTO s FROM shift WHERE id = p_shift;
    IF me.id IS NULL OR s.id IS NULL OR NOT coalesce(me.role IN ('supervisor', 'auditor')
            OR (me.company_id = s.company_id OR me.company_id IS NULL AND s.company_id IS NULL)
                AND shift_leader(s.id) = me.id, false) THEN
        PERFORM refuse('WL003', 'logs are taken out by the leader and the supervisor', 'log_export');
    ELSIF p_phones AND btrim(p_reason) = '' THEN
        PERFORM refuse('WL002', 'a reason is needed', 'export_reason');
    END IF;
    PERFORM log_event('shift', 'log_export', p_reason, jsonb_build_object('shift', s.id, 'company', s.company_id,
        'day', s.day, 'name', s.name, 'format', p_format, 'phones', p_phones), me.id);
END $$;

DO $$
DECLARE
    hotline text := 'warmline_operator, warmline_liaison, warmline_collector, warmline_supervisor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    ALTER TABLE shift_entry ENABLE ROW LEVEL SECURITY;
    ALTER TABLE shift_entry FORCE ROW LEVEL SECURITY;
    CREATE POLICY owner ON shift_entry TO warmline_owner USING (true) WITH CHECK (true);
    EXECUTE format('GRANT SELECT ON shift_entry TO %s, warmline_company, warmline_auditor', hotline);
    EXECUTE format('CREATE POLICY hotline ON shift_entry FOR SELECT TO %s, warmline_auditor
        USING ((SELECT my_role()) <> ''company'')', hotline);
    EXECUTE format('GRANT EXECUTE ON FUNCTION entry_put(uuid, uuid, text, text, uuid) TO %s, warmline_company', hotline);
    EXECUTE format('GRANT EXECUTE ON FUNCTION in_shift_log(uuid, text), log_export(uuid, text, boolean, text)
        TO %s, warmline_company, warmline_auditor', hotline);
    EXECUTE format('CREATE POLICY shift_log ON event FOR SELECT TO %s USING (
        complaint_id IS NULL AND in_shift_log(chain, act) AND (SELECT my_role()) <> ''company'')', hotline);
END $$;
CREATE POLICY company ON shift_entry FOR SELECT TO warmline_company USING (company_id = (SELECT my_company()));
CREATE POLICY company_log ON event FOR SELECT TO warmline_company USING (
    complaint_id IS NULL AND chain = md5('warmline shift')::uuid AND in_shift_log(chain, act)
    AND (detail->>'company')::integer = (SELECT my_company()));
