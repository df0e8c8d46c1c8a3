-- What is done about room temperature tests: asked for, visited, corrected, disputed, decided, withdrawn.

-- Into the complaint's own chain where there is one, else into that of the tests.
CREATE FUNCTION log_test(t room_test, p_act text, p_note text, p_detail jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told jsonb := p_detail || jsonb_build_object('id', t.id, 'number', t.number);
BEGIN
    IF t.complaint_id IS NOT NULL THEN
        PERFORM act(t.complaint_id, NULL, p_act, '{}', p_note, jsonb_build_object('test', told), clock_timestamp());
    ELSE
        PERFORM log_event('temperature', p_act, p_note, jsonb_build_object('test', told, 'company', t.company_id), my_id());
    END IF;
    PERFORM pg_notify('warmline', 'k:test');
END $$;

-- The test, for whom it concerns: the hotline all, a company its own.
CREATE FUNCTION my_test(me person, p_test uuid) RETURNS room_test
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    t room_test;
BEGIN
    IF me.id IS NULL OR me.role NOT IN ('operator', 'liaison', 'supervisor', 'company') THEN
        PERFORM refuse('WL003', 'this role has no tests', 'temperature');
    END IF;
    SELECT * INTO t FROM room_test WHERE id = p_test FOR UPDATE;
    IF NOT FOUND OR (me.role = 'company' AND t.company_id <> me.company_id) THEN
        PERFORM refuse('WL002', 'no such test', 'test_unknown');
    ELSIF t.withdrawn_at IS NOT NULL THEN
        PERFORM refuse('WL002', 'withdrawn', 'test_withdrawn');
    END IF;
    RETURN t;
END $$;

-- p_values: company_id, community_id, place, building, unit, room, asker, phone, note, requested_at; of a complaint only the
-- last two. p_due: where the limit is counted in working days, which the calendar of the program knows.
CREATE FUNCTION test_ask(p_id uuid, p_complaint uuid, p_values jsonb, p_due timestamptz, p_note text) RETURNS room_test
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
    IF t.company_id IS NULL OR (me.role = 'company' AND t.company_id <> me.company_id) THEN
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

-- The newest version of each visit that was measured: its stable reading and when it was taken.
CREATE FUNCTION measured_visits(p_test uuid) RETURNS TABLE (visit_id uuid, read_at timestamptz, celsius numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT v.id, r.read_at, r.celsius FROM room_visit v JOIN room_reading r ON r.visit_id = v.id AND r.stable
    WHERE v.test_id = p_test AND v.outcome = 'tested' AND NOT EXISTS (SELECT FROM room_visit n WHERE n.amends = v.id)
$$;

-- Whether it ended well: a reading signed by both that is high enough, unless a testing body found otherwise.
CREATE FUNCTION test_passed(t room_test) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM measured_visits(t.id) m JOIN room_visit v ON v.id = m.visit_id
        WHERE m.celsius >= t.minimum AND v.company_signed = 'signed' AND v.user_signed = 'signed')
    AND NOT EXISTS (SELECT FROM room_dispute d WHERE d.test_id = t.id AND coalesce(d.celsius, -99) < t.minimum)
$$;

-- A visit by the company, or (p_amends) its new version by a supervisor, who says why in p_note. p_readings: [{read_at,
-- celsius, stable}]. p_arrive: what the queue is to show once the company has arrived, for a complaint that waits for it.
CREATE FUNCTION test_visit(p_id uuid, p_test uuid, p_amends uuid, p_values jsonb, p_readings jsonb, p_arrive jsonb, p_note text)
RETURNS room_visit
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    moment timestamptz := clock_timestamp();
    rule jsonb;
    t room_test;
    old room_visit;
    v room_visit;
    tool instrument;
    stable_at timestamptz;
    last_at timestamptz;
    asked_kind text := p_values->>'kind';
BEGIN
    t := my_test(me, p_test);
    SELECT * INTO v FROM room_visit WHERE id = p_id AND made_by = me.id;
    IF FOUND THEN
        RETURN v;
    END IF;
    SELECT value INTO rule FROM setting WHERE key = 'room_test';
    IF p_amends IS NOT NULL THEN
        SELECT * INTO old FROM room_visit WHERE id = p_amends AND test_id = t.id;
        IF me.role <> 'supervisor' THEN
            PERFORM refuse('WL003', 'the supervisor corrects', 'visit_amend');
        ELSIF old.id IS NULL THEN
            PERFORM refuse('WL002', 'no such visit', 'test_unknown');
        ELSIF EXISTS (SELECT FROM room_visit WHERE amends = old.id) THEN
            PERFORM refuse('WL002', 'amended already', 'visit_amended');
        ELSIF btrim(p_note) = '' THEN
            PERFORM refuse('WL006', 'a reason is needed', 'note');
        END IF;
    ELSIF me.role NOT IN ('company', 'supervisor') THEN
        PERFORM refuse('WL003', 'the company that heats the flat enters it', 'visit_company');
    ELSIF test_passed(t) THEN
        PERFORM refuse('WL002', 'it ended well', 'test_passed');
    END IF;
    v := jsonb_populate_record(NULL::room_visit, p_values);
    IF me.role = 'company' THEN
        v.cause := NULL;  -- whether a refusal had a cause is not for the other party to say
    END IF;
    IF v.arrived_at IS NULL OR v.arrived_at > moment + interval '5 seconds' THEN
        PERFORM refuse('WL002', 'in the future', 'visit_future');
    ELSIF v.arrived_at < t.requested_at THEN
        PERFORM refuse('WL002', 'before the request', 'visit_early');
    END IF;
    IF v.outcome = 'tested' THEN
        SELECT * INTO tool FROM instrument i WHERE i.id = v.instrument_id AND i.company_id = t.company_id;
        IF NOT FOUND OR (tool.retired_at IS NOT NULL AND p_amends IS NULL) THEN
            PERFORM refuse('WL002', 'no such instrument of this company', 'instrument_unknown');
        END IF;
        SELECT max(r.read_at) FILTER (WHERE r.stable) INTO stable_at
            FROM jsonb_to_recordset(p_readings) r(read_at timestamptz, celsius numeric, stable boolean)
            HAVING count(*) BETWEEN 1 AND 20 AND count(*) FILTER (WHERE r.stable) = 1
               AND bool_and(r.read_at <= moment + interval '5 seconds' AND r.read_at >= v.arrived_at);
        IF stable_at IS NULL THEN
            PERFORM refuse('WL002', 'one stable reading, none before the arrival, none in the future', 'visit_readings');
        ELSIF EXISTS (SELECT FROM jsonb_to_recordset(p_readings) r(read_at timestamptz) WHERE r.read_at < v.shut_since) THEN
            PERFORM refuse('WL002', 'read before doors and windows were shut', 'reading_early');
        ELSIF stable_at < v.shut_since + make_interval(mins => (rule->>'shut_minutes')::integer) THEN
            PERFORM refuse('WL002', 'not shut long enough', 'shut_short');
        ELSIF NOT v.centre OR abs(v.height_cm - (rule->>'height_cm')::integer) > (rule->>'height_within_cm')::integer THEN
            PERFORM refuse('WL002', 'not where the article says', 'visit_point');
        END IF;
        v.instrument_number := tool.number; v.instrument_model := tool.model;
        v.calibrated_on := tool.calibrated_on; v.valid_until := tool.valid_until;
        IF old.instrument_id = tool.id THEN  -- as it was on that day
            v.instrument_number := old.instrument_number; v.instrument_model := old.instrument_model;
            v.calibrated_on := old.calibrated_on; v.valid_until := old.valid_until;
        END IF;
    ELSE
        v.instrument_id := NULL; v.company_signed := NULL; v.user_signed := NULL; v.company_reason := '';
    END IF;
    IF v.outcome <> 'user_refused' AND v.user_signed IS DISTINCT FROM 'refused' THEN
        v.user_reason := ''; v.cause := NULL;
    END IF;
    SELECT max(m.read_at) INTO last_at FROM measured_visits(t.id) m WHERE m.visit_id IS DISTINCT FROM p_amends;
    v.kind := coalesce(old.kind, CASE WHEN last_at IS NULL THEN 'test' ELSE 'retest' END);
    IF p_amends IS NULL AND asked_kind = 'retest' AND last_at IS NULL THEN
        PERFORM refuse('WL002', 'no test yet', 'retest_early');
    ELSIF p_amends IS NULL AND coalesce(stable_at, v.arrived_at) <= last_at THEN
        PERFORM refuse('WL002', 'before the last test', 'retest_order');
    END IF;
    INSERT INTO room_visit (id, test_id, company_id, amends, kind, outcome, tester, arrived_at, instrument_id, instrument_number,
            instrument_model, calibrated_on, valid_until, room_kind, shut_since, height_cm, centre, outdoor, company_signed,
            company_reason, user_signed, user_reason, cause, note, made_by, made_at)
        VALUES (p_id, t.id, t.company_id, p_amends, v.kind, v.outcome, btrim(v.tester), v.arrived_at, v.instrument_id,
            coalesce(v.instrument_number, ''), coalesce(v.instrument_model, ''), v.calibrated_on, v.valid_until, v.room_kind,
            v.shut_since, v.height_cm, v.centre, v.outdoor, v.company_signed, coalesce(btrim(v.company_reason), ''), v.user_signed,
            coalesce(btrim(v.user_reason), ''), v.cause, coalesce(v.note, ''), me.id, moment)
        RETURNING * INTO v;
    IF v.outcome = 'tested' THEN
        INSERT INTO room_reading (visit_id, seq, read_at, celsius, stable)
            SELECT v.id, row_number() OVER (ORDER BY r.read_at, n), r.read_at, r.celsius, coalesce(r.stable, false)
            FROM ROWS FROM (jsonb_to_recordset(p_readings) AS (read_at timestamptz, celsius numeric, stable boolean)) WITH ORDINALITY
                AS r(read_at, celsius, stable, n);
    END IF;
    IF p_amends IS NULL AND (SELECT state FROM complaint WHERE id = t.complaint_id) = 'signed' THEN
        PERFORM act(t.complaint_id, NULL, 'arrive', p_arrive, '测温到场', '{}', clock_timestamp());
    END IF;
    PERFORM log_test(t, CASE WHEN p_amends IS NULL THEN 'test' ELSE 'test_step' END, t.number || '　' || p_note, jsonb_build_object(
        'visit', v.id, 'amends', v.amends, 'kind', v.kind, 'outcome', v.outcome, 'arrived_at', v.arrived_at,
        'celsius', (SELECT celsius::text FROM room_reading r WHERE r.visit_id = v.id AND r.stable),
        'company_signed', v.company_signed, 'user_signed', v.user_signed, 'cause', v.cause));
    RETURN v;
END $$;

CREATE FUNCTION test_dispute(p_id uuid, p_test uuid, p_visit uuid, p_asked_by text, p_body text, p_words text, p_note text)
RETURNS room_dispute
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    t room_test := my_test(me, p_test);
    d room_dispute;
BEGIN
    SELECT * INTO d FROM room_dispute WHERE id = p_id AND made_by = me.id;
    IF FOUND THEN
        RETURN d;
    ELSIF me.role = 'company' AND p_asked_by <> 'company' THEN
        PERFORM refuse('WL003', 'the hotline enters what the user disputes', 'dispute_user');
    ELSIF NOT EXISTS (SELECT FROM measured_visits(t.id) m WHERE m.visit_id = p_visit) THEN
        PERFORM refuse('WL002', 'nothing measured to dispute', 'dispute_nothing');
    ELSIF EXISTS (SELECT FROM room_dispute o WHERE o.test_id = t.id AND (o.result_at IS NULL OR o.visit_id = p_visit)) THEN
        PERFORM refuse('WL002', 'disputed already', 'dispute_open');
    END IF;
    INSERT INTO room_dispute (id, test_id, visit_id, asked_by, body, asked_at, note, made_by)
        VALUES (p_id, t.id, p_visit, p_asked_by, btrim(p_body), clock_timestamp(), p_words, me.id) RETURNING * INTO d;
    PERFORM log_test(t, 'test_step', t.number || '　' || p_note, jsonb_build_object('dispute', d.id, 'asked_by', d.asked_by, 'body', d.body));
    RETURN d;
END $$;

-- What the body found, entered by the hotline: the reading takes the place of the disputed one, and who is at fault pays.
CREATE FUNCTION test_result(p_dispute uuid, p_celsius numeric, p_payer text, p_words text, p_note text) RETURNS room_dispute
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    t room_test;
    d room_dispute;
BEGIN
    IF me.id IS NULL OR me.role NOT IN ('operator', 'supervisor') THEN
        PERFORM refuse('WL003', 'the hotline enters what the body found', 'dispute_result');
    END IF;
    SELECT * INTO d FROM room_dispute WHERE id = p_dispute FOR UPDATE;
    IF NOT FOUND OR d.result_at IS NOT NULL THEN
        PERFORM refuse('WL002', 'no open dispute', 'dispute_none');
    END IF;
    t := my_test(me, d.test_id);
    UPDATE room_dispute SET celsius = p_celsius, payer = p_payer, result_note = p_words, result_at = clock_timestamp(), result_by = me.id
        WHERE id = d.id RETURNING * INTO d;
    PERFORM log_test(t, 'test_step', t.number || '　' || p_note, jsonb_build_object('dispute', d.id, 'celsius', d.celsius::text, 'payer', d.payer));
    RETURN d;
END $$;

-- The user takes the request back; the hotline alone says so.
CREATE FUNCTION test_withdraw(p_test uuid, p_note text) RETURNS room_test
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    t room_test := my_test(me, p_test);
BEGIN
    IF me.role = 'company' THEN
        PERFORM refuse('WL003', 'the hotline takes a request back', 'test_withdraw');
    ELSIF btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    UPDATE room_test SET withdrawn_at = clock_timestamp(), withdrawn_by = me.id, withdrawn_note = btrim(p_note)
        WHERE id = t.id RETURNING * INTO t;
    PERFORM log_test(t, 'test_step', t.number || '　撤回申请：' || t.withdrawn_note, '{"withdrawn": true}');
    RETURN t;
END $$;

-- p_id NULL: a new one. A company keeps its own, the supervisor all.
CREATE FUNCTION instrument_put(p_id integer, p_values jsonb, p_retired boolean, p_note text) RETURNS instrument
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    old instrument;
    n instrument;
BEGIN
    IF me.id IS NULL OR me.role NOT IN ('company', 'supervisor') THEN
        PERFORM refuse('WL003', 'instruments are kept by their company', 'instrument');
    END IF;
    IF p_id IS NOT NULL THEN
        SELECT * INTO old FROM instrument WHERE id = p_id FOR UPDATE;
    END IF;
    n := jsonb_populate_record(old, p_values - ARRAY['id', 'retired_at']);
    n.company_id := coalesce(old.company_id, CASE WHEN me.role = 'company' THEN me.company_id ELSE n.company_id END);
    IF (p_id IS NOT NULL AND old.id IS NULL) OR (me.role = 'company' AND n.company_id <> me.company_id) THEN
        PERFORM refuse('WL002', 'no such instrument', 'instrument_unknown');
    ELSIF n.calibrated_on > local_day(clock_timestamp()) THEN
        PERFORM refuse('WL006', 'calibrated in the future', 'calibrated_on');
    ELSIF EXISTS (SELECT FROM instrument o WHERE o.company_id = n.company_id AND o.number = btrim(n.number) AND o.id IS DISTINCT FROM p_id) THEN
        PERFORM refuse('WL002', 'that number is there already', 'instrument_double');
    END IF;
    n.retired_at := CASE WHEN p_retired THEN coalesce(old.retired_at, clock_timestamp()) END;
    IF p_id IS NULL THEN
        INSERT INTO instrument (company_id, number, model, calibrated_on, valid_until, retired_at)
            VALUES (n.company_id, btrim(n.number), btrim(n.model), n.calibrated_on, n.valid_until, n.retired_at) RETURNING * INTO n;
    ELSE
        UPDATE instrument SET number = btrim(n.number), model = btrim(n.model), calibrated_on = n.calibrated_on,
            valid_until = n.valid_until, retired_at = n.retired_at WHERE id = p_id RETURNING * INTO n;
    END IF;
    PERFORM log_event('temperature', 'instrument', p_note, jsonb_build_object('company', n.company_id, 'before',
        CASE WHEN old.id IS NOT NULL THEN to_jsonb(old) END, 'after', to_jsonb(n)), me.id);
    PERFORM pg_notify('warmline', 'k:test');
    RETURN n;
END $$;

DO $$
DECLARE
    askers text := 'warmline_operator, warmline_liaison, warmline_supervisor, warmline_company';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    EXECUTE format('GRANT EXECUTE ON FUNCTION test_ask(uuid, uuid, jsonb, timestamptz, text),
        test_dispute(uuid, uuid, uuid, text, text, text, text) TO %s', askers);
    GRANT EXECUTE ON FUNCTION test_visit(uuid, uuid, uuid, jsonb, jsonb, jsonb, text), instrument_put(integer, jsonb, boolean, text)
        TO warmline_company, warmline_supervisor;
    GRANT EXECUTE ON FUNCTION test_result(uuid, numeric, text, text, text) TO warmline_operator, warmline_supervisor;
    GRANT EXECUTE ON FUNCTION test_withdraw(uuid, text) TO warmline_operator, warmline_liaison, warmline_supervisor;
END $$;
