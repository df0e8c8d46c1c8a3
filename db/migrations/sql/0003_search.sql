-- Search by words, of what the person may see: as 0001_search.sql, and a word that was common once but not of late is found
-- as fast as others. As the owner: under row security the planner may not ask the GIN index of complaint_search, for the
-- operator @@ is not leakproof. Planned anew for each search: the best plan depends on the word. It changes nothing; not
-- STABLE, because such functions may not ask the planner (EXPLAIN) how common a word is.
DROP FUNCTION find_complaints(text, text[], text[], text[], integer, timestamptz, uuid, integer);

-- p_queries: tsqueries that all must hold, one a gram. Each is a condition of its own: the index then leaps from one's next
-- row to the other's, where one tsquery of them all is tried on every row of its rarest gram. p_words must stand in the
-- words themselves, p_numbers there or in the number. (p_at, p_id): taken_at and id of the last one already had. p_states
-- empty, p_company NULL: all.
-- The sort of a month's hits needs the complaints one by one, whatever the planner thinks of their number.
CREATE FUNCTION find_complaints(p_queries text[], p_words text[], p_numbers text[], p_states text[], p_company integer,
                                p_at timestamptz, p_id uuid, p_limit integer) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    me person := who();
    held text := 'true';
    wanted text := '(c.taken_at, c.id) < ($1, $2)';
    word text;
    walk text;  -- $4: how many of the newest are looked through
    matching text;
    sorted text;
    by_month text;  -- $4: how many hits are worth sorting, $5: the months
    guess json;
    hits uuid[] := '{}';
    more uuid[];
    few CONSTANT integer := 1000;
    matched integer;
    newest date := date_trunc('month', least(p_at, now()) AT TIME ZONE 'Asia/Shanghai');
    oldest date;
    months integer := 1;
    done boolean := false;
BEGIN
    IF me.id IS NULL OR me.role = 'administrator' OR cardinality(p_queries) = 0 THEN
        RETURN;
    END IF;
    FOREACH word IN ARRAY p_words LOOP
        held := held || format(' AND position(%L IN substr(s.words, length(c.number) + 2)) > 0', word);
    END LOOP;
    FOREACH word IN ARRAY p_numbers LOOP
        held := held || format(' AND position(%L IN s.words) > 0', word);
    END LOOP;
    IF me.role = 'company' THEN  -- as in may_touch()
        wanted := wanted || format(' AND (c.taken_by = %s OR (c.company_id = %s AND c.dispatched_at IS NOT NULL))', me.id, me.company_id);
    END IF;
    IF cardinality(p_states) > 0 THEN
        wanted := wanted || format(' AND c.state = ANY (%L)', p_states);
    END IF;
    IF p_company IS NOT NULL THEN
        wanted := wanted || format(' AND c.company_id = %s', p_company);
    END IF;
    walk := format('
        WITH newest AS MATERIALIZED (
            SELECT c.id, c.number, c.taken_at FROM complaint c WHERE %s ORDER BY c.taken_at DESC, c.id DESC LIMIT $4
        )
        SELECT array_agg(id) FROM (
            SELECT c.id FROM newest c JOIN complaint_search s ON s.complaint_id = c.id
            WHERE %s ORDER BY c.taken_at DESC, c.id DESC LIMIT $3
        ) found', wanted, held);
    matching := 'SELECT s.complaint_id, s.words FROM complaint_search s WHERE '
        || (SELECT string_agg(format('s.grams @@ %L::tsquery', q), ' AND ') FROM unnest(p_queries) q);
    sorted := format('
        SELECT array_agg(id), (SELECT count(*) FROM matched) FROM (
            SELECT c.id FROM matched s JOIN complaint c ON c.id = s.complaint_id WHERE %s AND %s
            ORDER BY c.taken_at DESC, c.id DESC LIMIT $3
        ) found', wanted, held);
    by_month := format('WITH matched AS MATERIALIZED (%s AND s.grams @@ $5::tsquery LIMIT $4)', matching) || sorted;
    -- A common word matches so many rows that index plus sort is slow, so the newest complaints are looked through first:
    -- few, and more of them when there it is. The end of a number (0042) is no gram: only so is it found.
    EXECUTE walk INTO hits USING p_at, p_id, p_limit, 200;
    IF coalesce(cardinality(hits), 0) < p_limit AND (hits IS NOT NULL OR cardinality(p_numbers) > 0) THEN
        EXECUTE walk INTO hits USING p_at, p_id, p_limit, CASE WHEN cardinality(p_numbers) > 0 THEN 2000 ELSE few END;
    END IF;
    -- Then the index: all of it, where the statistics say that this is little enough to sort.
    IF coalesce(cardinality(hits), 0) < p_limit THEN
        EXECUTE 'EXPLAIN (FORMAT JSON) ' || matching INTO guess;
        IF (guess->0->'Plan'->>'Plan Rows')::float < 5 * few THEN
            EXECUTE format('WITH matched AS MATERIALIZED (%s LIMIT $4)', matching) || sorted INTO more, matched
                USING p_at, p_id, p_limit, few;
            done := matched < few;
            hits := CASE WHEN done THEN ARRAY(SELECT unnest(hits) UNION SELECT unnest(more)) ELSE hits END;
        END IF;
    END IF;
    -- Otherwise the newest months first until there is a page, more of them each time. Where too much is in them, half of
    -- them; a single month's newest are looked through as above, and if that is no page, all of the month is sorted.
    SELECT date_trunc('month', min(taken_at) AT TIME ZONE 'Asia/Shanghai') INTO oldest FROM complaint;
    WHILE NOT done AND coalesce(cardinality(hits), 0) < p_limit AND newest >= oldest LOOP
        EXECUTE by_month INTO more, matched USING p_at, p_id, p_limit, few, months_query(newest, months);
        IF matched = few AND months > 1 THEN
            months := months / 2;
            CONTINUE;
        END IF;
        IF matched = few THEN
            EXECUTE walk INTO more USING
                least(p_at, (newest + interval '1 month') AT TIME ZONE 'Asia/Shanghai'), p_id, p_limit, few;
            IF cardinality(ARRAY(SELECT unnest(hits) UNION SELECT unnest(more))) < p_limit THEN
                EXECUTE by_month INTO more, matched USING p_at, p_id, p_limit, NULL::integer, months_query(newest, 1);
            END IF;
        END IF;
        hits := ARRAY(SELECT unnest(hits) UNION SELECT unnest(more));
        newest := newest - make_interval(months => months);
        months := months * 4;
    END LOOP;
    RETURN QUERY SELECT c.id FROM complaint c WHERE c.id = ANY (hits) ORDER BY c.taken_at DESC, c.id DESC LIMIT p_limit;
END $$;

-- The tsquery of so many months, back from the one that begins on this day.
CREATE FUNCTION months_query(p_newest date, p_months integer) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT string_agg(quote_literal(month_gram((p_newest - make_interval(months => ago)) AT TIME ZONE 'Asia/Shanghai')), ' | ')
    FROM generate_series(0, p_months - 1) ago
$$;

REVOKE ALL ON FUNCTION months_query(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_complaints(text[], text[], text[], text[], integer, timestamptz, uuid, integer) TO
    warmline_operator, warmline_company, warmline_liaison, warmline_collector, warmline_supervisor, warmline_auditor;
