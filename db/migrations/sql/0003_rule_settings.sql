-- The settings kept by the administrator like the other rules: each change is an event of the chain 'rules'.

-- One value of a setting, at a path in it (empty: the setting itself). It keeps its shape: a number stays a whole number,
-- a list a list; what it may say is the program's to know.
CREATE FUNCTION setting_put(p_key text, p_path text[], p_value jsonb, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    old setting;
    fresh jsonb;
BEGIN
    SELECT * INTO old FROM setting WHERE key = p_key FOR UPDATE;
    IF NOT FOUND OR old.value #> p_path IS NULL THEN
        PERFORM refuse('WL006', 'no such setting', 'setting');
    END IF;
    IF p_value IS NULL OR jsonb_typeof(p_value) <> jsonb_typeof(old.value #> p_path)
       OR (CASE jsonb_typeof(p_value)
              WHEN 'number' THEN p_value::text !~ '^[1-9][0-9]{0,3}$'
              WHEN 'string' THEN char_length(p_value#>>'{}') NOT BETWEEN 1 AND 60
              ELSE octet_length(p_value::text) > 4000
          END) THEN
        PERFORM refuse('WL006', 'not a value of this setting', 'value');
    END IF;
    fresh := CASE WHEN cardinality(p_path) = 0 THEN p_value ELSE jsonb_set(old.value, p_path, p_value, false) END;
    UPDATE setting SET value = fresh WHERE key = p_key;
    PERFORM log_rule(me, 'setting', p_note, array_to_string(p_key || p_path, '.'), old.value #> p_path, p_value);
END $$;

REVOKE ALL ON FUNCTION setting_put(text, text[], jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION setting_put(text, text[], jsonb, text) TO warmline_administrator;
