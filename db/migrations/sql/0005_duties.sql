-- The calendar of duties (日程): what each company has to do before, in and after a season, and whether it has.
-- Models: db/season_duties.py. Due days are counted by app/season_duties.py from the season's own dates.

-- anchor and days: so many days from the first or the last day of the season; setting: the month and day that a setting
-- holds (05-31), in the year in which the season begins or ends. Marks as in 0001_rules.sql.
CREATE TABLE duty_rule (
    code TEXT NOT NULL,
    rank SMALLINT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    anchor VARCHAR(24) NOT NULL,
    days SMALLINT,
    setting TEXT,
    legal_name TEXT NOT NULL,
    short_article TEXT NOT NULL,
    mark TEXT NOT NULL,
    CONSTRAINT pk_duty_rule PRIMARY KEY (code),
    CONSTRAINT ck_duty_rule_anchor CHECK (anchor IN ('season_start', 'season_end', 'start_year', 'end_year')),
    CONSTRAINT ck_duty_rule_days CHECK (CASE WHEN anchor IN ('season_start', 'season_end')
        THEN abs(days) <= 200 AND setting IS NULL ELSE days IS NULL AND setting <> '' END),
    CONSTRAINT ck_duty_rule_mark CHECK (mark IN ('V', 'V-', 'P'))
);

INSERT INTO duty_rule (code, rank, name, words, anchor, days, setting, legal_name, short_article, mark) VALUES
    ('stop_resume', 1, '报停、恢复受理', '报停、恢复用热的书面申请受理截止，7 日内办完', 'start_year', NULL, 'stop_notice_by',
        '菏泽市供热条例第三十条', '市供热条例第三十条', 'V'),
    ('test_told', 2, '试压告知', '充水试压前 5 日告知用户', 'season_start', -15, NULL,
        '菏泽市供热条例第十九条', '市供热条例第十九条', 'V'),
    ('pressure_test', 3, '充水试压', '供暖期开始 10 日前充水试压', 'season_start', -10, NULL,
        '菏泽市供热条例第十九条', '市供热条例第十九条', 'V'),
    ('preheating', 4, '预供热', '供暖期开始 5 日前预供热：调试、排气', 'season_start', -5, NULL,
        '菏泽市供热条例第十九条', '市供热条例第十九条', 'V'),
    ('season_start', 5, '开始供热', '供暖期首日供热，不得推迟', 'season_start', 0, NULL,
        '菏泽市供热条例第二十条', '市供热条例第二十条', 'V'),
    ('season_end', 6, '供热结束', '供到供暖期末日，不得提前停热', 'season_end', 0, NULL,
        '菏泽市供热条例第二十条', '市供热条例第二十条', 'V'),
    ('relief', 7, '低保减免发放', '低保家庭的减免发放完毕', 'end_year', NULL, 'relief_due',
        '菏泽市供热条例第二十三条', '市供热条例第二十三条', 'V'),
    ('refund', 8, '退费告知、退还', '应退热费告知用户并退还；逾期付滞纳金', 'end_year', NULL, 'refund_due',
        '菏泽市供热条例第四十六条', '市供热条例第四十六条', 'V');

CREATE TABLE duty_done (
    season TEXT NOT NULL,
    code TEXT NOT NULL,
    company_id INTEGER NOT NULL,
    done_on DATE NOT NULL,
    remark TEXT DEFAULT '' NOT NULL,
    marked_by INTEGER NOT NULL,
    marked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_duty_done PRIMARY KEY (season, code, company_id),
    CONSTRAINT ck_duty_done_remark CHECK (char_length(remark) <= 400),
    CONSTRAINT fk_duty_done_season FOREIGN KEY(season) REFERENCES season (name),
    CONSTRAINT fk_duty_done_code FOREIGN KEY(code) REFERENCES duty_rule (code),
    CONSTRAINT fk_duty_done_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_duty_done_marked_by FOREIGN KEY(marked_by) REFERENCES person (id)
);

INSERT INTO setting (key, value, note) VALUES
    ('duty_remind_days', '5', '本系统建议：供热日程到期前几天提醒企业，逾期再提醒一次');

