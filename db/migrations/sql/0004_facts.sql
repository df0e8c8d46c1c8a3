-- Figures (统计). Models and reads: db/statistics.py.
--
-- What is counted are complaints, on the day they were taken: one row of facts for a complaint and each company that had
-- it, whose counts come from the complaint's events; so each number opens to the complaints behind it, and a month changes
-- afterwards only where one of its complaints does. Nothing is counted while somebody writes: who asks first catches up from
-- the events since the mark. Days that rest are summed up once more (day_figure); the others are summed from their facts.
-- Counts only, and no foreign keys: both tables can be emptied and made anew from the events at any time.

-- What a month was counted by; raised with every change of count_facts().
CREATE FUNCTION figure_rules() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';

CREATE TABLE complaint_fact (
    complaint_id UUID NOT NULL,
    company_id INTEGER NOT NULL,          -- to which it was dispatched; 0: to none
    revision INTEGER NOT NULL,            -- of the complaint when it was counted
    day DATE NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
    hour SMALLINT NOT NULL,
    community_id INTEGER NOT NULL,        -- 0: none
    station_id INTEGER NOT NULL,          -- 0: none
    category TEXT NOT NULL,
    channel TEXT NOT NULL,
    shift_id UUID NOT NULL,               -- the hotline's; all zeros: by the plan nobody worked
    operator INTEGER NOT NULL,
    taken SMALLINT NOT NULL,              -- 1 in the row of the company that has it now, 0 in those that had it
    answered SMALLINT NOT NULL,
    invalid SMALLINT NOT NULL,
    referred SMALLINT NOT NULL,
    dispatched SMALLINT NOT NULL,
    signed SMALLINT NOT NULL,
    signed_in_time SMALLINT NOT NULL,
    signed_late SMALLINT NOT NULL,
    arrived SMALLINT NOT NULL,
    arrived_in_time SMALLINT NOT NULL,
    arrived_late SMALLINT NOT NULL,
    reported SMALLINT NOT NULL,
    rounds SMALLINT NOT NULL,
    contacted SMALLINT NOT NULL,
    solved SMALLINT NOT NULL,
    graded SMALLINT NOT NULL,
    satisfied SMALLINT NOT NULL,
    returns SMALLINT NOT NULL,
    extensions SMALLINT NOT NULL,
    reopened SMALLINT NOT NULL,
    repeats SMALLINT NOT NULL,
    merged SMALLINT NOT NULL,
    CONSTRAINT pk_complaint_fact PRIMARY KEY (complaint_id, company_id)
);
CREATE INDEX ix_complaint_fact_day ON complaint_fact (day, taken_at, complaint_id);

-- The sums of a day by each dimension ('total', 'company', …); key: the id or the word as text.
CREATE TABLE day_figure (
    day DATE NOT NULL,
    dimension TEXT NOT NULL,
    company_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    taken INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    invalid INTEGER NOT NULL,
    referred INTEGER NOT NULL,
    dispatched INTEGER NOT NULL,
    signed INTEGER NOT NULL,
    signed_in_time INTEGER NOT NULL,
    signed_late INTEGER NOT NULL,
    arrived INTEGER NOT NULL,
    arrived_in_time INTEGER NOT NULL,
    arrived_late INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    contacted INTEGER NOT NULL,
    solved INTEGER NOT NULL,
    graded INTEGER NOT NULL,
    satisfied INTEGER NOT NULL,
    returns INTEGER NOT NULL,
    extensions INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    repeats INTEGER NOT NULL,
    merged INTEGER NOT NULL,
    CONSTRAINT pk_day_figure PRIMARY KEY (dimension, day, company_id, key)
);

-- Days with facts; kept: day_figure has their sums, and no complaint of theirs was counted anew since.
CREATE TABLE figure_day (
    day DATE NOT NULL,
    kept BOOLEAN DEFAULT 'false' NOT NULL,
    CONSTRAINT pk_figure_day PRIMARY KEY (day)
);

