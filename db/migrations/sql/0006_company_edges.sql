-- What a company reads and writes where only a part is its own.

-- As its events (0003_secret_links.sql): a link in what was told of a secret complaint leads to who wrote on the forum.
DROP POLICY visible ON article_use;
CREATE POLICY visible ON article_use FOR SELECT TO warmline_operator, warmline_company, warmline_liaison, warmline_collector,
    warmline_supervisor, warmline_auditor
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id
                   AND (NOT c.secret OR (SELECT my_role()) <> 'company' OR told !~* 'https?://')));

-- Where a company heats some buildings of another's community, it names them, as app/notice_checks.py asks: what holds for
-- the whole community is not its to say.
CREATE FUNCTION check_notice_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM community c LEFT JOIN station s ON s.id = c.station_id WHERE c.id = ANY (NEW.places)
               AND coalesce(c.company_id, s.company_id) IS DISTINCT FROM my_company()) THEN
        PERFORM refuse('WL003', 'not a place for this person', 'notice_plant');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_notice_place BEFORE INSERT OR UPDATE OF reach, places, buildings ON notice FOR EACH ROW
    WHEN (NEW.reach = 'community' AND NEW.buildings = '{}' AND NEW.withdrawn_at IS NULL AND my_role() = 'company')
    EXECUTE FUNCTION check_notice_place();
REVOKE ALL ON FUNCTION check_notice_place() FROM PUBLIC;
