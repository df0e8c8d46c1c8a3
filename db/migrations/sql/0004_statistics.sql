-- Reading figures, freezing a month, taking lists out of the house. What is counted and why: 0004_facts.sql.

-- Count what happened since, at most so many events a call, and let days rest but the eight touched last. Says how far it
-- came: {"more": …, "seen": the number of the last event counted, "newest": of the last there is}.
CREATE FUNCTION figures_catch_up(p_most integer DEFAULT 30000) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m figure_mark;
    newest bigint;
    upto bigint;
    ids uuid[];
    days date[];
    waiting integer;
BEGIN
    IF my_id() IS NULL THEN
        PERFORM refuse('WL003', 'nobody here', 'person');
    END IF;
    PERFORM pg_advisory_xact_lock(12319, 51);
    SELECT * INTO m FROM figure_mark WHERE id = 1;
    SELECT coalesce(max(id), 0) INTO newest FROM event;
    SELECT coalesce(max(id), m.seen) INTO upto FROM (SELECT id FROM event WHERE id > m.seen ORDER BY id LIMIT p_most) e;
    SELECT array_agg(DISTINCT c.id) INTO ids
        FROM event e JOIN complaint c ON c.id = e.complaint_id
        LEFT JOIN complaint_fact f ON f.complaint_id = c.id AND f.taken = 1
        WHERE e.id > m.settled AND e.id <= upto AND f.revision IS DISTINCT FROM c.revision;
    IF ids IS NOT NULL THEN
        PERFORM refresh_facts(ids);
    END IF;
    SELECT id INTO m.settled FROM event WHERE id > m.settled AND id <= upto AND at < clock_timestamp() - interval '1 minute'
        ORDER BY id DESC LIMIT 1;
    UPDATE figure_mark SET seen = upto, settled = coalesce(m.settled, settled) WHERE id = 1;
    IF upto >= newest THEN
        SELECT array_agg(day ORDER BY day) INTO days FROM figure_day WHERE NOT kept;
        waiting := coalesce(cardinality(days), 0) - 8;
        PERFORM keep_day(day) FROM unnest(days[1:least(waiting, 10)]) day;
    END IF;
    RETURN jsonb_build_object('more', upto < newest OR waiting > 10, 'seen', upto, 'newest', newest);
END $$;

-- What a filter asks of a fact: {"company": 1, "category": "B1", …} by the names of dimensions(), and 'turn' (白班, 夜班).
CREATE FUNCTION fact_condition(p_filter jsonb, p_first date, p_last date) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(string_agg(CASE WHEN f.key = 'turn' THEN format('shift_id IN (SELECT t.id FROM shift t WHERE t.company_id IS NULL'
            ' AND t.name = %L AND t.day BETWEEN %L AND %L)', f.value, p_first, p_last)
        ELSE format('%s = %L', dimension_key(f.key), f.value) END, ' AND '), 'true')
    FROM jsonb_each_text(p_filter) f
$$;

