-- The roster: who is meant to sit where, in which shift, and who asks to swap. Models: db/roster.py.

-- The groups that take turns, kept so that the next season can be made from them; a person's team is its company.
CREATE TABLE crew_member (
    person_id INTEGER NOT NULL,
    crew SMALLINT NOT NULL,
    seat_number SMALLINT,
    leader BOOLEAN DEFAULT 'false' NOT NULL,
    CONSTRAINT pk_crew_member PRIMARY KEY (person_id),
    CONSTRAINT ck_crew_member_crew CHECK (crew BETWEEN 1 AND 8),
    CONSTRAINT fk_crew_member_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE duty (
    shift_id UUID NOT NULL,
    person_id INTEGER NOT NULL,
    seat_number SMALLINT,
    leader BOOLEAN DEFAULT 'false' NOT NULL,
    CONSTRAINT pk_duty PRIMARY KEY (shift_id, person_id),
    CONSTRAINT fk_duty_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id),
    CONSTRAINT fk_duty_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE UNIQUE INDEX ix_duty_shift_id_seat_number ON duty (shift_id, seat_number);
CREATE UNIQUE INDEX ix_duty_leader ON duty (shift_id) WHERE leader;
CREATE INDEX ix_duty_person_id ON duty (person_id);

-- other_shift_id NULL: the other one stands in, and nothing is given in return.
CREATE TABLE swap (
    id UUID NOT NULL,
    shift_id UUID NOT NULL,
    person_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    other_shift_id UUID,
    reason TEXT NOT NULL,
    state VARCHAR(24) DEFAULT 'asked' NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_by INTEGER,
    decided_at TIMESTAMP WITH TIME ZONE,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_swap PRIMARY KEY (id),
    CONSTRAINT ck_swap_state CHECK (state IN ('asked', 'agreed', 'approved', 'refused', 'declined', 'withdrawn')),
    CONSTRAINT ck_swap_people CHECK (person_id <> other_id),
    CONSTRAINT ck_swap_reason CHECK (char_length(reason) BETWEEN 1 AND 500),
    CONSTRAINT ck_swap_note CHECK (char_length(note) <= 500),
    CONSTRAINT fk_swap_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id),
    CONSTRAINT fk_swap_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_swap_other_id FOREIGN KEY(other_id) REFERENCES person (id),
    CONSTRAINT fk_swap_other_shift_id FOREIGN KEY(other_shift_id) REFERENCES shift (id),
    CONSTRAINT fk_swap_decided_by FOREIGN KEY(decided_by) REFERENCES person (id)
);
CREATE INDEX ix_swap_asked_at ON swap (asked_at);

INSERT INTO setting (key, value, note) VALUES
('seats', '{"hotline": 6, "company": 4}', '热线和每家企业各有几个座席'),
('shift_cover', '{"hotline": {"ordinary": 2, "holiday": 3}, "company": {"ordinary": 1, "holiday": 1}}',
 '每班至少几人当值，法定节假日另计；本系统建议'),
('shift_rest_hours', '8', '两班之间至少歇几小时，少于此提示；本系统建议');

CREATE FUNCTION roster_desk() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
BEGIN
    IF me.id IS NULL OR me.role <> 'supervisor' THEN
        PERFORM refuse('WL003', 'rosters are the supervisor''s', 'roster');
    END IF;
    RETURN me.id;
END $$;

