-- Limits as every seat can read them: one row of the queue that holds no moment would leave the whole list unread. What the
-- owner fills in (the demonstration) is not looked at again.

-- A moment as app/complaints.due_values() writes it, of a year that a heating hotline can mean.
CREATE FUNCTION is_moment(said text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN said ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d:\d\d$'
        THEN said::timestamptz BETWEEN '2000-01-01 00:00+00' AND '2200-01-01 00:00+00' ELSE false END
$$;

-- The latest that any of its clocks can end: pauses at their full length, and for each working day granted two days and the
-- longest holidays between, as in answer_until().
CREATE FUNCTION latest_due(c complaint) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (SELECT max((one->>'due_at')::timestamptz) FROM jsonb_array_elements(c.due_times) one)
        + coalesce((SELECT sum((detail#>>'{pause,until}')::timestamptz - at) FROM event
                    WHERE chain = c.id AND act = 'pause'), '0')
        + CASE WHEN c.extended_days > 0 THEN make_interval(days => 10 + 2 * c.extended_days) ELSE '0' END
$$;

CREATE FUNCTION check_due_times() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT (NEW.due_at BETWEEN '2000-01-01 00:00+00' AND '2200-01-01 00:00+00'
            AND NEW.rank_at BETWEEN '2000-01-01 00:00+00' AND '2200-01-01 00:00+00'
            AND coalesce(NEW.return_until BETWEEN '2000-01-01 00:00+00' AND '2200-01-01 00:00+00', true)) THEN
        PERFORM refuse('WL006', 'no moment', 'due_at');
    END IF;
    IF TG_OP = 'INSERT' OR NEW.due_times IS DISTINCT FROM OLD.due_times THEN
        IF EXISTS (SELECT FROM jsonb_array_elements(NEW.due_times) one WHERE NOT coalesce(
                one->>'clock' IN ('sign', 'contact', 'on_site', 'test', 'answer', 'call_back')
                AND is_moment(one->>'due_at') AND jsonb_typeof(one->'due_at') = 'string'
                AND one->>'minutes' ~ '^\d{1,7}$' AND jsonb_typeof(one->'minutes') = 'number'
                AND jsonb_typeof(one->'rule') = 'string' AND jsonb_typeof(one->'article') = 'string'
                AND (one->>'started_at' IS NULL OR is_moment(one->>'started_at'))
                AND coalesce(one->>'unit', 'hours') IN ('hours', 'working_days'), false)) THEN
            PERFORM refuse('WL006', 'no limits', 'due_times');
        END IF;
    END IF;
    -- A company's step goes on to the next limit, as the program counts it; none gives itself more time.
    IF TG_OP = 'UPDATE' AND my_role() = 'company' AND NEW.due_at > OLD.due_at AND NEW.due_at > latest_due(NEW) THEN
        PERFORM refuse('WL003', 'beyond all of its limits', 'due_at');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER due_times_taken BEFORE INSERT ON complaint FOR EACH ROW
    WHEN (session_user <> current_user) EXECUTE FUNCTION check_due_times();
CREATE TRIGGER due_times_changed BEFORE UPDATE ON complaint FOR EACH ROW
    WHEN (session_user <> current_user AND (NEW.due_times, NEW.due_at, NEW.rank_at, NEW.return_until)
        IS DISTINCT FROM (OLD.due_times, OLD.due_at, OLD.rank_at, OLD.return_until))
    EXECUTE FUNCTION check_due_times();
REVOKE ALL ON FUNCTION is_moment(text), latest_due(complaint), check_due_times() FROM PUBLIC;