-- Sums by a dimension over the days (both included): each key with the counts in the order of measures(). Runs with the
-- rights of whoever asks. With a filter by the company alone the kept days answer, with any other the facts. Beside
-- dimensions(): 'day' and 'turn'. A shift's numbers are those of the day it began on: by 'shift' and 'turn' the days run from
-- the first shift's beginning to the last one's end.
CREATE FUNCTION figures(p_dimension text, p_first date, p_last date, p_filter jsonb DEFAULT '{}')
RETURNS TABLE (key text, counts bigint[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    stored text := CASE p_dimension WHEN 'day' THEN 'total' WHEN 'turn' THEN 'shift' ELSE p_dimension END;
    last date := p_last + (stored = 'shift' OR p_filter ?| ARRAY['shift', 'turn'])::integer;
    wanted text;
    source text;
BEGIN
    IF stored <> ALL (dimensions()) THEN
        RAISE EXCEPTION USING ERRCODE = 'WL006', MESSAGE = 'no such dimension', HINT = 'dimension';
    ELSIF stored = 'operator' AND my_role() NOT IN ('supervisor', 'auditor') THEN
        p_filter := p_filter || jsonb_build_object('operator', my_id());  -- comparing people is the supervisor's
    END IF;
    wanted := fact_condition(p_filter, p_first, p_last);
    source := format('SELECT day, %s AS key, %s FROM complaint_fact WHERE day BETWEEN %L AND %L AND %s', dimension_key(stored),
        array_to_string(measures(), ', '), p_first, last, wanted);
    IF p_filter - 'company' = '{}' THEN
        source := source || format(' AND day IN (SELECT d.day FROM figure_day d WHERE NOT d.kept) UNION ALL SELECT day, key, %s'
            ' FROM day_figure JOIN figure_day d USING (day) WHERE d.kept AND dimension = %L AND day BETWEEN %L AND %L AND %s',
            array_to_string(measures(), ', '), stored, p_first, last, wanted);
    END IF;
    -- Summed up before shifts get their names: a join under the sums would look through all shifts for each line.
    source := format('SELECT %s AS key, %s FROM (%s) s %s GROUP BY 1', CASE p_dimension WHEN 'day' THEN 'day::text' ELSE 'key' END,
        (SELECT string_agg(format('sum(%I) AS %I', m, m), ', ' ORDER BY n) FROM unnest(measures()) WITH ORDINALITY AS x(m, n)), source,
        CASE WHEN stored = 'shift' THEN format('WHERE key = ANY (ARRAY(SELECT t.id::text FROM shift t'
            ' WHERE t.company_id IS NULL AND t.day BETWEEN %L AND %L))', p_first, p_last) ELSE '' END);
    IF p_dimension = 'turn' THEN
        source := format('SELECT (SELECT t.name FROM shift t WHERE t.id = s.key::uuid) AS key, %s FROM (%s) s',
            array_to_string(measures(), ', '), source);
    END IF;
    RETURN QUERY EXECUTE format('SELECT s.key, ARRAY[%s]::bigint[] FROM (%s) s GROUP BY 1 ORDER BY 1', measure_sums(), source);
END $$;

-- The complaints behind a number, newest first.
CREATE FUNCTION figure_complaints(p_measure text, p_first date, p_last date, p_filter jsonb, p_after_at timestamptz,
                                  p_after_id uuid, p_limit integer)
RETURNS TABLE (id uuid, taken_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF p_measure <> ALL (measures()) THEN
        RAISE EXCEPTION USING ERRCODE = 'WL006', MESSAGE = 'no such measure', HINT = 'measure';
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT f.complaint_id, f.taken_at FROM (SELECT DISTINCT day, taken_at, complaint_id FROM complaint_fact'
        ' WHERE day BETWEEN %L AND %L AND %I > 0 AND %s AND (%L IS NULL OR (day, taken_at, complaint_id) < (%L, %L, %L))'
        ' ORDER BY day DESC, taken_at DESC, complaint_id DESC LIMIT %L) f',
        p_first, p_last + (p_filter ?| ARRAY['shift', 'turn'])::integer, p_measure, fact_condition(p_filter, p_first, p_last),
        p_after_at, local_day(p_after_at), p_after_at, p_after_id, least(p_limit, 1000));
END $$;

-- Freeze a month that is over, as it is counted now.
CREATE FUNCTION month_freeze(p_month date, p_note text) RETURNS frozen_month
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    first date := date_trunc('month', p_month::timestamp)::date;
    last date := (date_trunc('month', p_month::timestamp) + interval '1 month - 1 day')::date;
    made frozen_month;
BEGIN
    IF me.id IS NULL OR me.role <> 'supervisor' THEN
        PERFORM refuse('WL003', 'only a supervisor freezes a month', 'month');
    ELSIF last >= local_day(clock_timestamp()) THEN
        PERFORM refuse('WL002', 'the month is not over', 'month_open');
    ELSIF (figures_catch_up()->>'more')::boolean THEN
        PERFORM refuse('WL002', 'the figures are not up to date', 'figures_behind');
    END IF;
    INSERT INTO frozen_month (month, rule_version, figures, names, frozen_at, frozen_by, note)
    SELECT first, figure_rules() || '.' || coalesce((SELECT seq FROM chain_head WHERE name = 'rules'), 0),
        (SELECT jsonb_object_agg(d, (SELECT coalesce(jsonb_object_agg(f.key, f.counts), '{}') FROM figures(d, first, last) f))
         FROM unnest(dimensions() || ARRAY['day', 'turn']) d),
        jsonb_build_object(
            'company', (SELECT jsonb_object_agg(id, short_name) FROM company),
            'community', (SELECT jsonb_object_agg(id, name) FROM community),
            'station', (SELECT jsonb_object_agg(id, name) FROM station),
            'category', (SELECT jsonb_object_agg(code, name) FROM category)),
        clock_timestamp(), me.id, p_note
    ON CONFLICT DO NOTHING RETURNING * INTO made;
    IF made.month IS NULL THEN
        PERFORM refuse('WL002', 'frozen already', 'month_frozen');
    END IF;
    PERFORM log_event('statistics', 'month_freeze', p_note, jsonb_build_object('month', first, 'rule_version', made.rule_version), me.id);
    RETURN made;
END $$;

INSERT INTO setting (key, value, note) VALUES
('exporters', '["supervisor"]', '可以导出诉求清单的岗位；每次导出都记入审计；本系统建议');

-- A list of complaints leaves the house: who may, and on the record before it does.
CREATE FUNCTION export_begin(p_detail jsonb, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
BEGIN
    IF me.id IS NULL OR NOT (SELECT value ? me.role FROM setting WHERE key = 'exporters') THEN
        PERFORM refuse('WL003', 'this role exports nothing', 'export');
    END IF;
    PERFORM log_event('statistics', 'export', p_reason, p_detail, me.id);
END $$;

DO $$
DECLARE
    t text;
    f text;
    hotline text := 'warmline_operator, warmline_liaison, warmline_collector, warmline_supervisor, warmline_auditor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    FOREACH t IN ARRAY ARRAY['complaint_fact', 'day_figure', 'figure_day', 'figure_mark', 'frozen_month'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
    END LOOP;
    EXECUTE format('GRANT SELECT ON complaint_fact, day_figure, figure_day TO %s, warmline_company', hotline);
    GRANT SELECT ON frozen_month TO warmline_supervisor, warmline_auditor;
    FOREACH f IN ARRAY ARRAY['measures()', 'measure_sums()', 'dimensions()', 'dimension_key(text)',
                             'fact_condition(jsonb, date, date)', 'figures_catch_up(integer)', 'figures(text, date, date, jsonb)',
                             'figure_complaints(text, date, date, jsonb, timestamptz, uuid, integer)'] LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s, warmline_company', f, hotline);
    END LOOP;
    EXECUTE format('GRANT EXECUTE ON FUNCTION export_begin(jsonb, text) TO %s, warmline_company', hotline);
    GRANT EXECUTE ON FUNCTION month_freeze(date, text) TO warmline_supervisor;
    -- The hotline counts all complaints, as it reads all; what each colleague did is for those who answer for the shift.
    EXECUTE format('CREATE POLICY hotline ON complaint_fact FOR SELECT TO %s USING ((SELECT my_role()) IN '
        '(''operator'', ''liaison'', ''collector'', ''supervisor'', ''auditor''))', hotline);
    EXECUTE format('CREATE POLICY hotline ON day_figure FOR SELECT TO %s USING ((SELECT my_role()) IN (''supervisor'', ''auditor'') '
        'OR ((SELECT my_role()) IN (''operator'', ''liaison'', ''collector'') AND dimension <> ''operator''))', hotline);
    EXECUTE format('CREATE POLICY staff ON figure_day FOR SELECT TO %s, warmline_company USING ((SELECT my_id()) IS NOT NULL)', hotline);
END $$;
CREATE POLICY company ON complaint_fact FOR SELECT TO warmline_company USING (company_id = (SELECT my_company()));
CREATE POLICY company ON day_figure FOR SELECT TO warmline_company
    USING (company_id = (SELECT my_company()) AND dimension <> 'operator');
CREATE POLICY reader ON frozen_month FOR SELECT TO warmline_supervisor, warmline_auditor
    USING ((SELECT my_role()) IN ('supervisor', 'auditor'));
