-- What the linkage left to the program alone: no one's own call-back handed out, more time asked for before the limit,
-- and no dispatched complaint that changes its company but by a slip. PostgreSQL 15+.

-- Whose work the call-back asks about: who took the complaint, reported it, or ended its incident (domain.md section 7,
-- point 14).
CREATE FUNCTION worked_on(c complaint, p_person integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.taken_by = p_person
        OR EXISTS (SELECT FROM event WHERE chain = c.id AND act IN ('report', 'settle') AND person_id = p_person)
$$;

-- As in 0002_callbacks.sql, the question above asked in its one place.
CREATE OR REPLACE FUNCTION check_call_back() RETURNS trigger
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
    IF worked_on(c, me.id) THEN
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

-- As in 0001_acts.sql, but nobody is handed the call-back of his own work; a supervisor takes his own by hand.
CREATE OR REPLACE FUNCTION claim_next(p_states text[], p_seconds integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    candidate uuid;
BEGIN
    FOR attempt IN 1..20 LOOP
        SELECT c.id INTO candidate FROM complaint c
        WHERE c.is_open AND c.state = ANY (p_states) AND may_touch(me, c)
          AND NOT EXISTS (SELECT FROM claim k WHERE k.complaint_id = c.id AND k.until > now())
          AND NOT (c.state IN ('reported', 'call_back') AND worked_on(c, me.id))
        ORDER BY c.rank_at, c.id LIMIT 1 FOR NO KEY UPDATE OF c SKIP LOCKED;
        IF NOT FOUND OR claim(candidate, p_seconds) THEN
            RETURN candidate;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- Until when more time for the answer may be asked for (山东省政务服务热线管理办法: before the limit); NULL: there is none.
--
-- Stored limits are those the complaint was born with. Where pauses or earlier extensions moved the answer, its time now is
-- that of the queue once somebody was on site; before that the queue shows another clock, and only the program counts
-- working days. What is said then is the latest that it can be: pauses at their full length, two days for each working day
-- granted, and the longest holidays between.
CREATE FUNCTION answer_until(c complaint) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    born timestamptz;
    paused interval;
BEGIN
    SELECT (one->>'due_at')::timestamptz INTO born FROM jsonb_array_elements(c.due_times) one WHERE one->>'clock' = 'answer';
    SELECT sum((detail#>>'{pause,until}')::timestamptz - at) INTO paused
        FROM event WHERE chain = c.id AND act = 'pause' AND detail#>'{pause,clocks}' ? 'answer';
    IF born IS NULL OR (paused IS NULL AND c.extended_days = 0) THEN
        RETURN born;
    ELSIF c.arrived_at IS NOT NULL THEN
        RETURN greatest(born, c.due_at);
    END IF;
    RETURN born + coalesce(paused, '0') + make_interval(days => 10 + 2 * c.extended_days);
END $$;

CREATE FUNCTION check_extension() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last timestamptz;
BEGIN
    SELECT answer_until(c) INTO last FROM complaint c WHERE c.id = NEW.complaint_id;
    IF last IS NULL THEN
        PERFORM refuse('WL002', 'no limit to extend', 'no_answer_limit');
    ELSIF NEW.at >= last THEN
        PERFORM refuse('WL002', 'the limit has run out', 'extension_late');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER extension BEFORE INSERT ON event FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL AND NEW.act = 'extend') EXECUTE FUNCTION check_extension();

-- A company works by its slip: once dispatched, only another dispatch moves a complaint, be it shelved and taken up,
-- returned, or bound by a ruling. So an incident takes in what nobody was told of yet, and what its own company has.
CREATE FUNCTION keep_company() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM refuse('WL002', 'another company works on it', CASE WHEN OLD.binding THEN 'ruling' ELSE 'other_company' END);
    RETURN NULL;
END $$;

CREATE TRIGGER keep_company BEFORE UPDATE ON complaint FOR EACH ROW
    WHEN (OLD.dispatched_at IS NOT NULL AND NEW.dispatches = OLD.dispatches
        AND (OLD.company_id, OLD.station_id) IS DISTINCT FROM (NEW.company_id, NEW.station_id))
    EXECUTE FUNCTION keep_company();

REVOKE ALL ON FUNCTION worked_on(complaint, integer), answer_until(complaint), check_extension(), keep_company() FROM PUBLIC;
