-- The one door for writes: take() for a new complaint, act() for every change of one.

-- Whether the company's person may touch this complaint: its own once dispatched, and what it took itself.
CREATE FUNCTION may_touch(me person, c complaint) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(me.role <> 'company' OR c.taken_by = me.id
                    OR (c.company_id = me.company_id AND c.dispatched_at IS NOT NULL), false)
$$;

CREATE FUNCTION take(p_complaint jsonb, p_contact jsonb, p_words text, p_grams text[], p_at timestamptz, p_note text)
RETURNS complaint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    c complaint;
    same complaint;
    today date;
    ordinal integer;
    detail jsonb;
BEGIN
    IF me.id IS NULL OR NOT EXISTS (SELECT FROM move WHERE state = 'new' AND act = 'take' AND role = me.role) THEN
        PERFORM refuse('WL003', 'this role takes no complaints');
    END IF;
    -- The event keeps what the complaint keeps, but for the words; nothing else gets in beside it.
    detail := p_complaint - ARRAY['id', 'text'];
    IF detail - (SELECT fields FROM act_rule WHERE act_rule.act = 'edit') <> '{}' THEN
        PERFORM refuse('WL003', 'no field of a new complaint', 'take');
    END IF;
    c := jsonb_populate_record(NULL::complaint, p_complaint);
    -- A replay after a lost COMMIT is the same complaint, once; the lock keeps two replays apart.
    PERFORM pg_advisory_xact_lock(hashtextextended(c.id::text, 0));
    SELECT * INTO same FROM complaint WHERE id = c.id;
    IF FOUND THEN
        IF NOT may_touch(me, same) THEN
            PERFORM refuse('WL005', 'no such complaint');
        END IF;
        RETURN same;
    END IF;
    PERFORM check_clock(p_at);
    c.state := 'waiting';
    c.revision := 1;
    c.taken_by := me.id;
    c.taken_at := p_at;
    c.dispatches := 0; c.reminders := 0; c.returns := 0; c.reopened := 0; c.tries := 0;
    c.head_hash := event_hash('', c.id, 1, 'take', '', 'waiting', me.id, p_at, p_note, detail);
    today := local_day(p_at);
    INSERT INTO counter AS n (day, last) VALUES (today, 1)
        ON CONFLICT (day) DO UPDATE SET last = n.last + 1 RETURNING last INTO ordinal;
    c.number := to_char(today, 'YYYYMMDD') || '-' || lpad(ordinal::text, greatest(4, length(ordinal::text)), '0');
    INSERT INTO complaint (
        id, number, revision, head_hash, state, channel, outside_number, urgency, category, community_id, place, building,
        unit, room, floor, company_id, station_id, text, vulnerable, secret, no_reply, taken_by, taken_at, due_at, rank_at,
        due_times)
    VALUES (
        c.id, c.number, c.revision, c.head_hash, c.state, c.channel, coalesce(c.outside_number, ''), c.urgency, c.category,
        c.community_id, coalesce(c.place, ''), coalesce(c.building, ''), coalesce(c.unit, ''), coalesce(c.room, ''),
        coalesce(c.floor, ''), c.company_id, c.station_id, c.text, coalesce(c.vulnerable, ''), coalesce(c.secret, false),
        coalesce(c.no_reply, false), c.taken_by, c.taken_at, c.due_at, c.rank_at, c.due_times)
    RETURNING * INTO c;
    INSERT INTO contact (complaint_id, name, phone_raw, phone)
        VALUES (c.id, coalesce(p_contact->>'name', ''), coalesce(p_contact->>'phone_raw', ''), p_contact->>'phone');
    INSERT INTO complaint_search (complaint_id, words, grams)
        VALUES (c.id, c.number || ' ' || p_words, array_to_tsvector(p_grams || ARRAY[c.number, month_gram(p_at)]));
    INSERT INTO event (chain, seq, complaint_id, act, state_before, state, person_id, at, note, detail, hash)
        VALUES (c.id, 1, c.id, 'take', '', 'waiting', me.id, p_at, p_note, detail, c.head_hash);
    DELETE FROM draft WHERE id = c.id;  -- the draft has become this complaint
    PERFORM pg_notify('warmline', 'c:' || c.id);
    RETURN c;