-- Up to which event the facts go. An event's number is given before its commit, so those of the last minute are looked at
-- again: nothing that commits later than a minute after it began (statement_timeout 15 s) is written with a number of them.
CREATE TABLE figure_mark (
    id SMALLINT NOT NULL,
    seen BIGINT NOT NULL,
    settled BIGINT NOT NULL,
    CONSTRAINT pk_figure_mark PRIMARY KEY (id)
);
INSERT INTO figure_mark (id, seen, settled) VALUES (1, 0, 0);

-- A closed month as it was reported; what changes afterwards is a correction to it.
CREATE TABLE frozen_month (
    month DATE NOT NULL,                  -- its first day
    rule_version TEXT NOT NULL,           -- figure_rules(), and the number of changes in the book of rules
    figures JSONB NOT NULL,               -- {dimension: {key: [counts in the order of measures()]}}
    names JSONB NOT NULL,                 -- {dimension: {key: name}} as they were called then
    frozen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    frozen_by INTEGER NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_frozen_month PRIMARY KEY (month),
    CONSTRAINT fk_frozen_month_frozen_by FOREIGN KEY(frozen_by) REFERENCES person (id)
);

CREATE FUNCTION measures() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['taken', 'answered', 'invalid', 'referred', 'dispatched', 'signed', 'signed_in_time', 'signed_late',
                 'arrived', 'arrived_in_time', 'arrived_late', 'reported', 'rounds', 'contacted', 'solved', 'graded',
                 'satisfied', 'returns', 'extensions', 'reopened', 'repeats', 'merged']
$$;

