-- Notices (公告): when the water is tried, the heat stops or comes back, and where. Models: db/notices.py.
--
-- Public by nature: everybody reads all of them. The hotline's supervisor and the administrator issue them for the whole
-- city, a company for its own plant. None is deleted: it is withdrawn with the reason, and every version is kept.

-- places are ids of companies, stations or communities, by ``reach``; none for the whole city. buildings are the keys of
-- app/directory.building_key() in one community. No ends_at: until the heat is back, which nobody knows yet.
CREATE TABLE notice (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind VARCHAR(24) NOT NULL,
    reach VARCHAR(24) NOT NULL,
    places INTEGER[] DEFAULT '{}' NOT NULL,
    buildings TEXT[] DEFAULT '{}' NOT NULL,
    area TEXT DEFAULT '' NOT NULL,
    begins_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE,
    text TEXT NOT NULL,
    basis TEXT DEFAULT '' NOT NULL,
    late_reason TEXT DEFAULT '' NOT NULL,
    season TEXT,
    company_id INTEGER,
    made_by INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_by INTEGER,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_reason TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_notice PRIMARY KEY (id),
    CONSTRAINT uq_notice_number UNIQUE (number),
    CONSTRAINT ck_notice_kind CHECK (kind IN ('pressure_test', 'preheating', 'planned_stop', 'sudden_stop', 'restored', 'other')),
    CONSTRAINT ck_notice_reach CHECK (reach IN ('city', 'company', 'station', 'community')),
    CONSTRAINT ck_notice_places CHECK ((reach = 'city') = (cardinality(places) = 0) AND cardinality(places) <= 300),
    CONSTRAINT ck_notice_buildings CHECK (cardinality(buildings) = 0
        OR (reach = 'community' AND cardinality(places) = 1 AND cardinality(buildings) <= 60)),
    CONSTRAINT ck_notice_area CHECK (char_length(area) <= 400),
    CONSTRAINT ck_notice_ends_at CHECK (CASE WHEN ends_at IS NULL THEN kind = 'sudden_stop' ELSE begins_at < ends_at END),
    CONSTRAINT ck_notice_text CHECK (char_length(text) BETWEEN 5 AND 1000),
    CONSTRAINT ck_notice_basis CHECK (char_length(basis) <= 400),
    CONSTRAINT ck_notice_late_reason CHECK (char_length(late_reason) <= 400),
    CONSTRAINT ck_notice_withdrawn_reason CHECK ((withdrawn_at IS NULL) = (withdrawn_reason = '')
        AND char_length(withdrawn_reason) <= 400),
    CONSTRAINT fk_notice_season FOREIGN KEY(season) REFERENCES season (name),
    CONSTRAINT fk_notice_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_notice_made_by FOREIGN KEY(made_by) REFERENCES person (id),
    CONSTRAINT fk_notice_withdrawn_by FOREIGN KEY(withdrawn_by) REFERENCES person (id)
);
CREATE INDEX ix_notice_ends_at ON notice (ends_at);

-- What it said at each revision, and why it was changed.
CREATE TABLE notice_version (
    notice_id UUID NOT NULL,
    revision INTEGER NOT NULL,
    content JSONB NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    made_by INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_notice_version PRIMARY KEY (notice_id, revision),
    CONSTRAINT ck_notice_version_note CHECK (char_length(note) <= 400),
    CONSTRAINT fk_notice_version_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id),
    CONSTRAINT fk_notice_version_made_by FOREIGN KEY(made_by) REFERENCES person (id)
);

INSERT INTO setting (key, value, note) VALUES
    ('planned_stop', '{"hours": 24, "days": 2}', '菏泽市供热条例第十七条：计划停热超过 24 小时，提前 2 日告知用户'),
    ('test_told_days', '5', '菏泽市供热条例第十九条：充水试压前 5 日告知用户'),
    ('notice_ahead_days', '3', '本系统建议：几天内开始的公告也显示在受理单旁');

