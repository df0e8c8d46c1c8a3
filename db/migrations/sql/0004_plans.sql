-- Patterns and plans are the supervisor's. A pattern that shifts were made by is never changed: another one takes its place.

-- p_pattern: {"code", "name", "crews", "cycle": […], "note", "slots": [{"slot", "name", "begins", "ends"}]}.
CREATE FUNCTION pattern_put(p_pattern jsonb, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer := roster_desk();
    n shift_pattern := jsonb_populate_record(NULL::shift_pattern, p_pattern - 'slots');
    share integer := cardinality(n.cycle) / nullif(n.crews, 0);
    slots smallint[];
BEGIN
    IF EXISTS (SELECT FROM shift WHERE pattern = n.code) THEN
        PERFORM refuse('WL002', 'shifts were made by it', 'pattern_used');
    END IF;
    DELETE FROM shift_slot WHERE pattern = n.code;
    INSERT INTO shift_pattern AS p (code, name, crews, cycle, note) VALUES (n.code, n.name, n.crews, n.cycle, coalesce(n.note, ''))
        ON CONFLICT (code) DO UPDATE SET name = n.name, crews = n.crews, cycle = n.cycle, note = coalesce(n.note, '');
    INSERT INTO shift_slot (pattern, slot, name, begins, ends)
        SELECT n.code, s.slot, s.name, s.begins, s.ends
        FROM jsonb_to_recordset(p_pattern->'slots') AS s(slot smallint, name text, begins time, ends time);
    SELECT array_agg(slot ORDER BY slot) INTO slots FROM shift_slot WHERE pattern = n.code;
    -- On each day of the cycle the crews between them work each shift once, and shifts follow each other.
    IF EXISTS (SELECT FROM generate_series(0, share - 1) day WHERE slots IS DISTINCT FROM (
            SELECT array_agg(turn ORDER BY turn) FILTER (WHERE turn > 0)
            FROM generate_series(0, n.crews - 1) crew, LATERAL (SELECT n.cycle[day + crew * share + 1] AS turn) t)) THEN
        PERFORM refuse('WL002', 'some shift has no crew, or two', 'pattern_cycle');
    ELSIF EXISTS (SELECT FROM shift_slot a JOIN shift_slot b ON b.pattern = a.pattern, generate_series(0, 1) later
            WHERE a.pattern = n.code AND (a.slot, 0) <> (b.slot, later)
            AND shift_times('2001-01-01', a.begins, a.ends, 'UTC') && shift_times(date '2001-01-01' + later, b.begins, b.ends, 'UTC'))
          OR EXISTS (SELECT FROM shift_slot a JOIN shift_slot b ON b.pattern = a.pattern AND b.slot > a.slot
            WHERE a.pattern = n.code AND b.begins <= a.begins) THEN
        PERFORM refuse('WL002', 'shifts overlap or are out of order', 'pattern_slots');
    END IF;
    PERFORM log_event('shift', 'pattern_put', p_note, p_pattern, me);
END $$;

-- From a day to come on, a team works by this pattern. The shifts of those days are made anew, with an empty roster; gives
-- how many duties that took away.
CREATE FUNCTION plan_put(p_company integer, p_starts_on date, p_pattern text, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer := roster_desk();
    moved uuid[];
    lost integer;
BEGIN
    IF p_starts_on IS NULL OR p_starts_on <= local_day(clock_timestamp()) THEN
        PERFORM refuse('WL002', 'a plan begins on a day to come', 'plan_past');
    END IF;
    DELETE FROM shift_plan WHERE company_id IS NOT DISTINCT FROM p_company AND starts_on = p_starts_on;
    INSERT INTO shift_plan (company_id, starts_on, pattern) VALUES (p_company, p_starts_on, p_pattern);
    SELECT array_agg(id) INTO moved FROM shift
        WHERE day >= p_starts_on AND (company_id IS NOT DISTINCT FROM p_company OR p_company IS NULL)
          AND (pattern <> pattern_on(company_id, day) OR (day = p_starts_on AND company_id IS NOT DISTINCT FROM p_company));
    DELETE FROM swap WHERE shift_id = ANY (moved) OR other_shift_id = ANY (moved);
    DELETE FROM duty WHERE shift_id = ANY (moved);
    GET DIAGNOSTICS lost = ROW_COUNT;
    DELETE FROM shift WHERE id = ANY (moved);
    PERFORM log_event('shift', 'plan_put', p_note, jsonb_build_object('company', p_company, 'from', p_starts_on,
        'pattern', p_pattern, 'duties_lost', lost), me);
    PERFORM pg_notify('warmline', 's:' || id) FROM unnest(moved) id;
    RETURN lost;
END $$;

DO $$ BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION pattern_put(jsonb, text), plan_put(integer, date, text, text) TO warmline_supervisor;
END $$;
