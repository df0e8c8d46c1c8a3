-- The directory goes out to everybody: a right of the administrator's, and on the record before it is in its folder.

-- p_detail: {"folder": …, "communities": n, "managers": n, "stations": whether their names went out too}.
CREATE FUNCTION directory_publish(p_detail jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
BEGIN
    IF me.id IS NULL OR me.role <> 'administrator' THEN
        PERFORM refuse('WL003', 'only the administrator publishes the directory', 'directory');
    END IF;
    IF p_detail IS NULL OR jsonb_typeof(p_detail) <> 'object' OR length(p_detail::text) > 4000 THEN
        PERFORM refuse('WL006', 'not what is told of a publication', 'directory');
    END IF;
    PERFORM log_event('directory', 'directory_publish', left(coalesce(p_detail->>'folder', ''), 500), p_detail, me.id);
END $$;
REVOKE ALL ON FUNCTION directory_publish(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_publish(jsonb) TO warmline_administrator;
