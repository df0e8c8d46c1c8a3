-- What the auditor asks of the seals (0004_seals.sql) and of the sheets they are printed on (0004_handover.sql).

-- Every seal that no longer holds: an event under it changed, went or came ('events'), the seal before it is another
-- ('previous') or is not there ('missing'), its sheet is not the one that was handed over ('sheet'). An event that no
-- seal covers though it is older than the last one is told under that one's number ('unsealed').
-- Whether an event is what its own hash says is broken_chains()'s part: the two together hold.
CREATE FUNCTION broken_seals() RETURNS TABLE (number integer, problem text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH linked AS (
        SELECT s.*, lag(s.hash, 1, ''::bytea) OVER w AS hash_before, lag(s.number, 1, 0) OVER w AS number_before
        FROM seal s WINDOW w AS (ORDER BY s.number)
    ), recounted AS (
        SELECT s.number, count(e.id) AS events, coalesce(string_agg(e.hash, ''::bytea ORDER BY e.id), '') AS hashes
        FROM seal s LEFT JOIN LATERAL unnest(s.covers) r ON true LEFT JOIN event e ON e.id >= lower(r) AND e.id < upper(r)
        GROUP BY s.number
    ), newest AS (
        SELECT s.number, s.made_at, upper(s.covers) AS until FROM seal s ORDER BY s.number DESC LIMIT 1
    ), covered AS (
        SELECT range_agg(covers) AS ids FROM seal
    )
    SELECT l.number, 'events' FROM linked l JOIN recounted r USING (number)
        WHERE r.events <> l.events OR l.hash <> sha256(l.previous || r.hashes)
    UNION ALL SELECT l.number, 'previous' FROM linked l WHERE l.previous <> l.hash_before AND l.number = l.number_before + 1
    UNION ALL SELECT l.number, 'missing' FROM linked l WHERE l.number <> l.number_before + 1
    UNION ALL
    SELECT s.number, 'sheet' FROM seal s LEFT JOIN hand_over h ON h.shift_id = s.shift_id AND h.seal_number = s.number
        WHERE h.shift_id IS NULL OR NOT EXISTS (
            SELECT FROM event e WHERE e.chain = md5('warmline shift')::uuid AND e.act = 'hand_over' AND e.at >= s.made_at
            AND e.at <= s.made_at + interval '5 minutes' AND e.detail->>'number' = h.number
            AND e.detail->>'seal' = encode(s.hash, 'hex') AND e.detail->>'digest' = hand_over_digest(h))
    UNION ALL
    SELECT n.number, 'unsealed' FROM newest n WHERE EXISTS (
        SELECT FROM event e, covered c WHERE e.id < n.until AND e.at < n.made_at - interval '1 hour' AND NOT e.id <@ c.ids)
$$;

DO $$ BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION broken_seals() TO warmline_auditor;
END $$;