-- 'sum(taken), sum(answered), …', and what makes a fact's key of each dimension.
CREATE FUNCTION measure_sums() RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(format('sum(%I)', m), ', ' ORDER BY n) FROM unnest(measures()) WITH ORDINALITY AS x(m, n)
$$;
CREATE FUNCTION dimension_key(p_dimension text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE p_dimension WHEN 'total' THEN '''''' WHEN 'company' THEN 'company_id::text' WHEN 'community' THEN 'community_id::text'
        WHEN 'station' THEN 'station_id::text' WHEN 'category' THEN 'category' WHEN 'channel' THEN 'channel'
        WHEN 'shift' THEN 'shift_id::text' WHEN 'operator' THEN 'operator::text' WHEN 'hour' THEN 'hour::text' END
$$;
CREATE FUNCTION dimensions() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['total', 'company', 'community', 'station', 'category', 'channel', 'shift', 'operator', 'hour']
$$;

-- How long the clock of arriving stood still before this event of a complaint (app/pause_spans.py).
CREATE FUNCTION on_site_pauses(p_chain uuid, p_seq integer) RETURNS interval
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(sum(greatest(least((p.detail#>>'{pause,until}')::timestamptz, n.at) - p.at, '0')), '0')
    FROM event p CROSS JOIN LATERAL (
        SELECT min(at) AS at FROM event n WHERE n.chain = p.chain AND n.seq > p.seq AND n.act IN ('resume', 'pause', 'arrive',
            'report', 'return', 'dispatch', 'reopen', 'shelve', 'call_back', 'close', 'answer', 'void', 'refer', 'refuse')) n
    WHERE p.chain = p_chain AND p.seq < p_seq AND p.act = 'pause' AND p.detail#>'{pause,clocks}' ? 'on_site'
$$;

-- The facts of these complaints, from the events alone but for what the complaint is about.
--
-- An event counts for the company that had the complaint then, before the first dispatch for the one that has it now. In
-- time: signed within the house's limit, counted anew from each dispatch and reopening; on site by the first arrival after a
-- dispatch, within the limit that the complaint carries, longer by the pauses of that clock (app/clocks.py). Rounds of
-- call-backs as in app/rates.py.
CREATE FUNCTION count_facts(p_ids uuid[]) RETURNS SETOF complaint_fact
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH c AS (
        SELECT c.id, c.revision, c.state, c.taken_at, c.taken_by, c.category, c.channel, c.community_id, c.station_id,
            (jsonb_path_query_first(c.due_times, '$[*] ? (@.clock == "on_site")')->>'due_at')::timestamptz AS on_site_at,
            c.incident_id IS NOT NULL AS merged, CASE WHEN c.dispatched_at IS NOT NULL THEN coalesce(c.company_id, 0) ELSE 0 END AS company,
            (SELECT r.minutes FROM limit_rule r WHERE r.clock = 'sign' AND r.counts_from = 'dispatch' AND c.category = ANY (r.categories)
             AND r.valid_from <= local_day(c.taken_at) AND local_day(c.taken_at) <= coalesce(r.valid_until, 'infinity')
             ORDER BY r.valid_from DESC LIMIT 1) AS sign_minutes
        FROM complaint c WHERE c.id = ANY (p_ids)
    ), steps AS (
        SELECT e.chain, e.seq, e.act, e.at, e.detail, count(*) FILTER (WHERE starts) OVER w AS leg,
            max(e.at) FILTER (WHERE e.act IN ('dispatch', 'reopen')) OVER w AS started_at,
            count(*) FILTER (WHERE e.act = 'miss') OVER w AS misses, count(*) FILTER (WHERE e.act = 'pause') OVER w AS pauses, starts
        FROM event e, LATERAL (SELECT e.act = 'dispatch' OR (e.act = 'join' AND e.state_before IN ('waiting', 'returned')) AS starts)
        WHERE e.chain = ANY (p_ids)
        WINDOW w AS (PARTITION BY e.chain ORDER BY e.seq)
    ), legs AS (
        SELECT s.*, first_value(CASE WHEN starts THEN coalesce((detail#>>'{changes,company_id}')::integer,
                (SELECT i.company_id FROM incident i WHERE i.id = (detail#>>'{changes,incident_id}')::uuid)) END) OVER l AS company,
            row_number() OVER (PARTITION BY chain, leg, act ORDER BY seq) AS nth,
            misses - coalesce(max(misses) FILTER (WHERE act IN ('report', 'settle')) OVER (PARTITION BY chain ORDER BY seq), 0) AS tries,
            (detail#>>'{changes,satisfaction}')::integer AS grade
        FROM steps s
        WINDOW l AS (PARTITION BY chain, leg ORDER BY seq)
    ), counted AS (
        SELECT c.id, CASE WHEN l.leg = 0 THEN c.company ELSE coalesce(l.company, c.company) END AS company,
            l.act, l.starts, l.grade, l.tries,
            l.act = 'arrive' AND l.nth = 1 AS arrives,
            CASE WHEN l.act = 'sign' THEN l.at <= l.started_at + make_interval(mins => c.sign_minutes) END AS sign_kept,
            CASE WHEN l.act = 'arrive' AND l.nth = 1 THEN 
                l.at <= c.on_site_at + CASE WHEN l.pauses > 0 THEN on_site_pauses(l.chain, l.seq) ELSE interval '0' END END AS arrive_kept
        FROM legs l JOIN c ON c.id = l.chain
    ), summed AS (
        SELECT id, company,
            count(*) FILTER (WHERE act = 'answer') AS answered, count(*) FILTER (WHERE act IN ('refer', 'refuse')) AS referred,
            count(*) FILTER (WHERE starts) AS dispatched, count(*) FILTER (WHERE act = 'sign') AS signed,
            count(*) FILTER (WHERE sign_kept) AS signed_in_time, count(*) FILTER (WHERE NOT sign_kept) AS signed_late,
            count(*) FILTER (WHERE arrives) AS arrived, count(*) FILTER (WHERE arrive_kept) AS arrived_in_time,
            count(*) FILTER (WHERE NOT arrive_kept) AS arrived_late, count(*) FILTER (WHERE act IN ('report', 'settle')) AS reported,
            count(*) FILTER (WHERE act IN ('call_back', 'reopen') OR (act = 'close' AND tries >= 3)) AS rounds,
            count(*) FILTER (WHERE act IN ('call_back', 'reopen')) AS contacted, count(*) FILTER (WHERE act = 'call_back') AS solved,
            count(*) FILTER (WHERE act IN ('call_back', 'reopen') AND grade IS NOT NULL) AS graded,
            count(*) FILTER (WHERE act IN ('call_back', 'reopen') AND grade >= 4) AS satisfied,
            count(*) FILTER (WHERE act = 'return') AS returns, count(*) FILTER (WHERE act = 'grant') AS extensions,
            count(*) FILTER (WHERE act = 'reopen') AS reopened, count(*) FILTER (WHERE act = 'remind') AS repeats
        FROM counted GROUP BY id, company
    ), held AS (
        SELECT id, company FROM summed UNION SELECT id, company FROM c
    )
    SELECT c.id, h.company, c.revision, local_day(c.taken_at), c.taken_at,
        extract(hour FROM c.taken_at AT TIME ZONE 'Asia/Shanghai')::smallint, coalesce(c.community_id, 0), coalesce(c.station_id, 0),
        c.category, c.channel::text, coalesce(t.id, '00000000-0000-0000-0000-000000000000'), c.taken_by,
        (h.company = c.company)::integer::smallint, coalesce(s.answered, 0)::smallint,
        (h.company = c.company AND c.state = 'void')::integer::smallint, coalesce(s.referred, 0)::smallint,
        coalesce(s.dispatched, 0)::smallint, coalesce(s.signed, 0)::smallint, coalesce(s.signed_in_time, 0)::smallint,
        coalesce(s.signed_late, 0)::smallint, coalesce(s.arrived, 0)::smallint, coalesce(s.arrived_in_time, 0)::smallint,
        coalesce(s.arrived_late, 0)::smallint, coalesce(s.reported, 0)::smallint, coalesce(s.rounds, 0)::smallint,
        coalesce(s.contacted, 0)::smallint, coalesce(s.solved, 0)::smallint, coalesce(s.graded, 0)::smallint,
        coalesce(s.satisfied, 0)::smallint, coalesce(s.returns, 0)::smallint, coalesce(s.extensions, 0)::smallint,
        coalesce(s.reopened, 0)::smallint, coalesce(s.repeats, 0)::smallint,
        (h.company = c.company AND c.merged)::integer::smallint
    FROM held h JOIN c USING (id) LEFT JOIN summed s ON s.id = h.id AND s.company = h.company
    LEFT JOIN LATERAL (SELECT t.id FROM shift t WHERE t.company_id IS NULL AND t.begins_at <= c.taken_at AND c.taken_at < t.ends_at
                       ORDER BY t.begins_at DESC LIMIT 1) t ON true
$$;

CREATE FUNCTION refresh_facts(p_ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    days date[];
BEGIN
    WITH fresh AS (
        INSERT INTO figure_day AS d (day, kept) SELECT DISTINCT local_day(taken_at), false FROM complaint WHERE id = ANY (p_ids)
            ON CONFLICT (day) DO UPDATE SET kept = false RETURNING day, xmax = 0 AS is_new
    ) SELECT array_agg(day ORDER BY day) FILTER (WHERE is_new) INTO days FROM fresh;
    PERFORM make_shifts(NULL, day - 1, day) FROM unnest(days) day;
    DELETE FROM complaint_fact WHERE complaint_id = ANY (p_ids);
    INSERT INTO complaint_fact SELECT * FROM count_facts(p_ids);
END $$;

CREATE FUNCTION keep_day(p_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM day_figure WHERE day = p_day AND dimension = ANY (dimensions());
    EXECUTE (SELECT string_agg(format(
        'INSERT INTO day_figure SELECT day, %L, company_id, %s, %s FROM complaint_fact WHERE day = %L GROUP BY 1, 3, 4', d,
        dimension_key(d), measure_sums(), p_day), ';') FROM unnest(dimensions()) d);
    UPDATE figure_day SET kept = true WHERE day = p_day;
END $$;

