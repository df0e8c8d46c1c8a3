-- A company begins tests and refunds of flats that it heats, whatever program it uses. Until now it could name itself for any
-- flat of the city, and so hold up the test of another company's flat, or give away its days.

-- As in 0005_temperature_acts.sql, but for the flat's company; a complaint's flat is whose the complaint is.
CREATE OR REPLACE FUNCTION test_ask(p_id uuid, p_complaint uuid, p_values jsonb, p_due timestamptz, p_note text) RETURNS room_test
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    moment timestamptz := clock_timestamp();
    c complaint;
    t room_test;
    rule limit_rule;
    today text := to_char(moment AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD');
BEGIN
    IF me.id IS NULL OR me.role NOT IN ('operator', 'liaison', 'supervisor', 'company') THEN
        PERFORM refuse('WL003', 'this role asks for no tests', 'temperature');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('room_test', 0));
    SELECT * INTO t FROM room_test WHERE id = p_id AND requested_by = me.id;
    IF FOUND THEN
        RETURN t;  -- a replay after a lost answer
    END IF;
    t := jsonb_populate_record(NULL::room_test, p_values);
    IF p_complaint IS NOT NULL THEN
        SELECT * INTO c FROM complaint WHERE id = p_complaint;
        IF NOT FOUND OR NOT may_touch(me, c) THEN
            PERFORM refuse('WL005', 'no such complaint');
        END IF;
        t.complaint_id := c.id; t.company_id := c.company_id; t.community_id := c.community_id; t.place := c.place;
        t.building := c.building; t.unit := c.unit; t.room := c.room;
        t.asker := ''; t.phone := '';
    END IF;
    IF t.company_id IS NULL OR (me.role = 'company' AND (t.company_id <> me.company_id
           OR (p_complaint IS NULL AND NOT coalesce(notice_places('community', ARRAY[t.community_id], me.company_id), false)))) THEN
        PERFORM refuse('WL006', 'no company that heats it', 'company');
    ELSIF t.requested_at IS NULL OR t.requested_at > moment + interval '5 seconds' OR t.requested_at < moment - interval '60 days' THEN
        PERFORM refuse('WL006', 'asked for in the future, or too long ago', 'requested_at');
    END IF;
    t.requested_at := least(t.requested_at, moment);  -- two clocks differ by milliseconds, as check_clock() allows
    IF EXISTS (SELECT FROM room_test o WHERE o.withdrawn_at IS NULL AND NOT test_passed(o)
               AND CASE WHEN p_complaint IS NOT NULL THEN o.complaint_id = p_complaint
                        ELSE o.community_id = t.community_id AND coalesce(t.room, '') <> ''
                             AND (o.building, o.unit, o.room) = (coalesce(t.building, ''), coalesce(t.unit, ''), t.room) END) THEN
        PERFORM refuse('WL002', 'asked for already', 'test_open');
    END IF;
    SELECT * INTO rule FROM limit_rule r WHERE r.clock = 'test' AND r.valid_from <= local_day(t.requested_at)
        AND local_day(t.requested_at) <= coalesce(r.valid_until, 'infinity')
        ORDER BY coalesce(c.category, 'B3') = ANY (r.categories) DESC, r.valid_from DESC LIMIT 1;
    IF NOT FOUND THEN
        PERFORM refuse('WL002', 'no limit for tests on that day', 'test_rule');
    END IF;
    t.due_at := CASE WHEN rule.unit = 'hours' THEN t.requested_at + make_interval(mins => rule.minutes) ELSE p_due END;
    t.number := 'CW' || today || '-' || lpad((SELECT count(*) + 1 FROM room_test o WHERE o.number LIKE 'CW' || today || '-%')::text, 3, '0');
    INSERT INTO room_test (id, number, complaint_id, company_id, community_id, place, building, unit, room, asker, phone, note,
            requested_at, requested_by, made_at, due_at, due_rule, due_article, minimum)
        VALUES (p_id, t.number, t.complaint_id, t.company_id, t.community_id, btrim(t.place), coalesce(t.building, ''),
            coalesce(t.unit, ''), coalesce(t.room, ''), coalesce(t.asker, ''), coalesce(t.phone, ''), coalesce(t.note, ''),
            t.requested_at, me.id, moment, t.due_at, rule.words, rule.legal_name,
            (SELECT (value->>'minimum')::numeric FROM setting WHERE key = 'room_test'))
        RETURNING * INTO t;
    PERFORM log_test(t, 'ask_test', t.number || '　' || p_note, jsonb_build_object('requested_at', t.requested_at, 'due_at', t.due_at));
    RETURN t;
END $$;

-- As in 0005_refunds.sql, but for the flat's company.
CREATE OR REPLACE FUNCTION refund_make(p_refund jsonb) RETURNS refund
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
    ELSIF me.role = 'company' AND (r.company_id IS DISTINCT FROM me.company_id
          OR NOT coalesce(notice_places('community', ARRAY[r.community_id], me.company_id), false)) THEN
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
