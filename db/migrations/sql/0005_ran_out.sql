-- Which limits of the law ran out between two moments with the step undone: read by an index, however long ago it was and
-- whatever became of the complaint since. Rather too many: app/shift_exceptions.py decides by the clocks themselves.

-- The hours since 1970 in which the stored limits end. Immutable: what is stored carries its offset.
CREATE FUNCTION due_hours(p_due_times jsonb) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT floor(extract(epoch FROM (d->>'due_at')::timestamptz) / 3600)::integer)
    FROM jsonb_array_elements(p_due_times) d
$$;
CREATE INDEX ix_complaint_due_hours ON complaint USING gin (due_hours(due_times));
-- What moves a limit later than it is stored.
CREATE INDEX ix_event_delay ON event (at) WHERE act IN ('pause', 'grant');

-- p_stops: {"clock": [acts that end it]}. Ids alone leave: who asks reads the complaints under row security.
CREATE FUNCTION ran_out(p_from timestamptz, p_until timestamptz, p_stops jsonb) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH near AS (
        SELECT c.id, c.company_id, c.due_times, p_from AS since FROM complaint c
        WHERE due_hours(c.due_times) && ARRAY(SELECT generate_series(floor(extract(epoch FROM p_from) / 3600)::integer,
                                                                     floor(extract(epoch FROM p_until) / 3600)::integer))
        UNION
        SELECT c.id, c.company_id, c.due_times, '-infinity' FROM event e JOIN complaint c ON c.id = e.complaint_id
        WHERE e.act IN ('pause', 'grant') AND e.at >= p_from - interval '60 days' AND e.at < p_until
    )
    SELECT DISTINCT n.id FROM near n, jsonb_array_elements(n.due_times) d
    WHERE (d->>'due_at')::timestamptz >= n.since AND (d->>'due_at')::timestamptz < p_until
      AND ((SELECT my_role()) <> 'company' OR n.company_id = (SELECT my_company()))
      AND 0 = (  -- counted, not NOT EXISTS: each complaint's own few events by their key, never a join of all events
        SELECT count(*) FROM event s
        WHERE s.chain = n.id AND s.at <= (d->>'due_at')::timestamptz AND p_stops->(d->>'clock') ? s.act
          AND NOT EXISTS (SELECT FROM event r WHERE r.chain = n.id AND r.seq > s.seq AND r.act IN ('dispatch', 'reopen')
                          AND r.at <= (d->>'due_at')::timestamptz))
$$;

DO $$ BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ran_out(timestamptz, timestamptz, jsonb) TO warmline_operator, warmline_liaison,
        warmline_collector, warmline_supervisor, warmline_auditor, warmline_company;
END $$;