END $$;

-- p_revision NULL: the act holds whatever else happened meanwhile (a reminder, a print, a note).
CREATE FUNCTION act(p_id uuid, p_revision integer, p_act text, p_changes jsonb, p_note text, p_detail jsonb,
                    p_at timestamptz, p_words text DEFAULT NULL, p_grams text[] DEFAULT NULL,
                    p_contact jsonb DEFAULT NULL, p_slip jsonb DEFAULT NULL)
RETURNS complaint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    c complaint;
    n complaint;
    rule act_rule;
    next text;
    foreign_field text;
    last_at timestamptz;
    detail jsonb;
    stamped text;
BEGIN
    SELECT * INTO c FROM complaint WHERE id = p_id FOR NO KEY UPDATE;
    IF NOT FOUND OR me.id IS NULL OR NOT may_touch(me, c) THEN
        PERFORM refuse('WL005', 'no such complaint');
    END IF;
    IF p_revision IS NOT NULL AND p_revision <> c.revision THEN
        PERFORM refuse('WL001', 'changed elsewhere', c.revision::text);
    END IF;
    SELECT next_state INTO next FROM move m WHERE m.state = c.state AND m.act = p_act AND m.role = me.role;
    IF NOT FOUND THEN
        IF EXISTS (SELECT FROM move m WHERE m.act = p_act AND m.role = me.role) THEN
            PERFORM refuse('WL002', 'no such move', c.state);
        END IF;
        PERFORM refuse('WL003', 'this role may not do that', p_act);
    END IF;
    SELECT * INTO rule FROM act_rule r WHERE r.act = p_act;
    IF rule.needs_note AND btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    SELECT k INTO foreign_field FROM jsonb_object_keys(p_changes) k WHERE k <> ALL (rule.fields) LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('WL003', 'this act may not change that', foreign_field);
    END IF;
    IF (p_contact IS NOT NULL AND p_act <> 'edit') OR (p_slip IS NOT NULL) <> (p_act = 'dispatch') THEN
        PERFORM refuse('WL003', 'this act may not change that', p_act);
    END IF;
    IF me.role = 'company' AND p_act IN ('sign', 'contact', 'arrive', 'report', 'return')
       AND c.company_id IS DISTINCT FROM me.company_id THEN  -- what its desk took down for another company
        PERFORM refuse('WL003', 'another company works on it', 'company');
    END IF;
    IF p_act = 'edit' THEN
        IF c.dispatched_at IS NOT NULL AND p_changes ?| ARRAY['company_id', 'station_id'] THEN
            PERFORM refuse('WL003', 'a dispatched complaint changes its company by a slip', 'company');
        END IF;
        IF c.secret AND (p_contact IS NOT NULL OR (p_changes->>'secret' = 'false' AND me.role <> 'supervisor')) THEN
            PERFORM refuse('WL003', 'the caller is secret', 'secret');
        END IF;
    END IF;
    PERFORM check_clock(p_at);
    SELECT at INTO last_at FROM event WHERE chain = c.id AND seq = c.revision;
    p_at := greatest(p_at, last_at);  -- two seats' clocks differ by milliseconds; the timeline never runs backwards

    n := jsonb_populate_record(c, p_changes);
    IF p_act = 'dispatch' THEN  -- the company's own times start anew with the company
        n.dispatched_at := p_at; n.signed_at := NULL; n.contacted_at := NULL; n.arrived_at := NULL; n.reported_at := NULL;
        n.dispatches := c.dispatches + 1;
        IF n.company_id IS NULL THEN
            PERFORM refuse('WL006', 'no company', 'company');
        END IF;
    ELSIF rule.stamp IS NOT NULL THEN
        stamped := rule.stamp;  -- the first time counts: a second visit after reopening keeps the old clock
        n := jsonb_populate_record(n, jsonb_build_object(stamped, coalesce(to_jsonb(n)->>stamped, to_jsonb(p_at)#>>'{}')));
    END IF;
    IF rule.counter IS NOT NULL THEN
        n := jsonb_populate_record(n, jsonb_build_object(rule.counter, (to_jsonb(c)->>rule.counter)::integer + 1));
    END IF;
    n.state := next;
    IF next IN ('closed', 'answered', 'void') THEN
        n.closed_at := coalesce(c.closed_at, p_at);
    END IF;
    n.revision := c.revision + 1;
    detail := p_detail || jsonb_build_object('changes', p_changes);
    IF p_contact IS NOT NULL THEN
        detail := detail || '{"contact": true}';  -- that it was corrected; name and phone stay out of the events
    END IF;
    IF p_act = 'dispatch' THEN
        detail := detail || jsonb_build_object('slip', c.number || '-' || n.dispatches);
    ELSIF p_act = 'print' THEN
        UPDATE slip s SET prints = s.prints + 1 WHERE s.number = p_detail->>'slip' AND s.complaint_id = c.id
            RETURNING detail || jsonb_build_object('prints', s.prints) INTO detail;
        IF NOT FOUND THEN
            PERFORM refuse('WL006', 'no such slip', 'slip');
        END IF;
    END IF;
    n.head_hash := event_hash(c.head_hash, c.id, n.revision, p_act, c.state, next, me.id, p_at, p_note, detail);

    UPDATE complaint SET
        revision = n.revision, head_hash = n.head_hash, state = n.state, outside_number = n.outside_number,
        urgency = n.urgency, category = n.category, community_id = n.community_id, place = n.place, building = n.building,
        unit = n.unit, room = n.room, floor = n.floor, company_id = n.company_id, station_id = n.station_id, text = n.text,
        vulnerable = n.vulnerable, secret = n.secret, no_reply = n.no_reply, dispatched_at = n.dispatched_at,
        signed_at = n.signed_at, contacted_at = n.contacted_at, arrived_at = n.arrived_at, reported_at = n.reported_at,
        called_back_at = n.called_back_at, closed_at = n.closed_at, due_at = n.due_at, rank_at = n.rank_at,
        due_times = n.due_times, dispatches = n.dispatches, reminders = n.reminders, returns = n.returns,
        reopened = n.reopened, tries = n.tries, report = n.report, public_answer = n.public_answer,
        liability = n.liability, contacted = n.contacted, solved = n.solved, satisfaction = n.satisfaction,
        answer = n.answer
    WHERE id = c.id RETURNING * INTO n;
    INSERT INTO event (chain, seq, complaint_id, act, state_before, state, person_id, at, note, detail, hash)
        VALUES (c.id, n.revision, c.id, p_act, c.state, next, me.id, p_at, p_note, detail, n.head_hash);
    IF p_contact IS NOT NULL THEN
        UPDATE contact SET name = p_contact->>'name', phone_raw = p_contact->>'phone_raw', phone = p_contact->>'phone'
            WHERE complaint_id = c.id;
    END IF;
    IF p_slip IS NOT NULL THEN
        INSERT INTO slip (number, complaint_id, company_id, made_at, made_by, content)
            VALUES (c.number || '-' || n.dispatches, c.id, n.company_id, p_at, me.id, p_slip);
    END IF;
    IF n.secret AND NOT c.secret THEN  -- what is printed from now on names nobody
        UPDATE slip SET content = content || '{"caller": "", "phone": "", "secret": true}' WHERE complaint_id = c.id;
    END IF;
    IF p_words IS NOT NULL THEN
        UPDATE complaint_search SET words = c.number || ' ' || p_words,
            grams = array_to_tsvector(p_grams || ARRAY[c.number, month_gram(c.taken_at)])
            WHERE complaint_id = c.id;
    END IF;
    IF p_act IN ('dispatch', 'report', 'return', 'call_back', 'reopen', 'close', 'void', 'answer') THEN
        DELETE FROM claim WHERE complaint_id = c.id;  -- what the claim was for is done
    END IF;
    PERFORM pg_notify('warmline', 'c:' || c.id);
    RETURN n;
END $$;

-- The contact of a secret complaint, against a reason, on the record. Companies and the auditor never (济南 12345 条例
-- Art.32: the reporter's data is not given to the accused).
CREATE FUNCTION reveal(p_id uuid, p_reason text, p_at timestamptz) RETURNS contact
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found contact;
BEGIN
    PERFORM act(p_id, NULL, 'reveal', '{}', p_reason, '{}', p_at);
    SELECT * INTO found FROM contact WHERE complaint_id = p_id;
    RETURN found;
END $$;

-- Open complaints and those of the last 7 days of the same caller, secret ones too (without saying whose they are).
CREATE FUNCTION complaints_of_caller(p_phone text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.id FROM contact k JOIN complaint c ON c.id = k.complaint_id
    WHERE k.phone = p_phone AND may_touch((SELECT who()), c)
      AND (SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector', 'company')
      AND (c.is_open OR c.closed_at > now() - interval '7 days')
    ORDER BY c.is_open DESC, c.taken_at DESC LIMIT 20
$$;

-- A lease on the server's clock; the row count says who won.
CREATE FUNCTION claim(p_id uuid, p_seconds integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    won boolean;
BEGIN
    INSERT INTO claim AS k (complaint_id, person_id, until)
        SELECT c.id, me.id, now() + make_interval(secs => least(p_seconds, 600)) FROM complaint c
        WHERE c.id = p_id AND c.is_open AND may_touch(me, c) AND me.role IN ('operator', 'supervisor', 'liaison', 'collector', 'company')
        ON CONFLICT (complaint_id) DO UPDATE SET person_id = excluded.person_id, until = excluded.until
            WHERE k.person_id = excluded.person_id OR k.until <= now();
    won := FOUND;
    IF won THEN
        PERFORM pg_notify('warmline', 'c:' || p_id);
    END IF;
    RETURN won;
END $$;

CREATE FUNCTION release(p_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM claim WHERE complaint_id = p_id AND person_id = my_id();
    IF FOUND THEN
        PERFORM pg_notify('warmline', 'c:' || p_id);
    END IF;
    RETURN FOUND;
END $$;

-- The most urgent complaint in these states that nobody holds. One row at a time: SKIP LOCKED gives two askers of the
-- same moment the first and the second; a lease given since this statement's snapshot is seen by the next one's.
CREATE FUNCTION claim_next(p_states text[], p_seconds integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    candidate uuid;
BEGIN
    FOR attempt IN 1..20 LOOP
        SELECT c.id INTO candidate FROM complaint c
        WHERE c.is_open AND c.state = ANY (p_states) AND may_touch(me, c)
          AND NOT EXISTS (SELECT FROM claim k WHERE k.complaint_id = c.id AND k.until > now())
        ORDER BY c.rank_at, c.id LIMIT 1 FOR NO KEY UPDATE OF c SKIP LOCKED;
        IF NOT FOUND OR claim(candidate, p_seconds) THEN
            RETURN candidate;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- A copy that comes late, after the draft has become a complaint, is left out.
CREATE FUNCTION keep_draft(p_id uuid, p_fields jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO draft AS d (id, person_id, fields, kept_at)
        SELECT p_id, my_id(), p_fields, now()
        WHERE my_id() IS NOT NULL AND NOT EXISTS (SELECT FROM complaint c WHERE c.id = p_id)
        ON CONFLICT (id) DO UPDATE SET fields = excluded.fields, kept_at = excluded.kept_at WHERE d.person_id = excluded.person_id
$$;

CREATE FUNCTION drop_draft(p_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM draft WHERE id = p_id AND person_id = my_id()
$$;
