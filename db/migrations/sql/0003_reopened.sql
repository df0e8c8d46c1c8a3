-- When a complaint was last reopened: from then on the company has the minutes of the clock 'sign' anew, and the alarm of
-- who does not sign reads it from the row of the queue. PostgreSQL 15+.
ALTER TABLE complaint ADD COLUMN reopened_at TIMESTAMP WITH TIME ZONE;

UPDATE complaint c SET reopened_at = e.at FROM (
    SELECT chain, max(at) AS at FROM event WHERE act = 'reopen' AND complaint_id IS NOT NULL GROUP BY chain) e
WHERE e.chain = c.id;

CREATE FUNCTION keep_reopening() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE complaint SET reopened_at = NEW.at WHERE id = NEW.complaint_id;
    RETURN NULL;
END $$;

CREATE TRIGGER keep_reopening AFTER INSERT ON event FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL AND NEW.act = 'reopen')
    EXECUTE FUNCTION keep_reopening();

REVOKE ALL ON FUNCTION keep_reopening() FROM PUBLIC;
