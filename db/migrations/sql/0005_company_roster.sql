-- A company keeps its own roster: shifts, crews, and from which day on it works by which pattern; no other team's. What
-- patterns there are stays the supervisor's, for all teams choose among them.

-- Who may write this team's roster: a supervisor every team's, a company's desk its own.
CREATE FUNCTION roster_desk_of(p_company integer) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
BEGIN
    IF me.id IS NULL OR NOT coalesce(me.role = 'supervisor' OR me.role = 'company' AND me.company_id = p_company, false) THEN
        PERFORM refuse('WL003', 'another team''s roster', 'roster');
    END IF;
    RETURN me.id;
END $$;

-- As in 0004_roster.sql, but for who may.
CREATE OR REPLACE FUNCTION roster_change(p_shift uuid, p_revision integer, p_duties jsonb, p_note text) RETURNS shift
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer;
    s shift;
    before jsonb;
BEGIN
    SELECT * INTO s FROM shift WHERE id = p_shift FOR UPDATE;
    me := roster_desk_of(s.company_id);
    IF s.id IS NULL THEN
        PERFORM refuse('WL006', 'no such shift', 'shift');
    ELSIF s.ends_at <= clock_timestamp() OR s.closed_at IS NOT NULL THEN
        PERFORM refuse('WL002', 'the shift is over', 'shift_over');
    ELSIF p_revision <> s.revision THEN
        PERFORM refuse('WL001', 'changed elsewhere', 'roster');
    ELSIF s.begins_at <= clock_timestamp() AND btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    PERFORM check_duties(s.company_id, p_duties);
    SELECT coalesce(jsonb_agg(to_jsonb(d) - 'shift_id' ORDER BY d.person_id), '[]') INTO before FROM duty d WHERE shift_id = s.id;
    s := set_duties(s.id, p_duties);
    PERFORM log_event('shift', 'roster_change', p_note, jsonb_build_object('shift', s.id, 'day', s.day, 'name', s.name,
        'company', s.company_id, 'before', before, 'after', p_duties), me);
    RETURN s;
END $$;

CREATE OR REPLACE FUNCTION roster_put(p_company integer, p_from date, p_to date, p_duties jsonb, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer := roster_desk_of(p_company);
    s record;
    done integer := 0;
BEGIN
    PERFORM shift_days(p_company, p_from, p_to);
    FOR s IN
        SELECT h.id, coalesce(d.duties, '[]') AS duties
        FROM (SELECT * FROM shift WHERE company_id IS NOT DISTINCT FROM p_company AND day BETWEEN p_from AND p_to
              AND begins_at > clock_timestamp() ORDER BY begins_at FOR UPDATE) h
        LEFT JOIN (SELECT (g->>'day')::date AS day, (g->>'slot')::smallint AS slot, jsonb_agg(g - ARRAY['day', 'slot']) AS duties
                   FROM jsonb_array_elements(p_duties) g GROUP BY 1, 2) d ON d.day = h.day AND d.slot = h.slot
        ORDER BY h.begins_at
    LOOP
        PERFORM check_duties(p_company, s.duties);
        PERFORM set_duties(s.id, s.duties);
        done := done + 1;
    END LOOP;
    PERFORM log_event('shift', 'roster_put', p_note, jsonb_build_object('company', p_company, 'from', p_from, 'to', p_to,
        'shifts', done, 'duties', p_duties), me);
    RETURN done;
END $$;

CREATE OR REPLACE FUNCTION crews_put(p_company integer, p_members jsonb, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer := roster_desk_of(p_company);
    crew_duties jsonb;
BEGIN
    IF (SELECT count(*) <> count(DISTINCT m->>'person_id') FROM jsonb_array_elements(p_members) m) THEN
        PERFORM refuse('WL002', 'a duty that can not be', 'double_person');
    END IF;
    FOR crew_duties IN SELECT jsonb_agg(m) FROM jsonb_array_elements(p_members) m GROUP BY m->>'crew' LOOP
        PERFORM check_duties(p_company, crew_duties);
    END LOOP;
    DELETE FROM crew_member WHERE person_id IN (SELECT id FROM person WHERE company_id IS NOT DISTINCT FROM p_company);
    INSERT INTO crew_member (person_id, crew, seat_number, leader)
        SELECT m.person_id, m.crew, m.seat_number, coalesce(m.leader, false)
        FROM jsonb_to_recordset(p_members) AS m(person_id integer, crew smallint, seat_number smallint, leader boolean);
    PERFORM log_event('shift', 'crews_put', p_note, jsonb_build_object('company', p_company, 'members', p_members), me);
END $$;

-- As in 0004_plans.sql, but for who may.
CREATE OR REPLACE FUNCTION plan_put(p_company integer, p_starts_on date, p_pattern text, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer := roster_desk_of(p_company);
    moved uuid[];
    lost integer;
BEGIN
    IF p_starts_on IS NULL OR p_starts_on <= local_day(clock_timestamp()) THEN
        PERFORM refuse('WL002', 'a plan begins on a day to come', 'plan_past');
    END IF;
    DELETE FROM shift_plan WHERE company_id IS NOT DISTINCT FROM p_company AND starts_on = p_starts_on;
    INSERT INTO shift_plan (company_id, starts_on, pattern) VALUES (p_company, p_starts_on, p_pattern);
    SELECT array_agg(id) INTO moved FROM shift
        WHERE day >= p_starts_on AND (company_id IS NOT DISTINCT FROM p_company OR p_company IS NULL)
          AND (pattern <> pattern_on(company_id, day) OR (day = p_starts_on AND company_id IS NOT DISTINCT FROM p_company));
    DELETE FROM swap WHERE shift_id = ANY (moved) OR other_shift_id = ANY (moved);
    DELETE FROM duty WHERE shift_id = ANY (moved);
    GET DIAGNOSTICS lost = ROW_COUNT;
    DELETE FROM shift WHERE id = ANY (moved);
    PERFORM log_event('shift', 'plan_put', p_note, jsonb_build_object('company', p_company, 'from', p_starts_on,
        'pattern', p_pattern, 'duties_lost', lost), me);
    PERFORM pg_notify('warmline', 's:' || id) FROM unnest(moved) id;
    RETURN lost;
END $$;

DO $$ BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION roster_change(uuid, integer, jsonb, text), roster_put(integer, date, date, jsonb, text),
        crews_put(integer, jsonb, text), plan_put(integer, date, text, text) TO warmline_company;
END $$;
