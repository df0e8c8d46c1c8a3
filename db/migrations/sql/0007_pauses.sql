-- A pause is written as the setting 'pauses' allows it: its clocks and words, and no longer than that. The clocks are rebuilt
-- from it at every reading (app/pause_spans.py): what can't be read there would leave its complaint unreadable to all.

CREATE FUNCTION check_pause() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    said jsonb := NEW.detail->'pause';
    reason jsonb := (SELECT value FROM setting WHERE key = 'pauses')->(said->>'kind');
    until text := said->>'until';
    ends timestamptz;
BEGIN
    IF reason IS NULL OR said->'clocks' IS DISTINCT FROM reason->'clocks' OR said->'words' IS DISTINCT FROM reason->'words' THEN
        PERFORM refuse('WL006', 'no such pause', 'kind');
    END IF;
    IF until IS NULL OR until !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?[+-]\d\d:\d\d$' THEN
        PERFORM refuse('WL006', 'no end', 'until');
    END IF;
    ends := until::timestamptz;
    IF ends <= NEW.at OR ends > NEW.at + make_interval(hours => (reason->>'hours')::integer) THEN
        PERFORM refuse('WL006', 'longer than this pause may be', 'until');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pause BEFORE INSERT ON event FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL AND NEW.act = 'pause') EXECUTE FUNCTION check_pause();
REVOKE ALL ON FUNCTION check_pause() FROM PUBLIC;

-- As in 0004_facts.sql; a report ends a pause with its incident as it does by itself.
CREATE OR REPLACE FUNCTION on_site_pauses(p_chain uuid, p_seq integer) RETURNS interval
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(sum(greatest(least((p.detail#>>'{pause,until}')::timestamptz, n.at) - p.at, '0')), '0')
    FROM event p CROSS JOIN LATERAL (
        SELECT min(at) AS at FROM event n WHERE n.chain = p.chain AND n.seq > p.seq AND n.act IN ('resume', 'pause', 'arrive',
            'report', 'settle', 'return', 'dispatch', 'reopen', 'shelve', 'call_back', 'close', 'answer', 'void', 'refer',
            'refuse')) n
    WHERE p.chain = p_chain AND p.seq < p_seq AND p.act = 'pause' AND p.detail#>'{pause,clocks}' ? 'on_site'
$$;
