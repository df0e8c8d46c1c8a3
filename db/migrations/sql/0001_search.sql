-- Search by words, of what the person may see. As the owner: under row security the planner may not ask the GIN index of
-- complaint_search, for the operator @@ is not leakproof. Planned anew for each search: the best plan depends on the word.

-- p_query: the tsquery of all words. p_words must stand in the words themselves, p_numbers there or in the number.
-- A common word matches so many rows that index plus sort is slow, so the newest complaints are looked through first.
-- (p_at, p_id): taken_at and id of the last one already had. p_states empty, p_company NULL: all.
CREATE FUNCTION find_complaints(p_query text, p_words text[], p_numbers text[], p_states text[], p_company integer,
                                p_at timestamptz, p_id uuid, p_limit integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    me person := who();
    held text := 'true';
    wanted text := '(c.taken_at, c.id) < ($1, $2)';
    word text;
    hits uuid[];
    more uuid[];
    this_month timestamp := least(p_at, now()) AT TIME ZONE 'Asia/Shanghai';
    few CONSTANT integer := 1000;
    few_tried CONSTANT integer := -1;
    matched integer;
    months integer;
    months_done integer := 0;
    asked text;
BEGIN
    IF me.id IS NULL OR me.role = 'administrator' THEN
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
    EXECUTE format('
        WITH newest AS MATERIALIZED (
            SELECT c.id, c.number, c.taken_at FROM complaint c WHERE %s ORDER BY c.taken_at DESC, c.id DESC LIMIT %s
        )
        SELECT array_agg(id) FROM (
            SELECT c.id FROM newest c JOIN complaint_search s ON s.complaint_id = c.id
            WHERE %s ORDER BY c.taken_at DESC, c.id DESC LIMIT $3
        ) found', wanted, CASE WHEN cardinality(p_numbers) > 0 THEN 2000 ELSE 1000 END, held)
        INTO hits USING p_at, p_id, p_limit;
    IF cardinality(hits) = p_limit THEN
        RETURN QUERY SELECT unnest(hits);
        RETURN;
    END IF;
    -- The end of a number (0042) is no gram: only the newest have it found, which are those that are asked for so.
    -- Then the index, as long as what it finds is little enough to sort. A word that was common once, but not of late, is
    -- found in too many: then the months are asked one after the other, twice as many each time, until there is a page;
    -- the last time whatever is older.
    FOREACH months IN ARRAY ARRAY[few_tried, 1, 2, 4, 8, 16, 0] LOOP
        asked := p_query;
        IF months > 0 THEN
            SELECT format('(%s) & (%s)', p_query, string_agg(quote_literal(month_gram(at)), ' | ')) INTO asked
            FROM generate_series(months_done, months_done + months - 1) ago,
                LATERAL (SELECT (date_trunc('month', this_month) - make_interval(months => ago)) AT TIME ZONE 'Asia/Shanghai') m (at);
        END IF;
        EXECUTE format('
            WITH matched AS MATERIALIZED (
                SELECT s.complaint_id, s.words FROM complaint_search s WHERE s.grams @@ $4::tsquery LIMIT $5
            )
            SELECT array_agg(id), (SELECT count(*) FROM matched) FROM (
                SELECT c.id FROM matched s JOIN complaint c ON c.id = s.complaint_id WHERE %s AND %s
                ORDER BY c.taken_at DESC, c.id DESC LIMIT $3
            ) found', wanted, held) INTO more, matched USING p_at, p_id, p_limit, asked, CASE WHEN months = few_tried THEN few END;
        CONTINUE WHEN months = few_tried AND matched = few;
        hits := ARRAY(SELECT DISTINCT unnest(hits || more));
        EXIT WHEN months = few_tried OR cardinality(hits) >= p_limit;
        months_done := months_done + months;
    END LOOP;
    RETURN QUERY SELECT c.id FROM complaint c WHERE c.id = ANY (hits) ORDER BY c.taken_at DESC, c.id DESC LIMIT p_limit;
END $$;
