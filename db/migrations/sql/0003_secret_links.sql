-- Who complained on a forum and is secret now: nothing that the company reads leads to the post. What the events hold is
-- never rewritten (their chain would break); the company reads them without the links. PostgreSQL 15+.

-- The complaint's own link goes when it becomes secret, whoever enters it and whenever. 12345's number stays: it leads
-- nobody outside of the government's hotline to anybody.
CREATE FUNCTION veil_link() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.outside_number := '';
    RETURN NEW;
END $$;

CREATE TRIGGER veil_link BEFORE INSERT OR UPDATE ON complaint FOR EACH ROW
    WHEN (NEW.secret AND NEW.outside_number <> '' AND (NEW.channel = 'forum' OR NEW.outside_number ~* 'https?://'))
    EXECUTE FUNCTION veil_link();

-- The words it is found by lose the link too, and of the grams those that stand in nothing else.
CREATE FUNCTION veil_search() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    rest text;
BEGIN
    IF (SELECT secret FROM complaint WHERE id = NEW.complaint_id) THEN
        rest := regexp_replace(NEW.words, 'https?://\S*', '', 'gi');
        NEW.grams := ts_delete(NEW.grams, ARRAY(
            SELECT lexeme FROM unnest(NEW.grams) WHERE lexeme ~ '^[a-z0-9_]{1,2}$' AND position(lexeme IN rest) = 0));
        NEW.words := rest;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER veil_search BEFORE INSERT OR UPDATE ON complaint_search FOR EACH ROW
    WHEN (NEW.words ~* 'https?://') EXECUTE FUNCTION veil_search();

CREATE FUNCTION veil_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE complaint_search SET words = words WHERE complaint_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER veil_words AFTER UPDATE ON complaint FOR EACH ROW
    WHEN (NEW.secret AND NOT OLD.secret) EXECUTE FUNCTION veil_words();

-- An event of a secret complaint with a link in it is not the company's to read; veiled_events() gives it without the link,
-- so that the timeline stays whole and the clocks can be counted.
DROP POLICY company ON event;
CREATE POLICY company ON event FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = event.complaint_id AND (
        NOT c.secret OR (event.note !~* 'https?://' AND event.detail::text !~* 'https?://'))));

CREATE FUNCTION veiled_events(p_id uuid)
RETURNS TABLE (seq integer, act text, state text, at timestamptz, person_id integer, note text, detail jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.seq, e.act, e.state, e.at, e.person_id, regexp_replace(e.note, 'https?://\S*', '…', 'gi'),
           regexp_replace(e.detail::text, 'https?://[^"\\[:space:]]*', '', 'gi')::jsonb
    FROM event e JOIN complaint c ON c.id = e.complaint_id
    WHERE e.chain = p_id AND c.secret AND (SELECT my_role()) = 'company' AND may_touch((SELECT who()), c)
      AND (e.note ~* 'https?://' OR e.detail::text ~* 'https?://')
    ORDER BY e.seq
$$;

REVOKE ALL ON FUNCTION veil_link(), veil_search(), veil_words(), veiled_events(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION veiled_events(uuid) TO warmline_company;

-- What is secret already.
UPDATE complaint SET outside_number = outside_number WHERE secret AND outside_number <> '';
UPDATE complaint_search s SET words = s.words FROM complaint c
    WHERE c.id = s.complaint_id AND c.secret AND s.words ~* 'https?://';
