-- Clocks: working days, pauses, house limits; the rules kept by the administrator with their history. PostgreSQL 15+.
--
-- Sources: domain.md sections 3.3 and 7 (points 1-3, 14). Marks as in 0001_rules.sql; P is never printed as a rule.

ALTER TABLE limit_rule
    ADD COLUMN unit text NOT NULL DEFAULT 'hours' CHECK (unit IN ('hours', 'working_days')),
    ADD CHECK (unit = 'hours' OR minutes % 1440 = 0 AND first_days IS NULL),
    DROP CONSTRAINT limit_rule_clock_check,
    ADD CONSTRAINT limit_rule_clock_check CHECK (clock IN ('sign', 'contact', 'on_site', 'test', 'answer', 'call_back')),
    DROP CONSTRAINT limit_rule_counts_from_check,
    ADD CONSTRAINT limit_rule_counts_from_check CHECK (counts_from IN ('take', 'dispatch', 'report'));

-- The year's arrangement as the State Council publishes it: only what differs from the week. A year with any row is known
-- as a whole; one without is known from the program's own tables or counted provisionally.
CREATE TABLE calendar_day (
    day     DATE NOT NULL,
    working BOOLEAN NOT NULL,
    name    TEXT NOT NULL,
    CONSTRAINT pk_calendar_day PRIMARY KEY (day),
    CONSTRAINT ck_calendar_day_name CHECK (char_length(name) BETWEEN 1 AND 60)
);

-- House limits hold from the day on which this database learns them: what is older is not late by them.
INSERT INTO limit_rule (categories, clock, minutes, counts_from, legal_name, short_article, words, mark, valid_from, note)
SELECT array_agg(code ORDER BY rank), clock, minutes, counts_from, '内部要求', '内部要求', words, 'P', local_day(now()), note
FROM category, (VALUES
    ('sign', 10, 'dispatch', '企业签收：10 分钟', '本系统建议，无法律依据；超时在热线提醒'),
    ('call_back', 1440, 'report', '回访：反馈后 24 小时', '本系统建议，无法律依据；参照次日回访的做法')
) AS house (clock, minutes, counts_from, words, note)
GROUP BY clock, minutes, counts_from, words, note;

-- Why clocks may stand still, which ones, and for how long at most [P]: no article says it, so a pause is entered by the
-- hotline alone, with a reason, and ends by itself.
INSERT INTO setting (key, value, note) VALUES
('pauses', '{
    "user": {"words": "等待用户", "hours": 72, "clocks": ["contact", "on_site", "test", "answer"]},
    "access": {"words": "无法入户", "hours": 24, "clocks": ["on_site", "test"]}
}', '暂停计时的原因、最长小时数和停下的时限；本系统建议');

INSERT INTO move (state, act, role, next_state)
SELECT state, act, role, state
FROM unnest(ARRAY['signed', 'arrived', 'reopened']) state, unnest(ARRAY['pause', 'resume']) act,
     unnest(ARRAY['operator', 'supervisor']) role;
INSERT INTO move (state, act, role, next_state)
SELECT state, 'recount', 'supervisor', state
FROM unnest(ARRAY['waiting', 'dispatched', 'signed', 'arrived', 'reported', 'call_back', 'reopened', 'returned']) state;

INSERT INTO act_rule (act, fields, stamp, counter, needs_note) VALUES
    ('pause', ARRAY['due_at', 'rank_at'], NULL, NULL, true),
    ('resume', ARRAY['due_at', 'rank_at'], NULL, NULL, false),
    ('recount', ARRAY['due_times', 'due_at', 'rank_at'], NULL, NULL, true);

-- Only the administrator keeps the rules; each change is an event of the chain 'rules' that says how it was and how it is.
CREATE FUNCTION rule_keeper() RETURNS person
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
BEGIN
    IF me.id IS NULL OR me.role <> 'administrator' THEN
        PERFORM refuse('WL003', 'only the administrator keeps the rules', 'rules');
    END IF;
    RETURN me;
END $$;

