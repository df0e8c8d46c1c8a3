-- Managers verified by telephone: who checked a published number on which day, so that each season begins with numbers that
-- answer. PostgreSQL 15+.

-- The day on which somebody reached the manager under the published number; only ever a later one. False: known already.
-- The administrator's directory_put() may set any day, for what a file says.
CREATE FUNCTION verify_manager(p_manager integer, p_on date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    m manager;
    place text;
BEGIN
    IF me.id IS NULL OR me.role NOT IN ('operator', 'liaison', 'supervisor', 'administrator') THEN
        PERFORM refuse('WL003', 'this role verifies no managers', 'directory');
    END IF;
    SELECT * INTO m FROM manager WHERE id = p_manager AND retired_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL006', 'no such manager', 'manager');
    ELSIF p_on IS NULL OR p_on > local_day(clock_timestamp()) OR p_on < local_day(clock_timestamp()) - 366 THEN
        PERFORM refuse('WL006', 'not a day of the last year', 'verified_on');
    ELSIF p_on < m.verified_on THEN
        PERFORM refuse('WL006', 'verified later already', 'verified_on');
    ELSIF p_on = m.verified_on THEN
        RETURN false;
    END IF;
    UPDATE manager SET verified_on = p_on WHERE id = p_manager;
    SELECT name INTO place FROM community WHERE id = m.community_id;
    PERFORM log_event('directory', 'verify', place || ' ' || m.name,
                      jsonb_build_object('manager', m.id, 'before', m.verified_on, 'after', p_on), me.id);
    PERFORM pg_notify('warmline', 'd');
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION verify_manager(integer, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION verify_manager(integer, date)
    TO warmline_operator, warmline_liaison, warmline_supervisor, warmline_administrator;