-- Whether all of these places are there, and the company's own where one is given. A community is a company's own where
-- it, its station or one of its buildings is.
CREATE FUNCTION notice_places(p_reach text, p_places integer[], p_company integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE p_reach
        WHEN 'city' THEN p_company IS NULL
        WHEN 'company' THEN (SELECT count(*) FROM company c WHERE c.id = ANY (p_places) AND c.retired_at IS NULL
            AND (p_company IS NULL OR c.id = p_company)) = cardinality(p_places)
        WHEN 'station' THEN (SELECT count(*) FROM station s WHERE s.id = ANY (p_places) AND s.retired_at IS NULL
            AND (p_company IS NULL OR s.company_id = p_company)) = cardinality(p_places)
        ELSE (SELECT count(*) FROM community c LEFT JOIN station s ON s.id = c.station_id
            WHERE c.id = ANY (p_places) AND c.retired_at IS NULL
              AND (p_company IS NULL OR coalesce(c.company_id, s.company_id) = p_company OR EXISTS (
                SELECT FROM building b LEFT JOIN station t ON t.id = b.station_id
                WHERE b.community_id = c.id AND coalesce(b.company_id, t.company_id) = p_company))) = cardinality(p_places)
        END
$$;

-- The notice in force that says the same of the same place in some of the same time. 其他 says something else each time.
CREATE FUNCTION notice_rival(n notice) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.number FROM notice o
    WHERE o.id <> n.id AND o.withdrawn_at IS NULL AND n.kind <> 'other' AND o.kind = n.kind AND o.reach = n.reach
      AND (o.places && n.places OR n.reach = 'city')
      AND (o.buildings && n.buildings OR cardinality(o.buildings) = 0 OR cardinality(n.buildings) = 0)
      AND tstzrange(o.begins_at, o.ends_at) && tstzrange(n.begins_at, n.ends_at)
    ORDER BY o.begins_at LIMIT 1
$$;

CREATE FUNCTION log_notice(n notice, p_act text, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO notice_version (notice_id, revision, content, note, made_by, made_at)
        VALUES (n.id, n.revision, to_jsonb(n), p_note, my_id(), n.changed_at);
    PERFORM log_event('notices', p_act, p_note, to_jsonb(n), my_id());
    PERFORM pg_notify('warmline', 'k:notice');
END $$;

-- Who may touch which: supervisor and administrator all, a company what it issued itself.
CREATE FUNCTION notice_of(p_id uuid, p_revision integer) RETURNS notice
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    n notice;
BEGIN
    IF me.id IS NULL OR me.role NOT IN ('company', 'supervisor', 'administrator') THEN
        PERFORM refuse('WL003', 'this role issues no notices', 'notice_role');
    END IF;
    SELECT * INTO n FROM notice WHERE id = p_id FOR UPDATE;
    IF n.id IS NULL THEN
        RETURN n;
    ELSIF me.role = 'company' AND n.company_id IS DISTINCT FROM me.company_id THEN
        PERFORM refuse('WL003', 'issued by somebody else', 'notice_owner');
    ELSIF p_revision IS NOT NULL AND n.withdrawn_at IS NOT NULL THEN
        PERFORM refuse('WL002', 'withdrawn already', 'notice_withdrawn');
    ELSIF p_revision IS NOT NULL AND p_revision <> n.revision THEN
        PERFORM refuse('WL001', 'changed elsewhere', 'notice');
    END IF;
    RETURN n;
END $$;

-- p_revision NULL: a new one; the same id again is the same notice, once. p_note: why it was changed.
CREATE FUNCTION notice_put(p_id uuid, p_revision integer, p_fields jsonb, p_note text) RETURNS notice
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    moment timestamptz := clock_timestamp();
    rule jsonb := (SELECT value FROM setting WHERE key = 'planned_stop');
    test_days integer := (SELECT value::integer FROM setting WHERE key = 'test_told_days');
    old notice;
    n notice;
BEGIN
    PERFORM pg_advisory_xact_lock(12319, 619);  -- one after the other: numbers have no gaps, no two for one place
    old := notice_of(p_id, p_revision);
    IF p_revision IS NULL AND old.id IS NOT NULL THEN
        RETURN old;
    ELSIF p_revision IS NOT NULL AND old.id IS NULL THEN
        PERFORM refuse('WL006', 'no such notice', 'notice');
    ELSIF p_fields - ARRAY['kind', 'reach', 'places', 'buildings', 'area', 'begins_at', 'ends_at', 'text', 'basis',
                           'late_reason', 'season'] <> '{}' THEN
        PERFORM refuse('WL006', 'no field of a notice', 'notice');
    END IF;
    n := jsonb_populate_record(old, p_fields);
    n.id := p_id;
    n.places := coalesce(n.places, '{}');
    n.buildings := coalesce(n.buildings, '{}');
    n.late_reason := coalesce(n.late_reason, '');
    IF NOT coalesce(notice_places(n.reach, n.places, CASE WHEN me.role = 'company' THEN me.company_id END), false) THEN
        PERFORM refuse(CASE WHEN me.role = 'company' THEN 'WL003' ELSE 'WL006' END, 'not a place for this person',
                       CASE WHEN me.role = 'company' THEN 'notice_plant' ELSE 'places' END);
    ELSIF notice_rival(n) IS NOT NULL THEN
        PERFORM refuse('WL002', 'says the same as ' || notice_rival(n), 'notice_overlap');
    ELSIF btrim(n.late_reason) = '' AND (n.begins_at, n.ends_at, n.kind) IS DISTINCT FROM (old.begins_at, old.ends_at, old.kind)
          AND local_day(n.begins_at) - local_day(moment) < (CASE
              WHEN n.kind = 'pressure_test' THEN test_days  -- HZ 19
              WHEN n.kind = 'planned_stop' AND n.ends_at - n.begins_at > make_interval(hours => (rule->>'hours')::integer)
                  THEN (rule->>'days')::integer  -- HZ 17
          END) THEN
        PERFORM refuse('WL006', 'told too late, and no reason', 'late_reason');
    END IF;
    IF old.id IS NULL THEN
        INSERT INTO notice (id, number, revision, kind, reach, places, buildings, area, begins_at, ends_at, text, basis,
                            late_reason, season, company_id, made_by, made_at, changed_at)
        VALUES (p_id, 'G' || to_char(local_day(moment), 'YYYYMMDD') || '-' || lpad(((SELECT count(*) FROM notice
                WHERE number LIKE 'G' || to_char(local_day(moment), 'YYYYMMDD') || '-%') + 1)::text, 2, '0'),
            1, n.kind, n.reach, n.places, n.buildings, coalesce(n.area, ''), n.begins_at, n.ends_at, n.text,
            coalesce(n.basis, ''), n.late_reason, n.season, me.company_id, me.id, moment, moment)
        RETURNING * INTO n;
    ELSE
        UPDATE notice SET kind = n.kind, reach = n.reach, places = n.places, buildings = n.buildings, area = n.area,
            begins_at = n.begins_at, ends_at = n.ends_at, text = n.text, basis = n.basis, late_reason = n.late_reason,
            season = n.season, revision = old.revision + 1, changed_at = moment
            WHERE id = p_id RETURNING * INTO n;
    END IF;
    PERFORM log_notice(n, CASE WHEN old.id IS NULL THEN 'notice_add' ELSE 'notice_change' END, p_note);
    RETURN n;
END $$;

CREATE FUNCTION notice_withdraw(p_id uuid, p_revision integer, p_reason text) RETURNS notice
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    n notice := notice_of(p_id, p_revision);
BEGIN
    IF n.id IS NULL OR p_revision IS NULL THEN
        PERFORM refuse('WL006', 'no such notice', 'notice');
    ELSIF btrim(p_reason) = '' THEN
        PERFORM refuse('WL006', 'no reason', 'note');
    END IF;
    UPDATE notice SET withdrawn_at = clock_timestamp(), withdrawn_by = my_id(), withdrawn_reason = btrim(p_reason),
        changed_at = clock_timestamp(), revision = revision + 1 WHERE id = p_id RETURNING * INTO n;
    PERFORM log_notice(n, 'notice_withdraw', n.withdrawn_reason);
    RETURN n;
END $$;

DO $$
DECLARE
    t text;
    everyone text := 'warmline_operator, warmline_company, warmline_liaison, warmline_collector, warmline_supervisor, '
        'warmline_administrator, warmline_auditor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    FOREACH t IN ARRAY ARRAY['notice', 'notice_version'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY everyone ON %I FOR SELECT TO %s USING ((SELECT my_id()) IS NOT NULL)', t, everyone);
        EXECUTE format('GRANT SELECT ON %I TO %s', t, everyone);
    END LOOP;
    GRANT EXECUTE ON FUNCTION notice_put(uuid, integer, jsonb, text), notice_withdraw(uuid, integer, text)
        TO warmline_company, warmline_supervisor, warmline_administrator;
END $$;
