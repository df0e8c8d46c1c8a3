-- The administrator adds an authority (转办单位), after those that are there: emergencies stay first. Its code is given here.
CREATE FUNCTION authority_add(p_values jsonb, p_note text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    fresh authority := jsonb_populate_record(NULL::authority, p_values - 'code' - 'rank' - 'emergency');
BEGIN
    LOCK TABLE authority IN SHARE ROW EXCLUSIVE MODE;
    fresh.name := btrim(fresh.name);
    IF coalesce(fresh.name, '') = '' OR char_length(fresh.name) > 60 THEN
        PERFORM refuse('WL006', 'a name', 'name');
    ELSIF EXISTS (SELECT FROM authority WHERE name = fresh.name) THEN
        PERFORM refuse('WL006', 'there is one of this name', 'name_taken');
    ELSIF coalesce(btrim(fresh.words), '') = '' OR char_length(fresh.words) > 400 THEN
        PERFORM refuse('WL006', 'what to say', 'words');
    ELSIF coalesce(cardinality(fresh.matters), 0) = 0 THEN
        PERFORM refuse('WL006', 'what it is in charge of', 'matters');
    ELSIF fresh.mark IS NULL OR fresh.mark NOT IN ('V', 'V-', 'P') THEN
        PERFORM refuse('WL006', 'how sure it is', 'mark');
    ELSIF coalesce(btrim(p_note), '') = '' THEN
        PERFORM refuse('WL006', 'the reason', 'note');
    END IF;
    SELECT max(rank) + 1 INTO fresh.rank FROM authority;
    fresh.code := 'door' || fresh.rank;
    fresh.phones := coalesce(fresh.phones, '{}');
    fresh.emergency := false;
    INSERT INTO authority VALUES (fresh.*);
    PERFORM log_rule(me, 'authority', p_note, fresh.code, NULL, to_jsonb(fresh));
    RETURN fresh.code;
END $$;

REVOKE ALL ON FUNCTION authority_add(jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authority_add(jsonb, text) TO warmline_administrator;