-- How many seats a team has.
CREATE FUNCTION seats_of(p_company integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (value->>CASE WHEN p_company IS NULL THEN 'hotline' ELSE 'company' END)::integer FROM setting WHERE key = 'seats'
$$;

-- Whether the people named are of this team and in service, each once, each seat once and there, one leader at most.
CREATE FUNCTION check_duties(p_company integer, p_duties jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    bad text;
BEGIN
    WITH given AS (
        SELECT d.* FROM jsonb_to_recordset(p_duties) AS d(person_id integer, seat_number integer, leader boolean)
    )
    SELECT CASE
        WHEN EXISTS (SELECT FROM given g LEFT JOIN person p ON p.id = g.person_id AND p.active
                     AND p.role NOT IN ('administrator', 'auditor') AND p.company_id IS NOT DISTINCT FROM p_company
                     WHERE p.id IS NULL) THEN 'other_team'
        WHEN EXISTS (SELECT FROM given GROUP BY person_id HAVING count(*) > 1) THEN 'double_person'
        WHEN EXISTS (SELECT FROM given WHERE seat_number NOT BETWEEN 1 AND seats_of(p_company)) THEN 'no_such_seat'
        WHEN EXISTS (SELECT FROM given WHERE seat_number IS NOT NULL GROUP BY seat_number HAVING count(*) > 1) THEN 'double_seat'
        WHEN (SELECT count(*) FROM given WHERE leader) > 1 THEN 'two_leaders'
    END INTO bad;
    IF bad IS NOT NULL THEN
        PERFORM refuse('WL002', 'a duty that can not be', bad);
    END IF;
END $$;

CREATE FUNCTION set_duties(p_shift uuid, p_duties jsonb) RETURNS shift
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    s shift;
BEGIN
    DELETE FROM duty WHERE shift_id = p_shift;
    INSERT INTO duty (shift_id, person_id, seat_number, leader)
        SELECT p_shift, d.person_id, d.seat_number, coalesce(d.leader, false)
        FROM jsonb_to_recordset(p_duties) AS d(person_id integer, seat_number smallint, leader boolean);
    UPDATE shift SET revision = revision + 1 WHERE id = p_shift RETURNING * INTO s;
    PERFORM pg_notify('warmline', 's:' || p_shift);
    RETURN s;
END $$;

-- p_duties: [{"person_id": …, "seat_number": …, "leader": …}], the whole of the shift. Once it runs, a reason is needed.
CREATE FUNCTION roster_change(p_shift uuid, p_revision integer, p_duties jsonb, p_note text) RETURNS shift
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer := roster_desk();
    s shift;
    before jsonb;
BEGIN
    SELECT * INTO s FROM shift WHERE id = p_shift FOR UPDATE;
    IF NOT FOUND THEN
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

-- The whole roster of these days: [{"day": …, "slot": …, "person_id": …, …}]. What runs already stays as it is. Gives how
-- many shifts it was put into.
CREATE FUNCTION roster_put(p_company integer, p_from date, p_to date, p_duties jsonb, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer := roster_desk();
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

-- The crews of a team: [{"person_id": …, "crew": …, "seat_number": …, "leader": …}].
CREATE FUNCTION crews_put(p_company integer, p_members jsonb, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me integer := roster_desk();
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

DO $$
DECLARE
    t text;
    hotline text := 'warmline_operator, warmline_liaison, warmline_collector, warmline_supervisor, warmline_auditor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    FOREACH t IN ARRAY ARRAY['crew_member', 'duty', 'swap'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT ON %I TO %s, warmline_company', t, hotline);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['crew_member', 'duty'] LOOP
        EXECUTE format('CREATE POLICY hotline ON %I FOR SELECT TO %s USING ((SELECT my_role()) <> ''company'')', t, hotline);
    END LOOP;
    GRANT EXECUTE ON FUNCTION roster_change(uuid, integer, jsonb, text), roster_put(integer, date, date, jsonb, text),
        crews_put(integer, jsonb, text) TO warmline_supervisor;
END $$;

-- A company reads who of its own is on duty.
CREATE POLICY company ON crew_member FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM person p WHERE p.id = person_id AND p.company_id = (SELECT my_company())));
CREATE POLICY company ON duty FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM shift s WHERE s.id = shift_id AND s.company_id = (SELECT my_company())));
-- Why somebody can't come is for the two of them and for those who decide.
CREATE POLICY concerned ON swap FOR SELECT
    TO warmline_operator, warmline_liaison, warmline_collector, warmline_supervisor, warmline_company, warmline_auditor
    USING ((SELECT my_id()) IN (person_id, other_id) OR (SELECT my_role()) IN ('supervisor', 'auditor'));
