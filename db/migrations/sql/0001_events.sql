-- Who asks, what time it is, and how an event is chained.

-- The person behind the session. session_user, not current_user: inside a SECURITY DEFINER function the latter is the
-- owner, and SET ROLE can't forge the former.
CREATE FUNCTION who() RETURNS person
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p FROM person p WHERE p.login = session_user AND p.active
$$;

CREATE FUNCTION my_company() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT company_id FROM person WHERE login = session_user AND active
$$;

CREATE FUNCTION my_id() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id FROM person WHERE login = session_user AND active
$$;

CREATE FUNCTION my_role() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT role FROM person WHERE login = session_user AND active
$$;

CREATE FUNCTION local_day(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE AS $$ SELECT (moment AT TIME ZONE 'Asia/Shanghai')::date $$;

-- The month of a complaint as a gram beside its bigrams; no word that is searched for begins with this sign.
CREATE FUNCTION month_gram(moment timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE AS $$ SELECT '~' || to_char(moment AT TIME ZONE 'Asia/Shanghai', 'YYYYMM') $$;

-- sha256(previous hash, canonical row). jsonb's text is the canonical form: keys sorted, one way to write each value;
-- the moment goes in as whole microseconds, so that no session's time zone changes it.
CREATE FUNCTION event_hash(previous bytea, chain uuid, seq integer, act text, state_before text, state text,
                           person_id integer, at timestamptz, note text, detail jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(previous || convert_to(jsonb_build_array(
        chain, seq, act, state_before, state, person_id, (extract(epoch FROM at) * 1000000)::bigint, note, detail
    )::text, 'UTF8'))
$$;

-- Refusals carry a code of their own and, in the hint, the field or the fact that the client puts into words.
CREATE FUNCTION refuse(code text, what text, hint text DEFAULT '') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = what, HINT = hint;
END $$;

-- The client says when it acted (it computed the limits from that moment); a clock that is off is refused, so that it
-- asks for the server's time and tries again.
CREATE FUNCTION check_clock(at timestamptz) RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF at IS NULL OR abs(extract(epoch FROM clock_timestamp() - at)) > 5 THEN
        PERFORM refuse('WL004', 'the seat''s clock is off', to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.USOF'));
    END IF;
END $$;

-- An event of a chain that belongs to no complaint: directory, people, rules.
CREATE FUNCTION log_event(chain_name text, act text, note text, detail jsonb, by_person integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head chain_head;
    fresh bytea;
    moment timestamptz := clock_timestamp();
BEGIN
    INSERT INTO chain_head (chain, name, seq, hash) VALUES (md5('warmline ' || chain_name)::uuid, chain_name, 0, '')
        ON CONFLICT (chain) DO NOTHING;
    SELECT * INTO head FROM chain_head h WHERE h.name = chain_name FOR UPDATE;
    fresh := event_hash(head.hash, head.chain, head.seq + 1, act, '', '', by_person, moment, note, detail);
    INSERT INTO event (chain, seq, act, person_id, at, note, detail, hash)
        VALUES (head.chain, head.seq + 1, act, by_person, moment, note, detail, fresh);
    UPDATE chain_head SET seq = head.seq + 1, hash = fresh WHERE chain = head.chain;
END $$;

-- Every break of a chain: a changed or missing event, or a head (a complaint's, or chain_head's) that is not the last
-- event's, in its hash, its number or the state it left.
CREATE FUNCTION broken_chains() RETURNS TABLE (chain uuid, seq integer, problem text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH linked AS (
        SELECT e.*, lag(e.hash, 1, ''::bytea) OVER w AS previous, lag(e.seq, 1, 0) OVER w AS before,
               lead(e.seq) OVER w IS NULL AS is_last
        FROM event e WINDOW w AS (PARTITION BY e.chain ORDER BY e.seq)
    ), heads AS (
        SELECT c.id AS chain, c.revision AS seq, c.head_hash AS hash, c.state FROM complaint c
        UNION ALL SELECT h.chain, h.seq, h.hash, '' FROM chain_head h
    )
    SELECT l.chain, l.seq, CASE WHEN l.seq <> l.before + 1 THEN 'missing' ELSE 'changed' END
    FROM linked l
    WHERE l.seq <> l.before + 1
       OR l.hash <> event_hash(l.previous, l.chain, l.seq, l.act, l.state_before, l.state, l.person_id, l.at, l.note, l.detail)
       OR l.complaint_id IS DISTINCT FROM (SELECT c.id FROM complaint c WHERE c.id = l.chain)
    UNION ALL
    SELECT coalesce(h.chain, e.chain), coalesce(h.seq, e.seq), 'head'
    FROM heads h FULL JOIN (SELECT * FROM linked WHERE is_last) e ON e.chain = h.chain
    WHERE (e.seq, e.hash, e.state) IS DISTINCT FROM (h.seq, h.hash, h.state::text)
$$;