CREATE FUNCTION log_rule(me person, p_act text, p_note text, p_name text, p_before jsonb, p_after jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM log_event('rules', p_act, p_note, jsonb_build_object('name', p_name, 'before', p_before, 'after', p_after), me.id);
    PERFORM pg_notify('warmline', 'd');
END $$;

-- p_days: [{"day": "2027-02-06", "working": false, "name": "春节"}, …]; all days of the years named are replaced by these.
CREATE FUNCTION calendar_put(p_days jsonb, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    years integer[];
    before jsonb;
    n integer;
BEGIN
    SELECT array_agg(DISTINCT extract(year FROM d.day)::integer) INTO years FROM jsonb_populate_recordset(NULL::calendar_day, p_days) d;
    IF years IS NULL THEN
        PERFORM refuse('WL006', 'no days', 'calendar');
    END IF;
    WITH gone AS (DELETE FROM calendar_day c WHERE extract(year FROM c.day) = ANY (years) RETURNING c.*)
    SELECT jsonb_agg(to_jsonb(gone) ORDER BY day) INTO before FROM gone;
    INSERT INTO calendar_day SELECT * FROM jsonb_populate_recordset(NULL::calendar_day, p_days);
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM log_rule(me, 'calendar', p_note, array_to_string(years, '、') || ' 年', before, p_days);
    RETURN n;
END $$;

-- A new limit from tomorrow or a later day on: nothing taken down so far changes. What it replaces ends the day before and stays: complaints of that time are read by it.
CREATE FUNCTION limit_put(p_replaces integer, p_values jsonb, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    old limit_rule;
    made limit_rule;
BEGIN
    IF p_replaces IS NOT NULL THEN
        SELECT * INTO old FROM limit_rule WHERE id = p_replaces FOR UPDATE;
        IF NOT FOUND THEN
            PERFORM refuse('WL006', 'no such limit', 'limit');
        END IF;
    END IF;
    made := jsonb_populate_record(old, p_values);
    IF made.valid_from IS NULL OR made.valid_from <= local_day(clock_timestamp()) OR made.valid_from <= old.valid_from THEN
        PERFORM refuse('WL006', 'a limit begins tomorrow or later', 'valid_from');
    END IF;
    made.id := nextval(pg_get_serial_sequence('limit_rule', 'id'));
    made.unit := coalesce(made.unit, 'hours');
    made.note := coalesce(made.note, '');
    IF NOT made.categories <@ (SELECT array_agg(code) FROM category) THEN
        PERFORM refuse('WL006', 'no such category', 'category');
    END IF;
    IF p_replaces IS NOT NULL THEN
        UPDATE limit_rule SET valid_until = made.valid_from - 1 WHERE id = p_replaces;
    END IF;
    INSERT INTO limit_rule SELECT made.*;
    PERFORM log_rule(me, 'limit', p_note, made.words, CASE WHEN p_replaces IS NOT NULL THEN to_jsonb(old) END, to_jsonb(made));
    RETURN made.id;
END $$;

-- The dates of a season (HZ Art.20: the city may shift both); the former ones stay in the event.
CREATE FUNCTION season_put(p_name text, p_starts_on date, p_ends_on date, p_season_note text, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    before jsonb;
    after jsonb;
BEGIN
    SELECT to_jsonb(s) INTO before FROM season s WHERE s.name = p_name FOR UPDATE;
    INSERT INTO season AS s (name, starts_on, ends_on, note) VALUES (p_name, p_starts_on, p_ends_on, p_season_note)
        ON CONFLICT (name) DO UPDATE SET starts_on = excluded.starts_on, ends_on = excluded.ends_on, note = excluded.note
        RETURNING to_jsonb(s) INTO after;
    PERFORM log_rule(me, 'season', p_note, p_name, before, after);
END $$;

-- The words and the priority of a category; its code stays, complaints point to it.
CREATE FUNCTION category_put(p_code text, p_values jsonb, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    old category;
    fresh category;
BEGIN
    SELECT * INTO old FROM category WHERE code = p_code FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL006', 'no such category', 'category');
    END IF;
    fresh := jsonb_populate_record(old, p_values - 'code' - 'rank');
    UPDATE category SET name = fresh.name, urgency = fresh.urgency, questions = fresh.questions,
        first_words = fresh.first_words, secret = fresh.secret, answer_at_once = fresh.answer_at_once
        WHERE code = p_code;
    PERFORM log_rule(me, 'category', p_note, p_code, to_jsonb(old), to_jsonb(fresh));
END $$;

-- The rules as they were: every change of one, newest first. Public at the hotline, as the rules themselves are.
CREATE FUNCTION rule_history(p_acts text[], p_limit integer)
RETURNS TABLE (id bigint, at timestamptz, person text, act text, name text, note text, before jsonb, after jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.id, e.at, p.name, e.act, e.detail->>'name', e.note, e.detail->'before', e.detail->'after'
    FROM event e JOIN person p ON p.id = e.person_id
    WHERE e.chain = md5('warmline rules')::uuid AND e.act = ANY (p_acts) AND my_id() IS NOT NULL
    ORDER BY e.seq DESC LIMIT least(p_limit, 1000)
$$;

DO $$
DECLARE
    f text;
    everyone text := 'warmline_operator, warmline_company, warmline_liaison, warmline_collector, warmline_supervisor,'
                     ' warmline_administrator, warmline_auditor';
BEGIN
    FOREACH f IN ARRAY ARRAY['rule_keeper()', 'log_rule(person, text, text, text, jsonb, jsonb)', 'calendar_put(jsonb, text)',
                             'limit_put(integer, jsonb, text)', 'season_put(text, date, date, text, text)',
                             'category_put(text, jsonb, text)', 'rule_history(text[], integer)'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    END LOOP;
    EXECUTE format('GRANT SELECT ON calendar_day TO %s', everyone);
    EXECUTE format('GRANT EXECUTE ON FUNCTION rule_history(text[], integer) TO %s', everyone);
    GRANT EXECUTE ON FUNCTION calendar_put(jsonb, text), limit_put(integer, jsonb, text),
        season_put(text, date, date, text, text), category_put(text, jsonb, text) TO warmline_administrator;
END $$;
