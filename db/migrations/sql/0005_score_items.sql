-- The items of the score sheet are kept by supervisors and by the administrator, with their history in the rule book.

CREATE OR REPLACE FUNCTION score_items_put(p_items jsonb, p_note text) RETURNS SETOF score_item
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    before jsonb;
    after jsonb;
BEGIN
    IF me.id IS NULL OR me.role NOT IN ('supervisor', 'administrator') THEN
        PERFORM refuse('WL003', 'the sheet is the supervisor''s and the administrator''s', 'score_desk');
    ELSIF btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    LOCK TABLE score_item IN SHARE ROW EXCLUSIVE MODE;
    SELECT jsonb_agg(to_jsonb(i) - 'rank' ORDER BY i.rank) INTO before FROM score_item i;
    DELETE FROM score_item;
    INSERT INTO score_item (code, rank, name, weight, basis)
        SELECT i->>'code', rank, btrim(i->>'name'), (i->>'weight')::smallint, coalesce(btrim(i->>'basis'), '')
        FROM jsonb_array_elements(p_items) WITH ORDINALITY AS given(i, rank);
    IF (SELECT coalesce(sum(weight), 0) FROM score_item) <> 100 THEN
        PERFORM refuse('WL002', 'weights add up to 100', 'weights');
    END IF;
    SELECT jsonb_agg(to_jsonb(i) - 'rank' ORDER BY i.rank) INTO after FROM score_item i;
    PERFORM log_rule(me, 'score_item', p_note, 'score_sheet', before, after);
    RETURN QUERY SELECT * FROM score_item ORDER BY rank;
END $$;

DO $$ BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    GRANT SELECT ON score_item TO warmline_administrator;
    GRANT EXECUTE ON FUNCTION score_items_put(jsonb, text) TO warmline_administrator;
END $$;
CREATE POLICY administrator ON score_item FOR SELECT TO warmline_administrator USING ((SELECT my_role()) = 'administrator');
