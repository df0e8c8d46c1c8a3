-- Call-backs: by somebody else than who took or reported the complaint, and three tries at different hours before the
-- caller counts as unreachable (domain.md section 7, point 14). PostgreSQL 15+.

-- The clock hour of the city in which a moment lies: two tries of one hour are one try.
CREATE FUNCTION local_hour(moment timestamptz) RETURNS timestamp
LANGUAGE sql IMMUTABLE AS $$ SELECT date_trunc('hour', moment AT TIME ZONE 'Asia/Shanghai') $$;

-- Runs inside of act(), where the complaint is locked; what it refuses undoes the act. Rows that come in without a person
-- (db/sample.py) were checked where they were made.
CREATE FUNCTION check_call_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    c complaint;
    reported integer;
BEGIN
    IF me.id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO c FROM complaint WHERE id = NEW.complaint_id;
    SELECT coalesce(max(seq), 0) INTO reported FROM event WHERE chain = NEW.chain AND act IN ('report', 'settle');
    IF NEW.act = 'close' THEN
        IF NOT c.no_reply AND (SELECT count(*) FROM event
                               WHERE chain = NEW.chain AND act = 'miss' AND seq > reported) < 3 THEN
            PERFORM refuse('WL002', 'neither called back nor tried three times', 'not_called_back');
        END IF;
        RETURN NEW;
    END IF;
    IF c.taken_by = me.id
       OR EXISTS (SELECT FROM event WHERE chain = NEW.chain AND act IN ('report', 'settle') AND person_id = me.id) THEN
        IF me.role <> 'supervisor' THEN
            PERFORM refuse('WL003', 'somebody else calls back', 'own_work');
        ELSIF btrim(NEW.note) = '' THEN  -- nobody else is on duty: the supervisor may, and says so
            PERFORM refuse('WL006', 'a reason is needed', 'note');
        END IF;
    END IF;
    IF NEW.act = 'miss' THEN
        IF coalesce(NEW.detail->>'result', 'no_answer')
           NOT IN ('busy', 'no_answer', 'switched_off', 'empty_number', 'rejected') THEN
            PERFORM refuse('WL006', 'no such result', 'result');
        ELSIF EXISTS (SELECT FROM event WHERE chain = NEW.chain AND act = 'miss' AND seq > reported
                      AND local_hour(at) = local_hour(NEW.at)) THEN
            PERFORM refuse('WL002', 'already tried in this hour', 'same_hour');
        END IF;
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION check_call_back() FROM PUBLIC;

CREATE TRIGGER call_back BEFORE INSERT ON event FOR EACH ROW
    WHEN (NEW.act IN ('call_back', 'reopen', 'miss', 'close')) EXECUTE FUNCTION check_call_back();