-- The company says it for itself, the supervisor for all. p_done_on NULL takes it back, with the reason.
CREATE FUNCTION duty_mark(p_season text, p_code text, p_company integer, p_done_on date, p_remark text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    there duty_done;
BEGIN
    IF me.id IS NULL OR NOT (me.role = 'supervisor' OR (me.role = 'company' AND me.company_id = p_company)) THEN
        PERFORM refuse('WL003', 'not this person''s duty', 'duty_owner');
    ELSIF NOT EXISTS (SELECT FROM company WHERE id = p_company AND retired_at IS NULL)
          OR NOT EXISTS (SELECT FROM season WHERE name = p_season) OR NOT EXISTS (SELECT FROM duty_rule WHERE code = p_code) THEN
        PERFORM refuse('WL006', 'no such duty', 'duty');
    END IF;
    PERFORM pg_advisory_xact_lock(12319, 620);
    SELECT * INTO there FROM duty_done WHERE season = p_season AND code = p_code AND company_id = p_company;
    IF p_done_on IS NULL THEN
        IF there.code IS NULL THEN
            PERFORM refuse('WL002', 'not done yet', 'duty_open');
        ELSIF btrim(p_remark) = '' THEN
            PERFORM refuse('WL006', 'no reason', 'note');
        END IF;
        DELETE FROM duty_done WHERE season = p_season AND code = p_code AND company_id = p_company;
    ELSE
        IF there.code IS NOT NULL THEN
            PERFORM refuse('WL002', 'done already', 'duty_done');
        ELSIF p_done_on > local_day(now()) OR p_done_on < local_day(now()) - 400 THEN
            PERFORM refuse('WL006', 'not a day on which it was done', 'done_on');
        END IF;
        INSERT INTO duty_done (season, code, company_id, done_on, remark, marked_by, marked_at)
            VALUES (p_season, p_code, p_company, p_done_on, btrim(p_remark), me.id, clock_timestamp());
    END IF;
    PERFORM log_event('duties', CASE WHEN p_done_on IS NULL THEN 'duty_undone' ELSE 'duty_done' END, btrim(p_remark),
        jsonb_build_object('season', p_season, 'code', p_code, 'company', p_company, 'done_on', p_done_on,
            'name', concat_ws(' ', p_season, (SELECT short_name FROM company WHERE id = p_company),
                (SELECT name FROM duty_rule WHERE code = p_code))), me.id);
    PERFORM pg_notify('warmline', 'k:duty');
END $$;

-- Into the queue of the company's chats, once a duty, company and stage; p_items: [{season, code, company, stage, due_on}].
-- Not what is done meanwhile. By rule (not p_by_hand) only to chats that were there the day before, and of what is late on
-- its day: who was just added is not behind.
CREATE FUNCTION queue_duties(p_items jsonb, p_by_hand boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    many integer;
BEGIN
    INSERT INTO message (chat_id, topic, facts)
        SELECT g.id, concat_ws(':', 'duty', i.season, i.code, i.company, i.stage), jsonb_build_object('kind', 'duty',
            'number', i.season, 'company', c.short_name, 'duty', r.name, 'words', r.words, 'article', r.short_article,
            'stage', split_part(i.stage, ':', 1), 'due_on', i.due_on)
        FROM jsonb_to_recordset(p_items) AS i(season text, code text, company integer, stage text, due_on date)
        JOIN duty_rule r ON r.code = i.code
        JOIN season s ON s.name = i.season
        JOIN company c ON c.id = i.company AND c.retired_at IS NULL
        JOIN group_chat g ON g.active AND (g.company_id IS NULL OR g.company_id = c.id)
            AND (p_by_hand OR local_day(g.active_since) <= least(i.due_on, local_day(now()) - 1))
        WHERE NOT EXISTS (SELECT FROM duty_done d WHERE (d.season, d.code, d.company_id) = (i.season, i.code, i.company))
        ON CONFLICT (chat_id, topic) DO NOTHING;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        PERFORM log_event('duties', 'duty_remind', '', jsonb_build_object('items', p_items, 'messages', many), my_id());
    END IF;
    RETURN many;
END $$;

-- By rule, from the one session that sends.
CREATE FUNCTION remind_duties(p_items jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM check_sending();
    IF EXISTS (SELECT FROM jsonb_array_elements(p_items) AS i WHERE i->>'stage' NOT IN ('ahead', 'late')) THEN
        PERFORM refuse('WL006', 'no such stage', 'duty');
    END IF;
    RETURN queue_duties(p_items, false);
END $$;

-- By hand, once a day at most.
CREATE FUNCTION remind_now(p_items jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF coalesce(my_role(), '') <> 'supervisor' THEN
        PERFORM refuse('WL003', 'only the supervisor reminds', 'duty_remind');
    END IF;
    RETURN queue_duties((SELECT jsonb_agg(i || jsonb_build_object('stage', 'asked:' || local_day(now())))
                         FROM jsonb_array_elements(p_items) AS i), true);
END $$;

DO $$
DECLARE
    t text;
    hotline text := 'warmline_operator, warmline_liaison, warmline_collector, warmline_supervisor, '
        'warmline_administrator, warmline_auditor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    FOREACH t IN ARRAY ARRAY['duty_rule', 'duty_done'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY hotline ON %I FOR SELECT TO %s USING ((SELECT my_id()) IS NOT NULL)', t, hotline);
        EXECUTE format('GRANT SELECT ON %I TO %s, warmline_company', t, hotline);
    END LOOP;
    GRANT EXECUTE ON FUNCTION duty_mark(text, text, integer, date, text) TO warmline_company, warmline_supervisor;
    GRANT EXECUTE ON FUNCTION remind_duties(jsonb) TO warmline_operator, warmline_supervisor;
    GRANT EXECUTE ON FUNCTION remind_now(jsonb) TO warmline_supervisor;
END $$;
CREATE POLICY company ON duty_rule FOR SELECT TO warmline_company USING ((SELECT my_id()) IS NOT NULL);
CREATE POLICY company ON duty_done FOR SELECT TO warmline_company USING (company_id = (SELECT my_company()));
