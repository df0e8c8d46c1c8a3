-- Short forms of the categories whose answer hangs on a few facts: which fields there are, what was filled in, and the
-- limits that hold for a part of a category only. PostgreSQL 15+.
--
-- Sources: HZ 菏泽市供热条例 Art.11, 26-28, 30, 31, 34, 35, 47; domain.md sections 1.1 and 4. Marks as in 0001_rules.sql.
-- Of metering disputes no rule's text was found: the three days of SD Art.28 are all there is.

CREATE TABLE form_field (
    category TEXT NOT NULL,
    key TEXT NOT NULL,
    rank SMALLINT NOT NULL,
    label TEXT NOT NULL,
    kind VARCHAR(24) NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    choices TEXT[] DEFAULT '{}' NOT NULL,
    least NUMERIC,
    most NUMERIC,
    required BOOLEAN DEFAULT 'false' NOT NULL,
    hint TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_form_field PRIMARY KEY (category, key),
    CONSTRAINT uq_form_field_rank UNIQUE (category, rank),
    CONSTRAINT ck_form_field_key CHECK (key ~ '^[a-z][a-z0-9_]{0,29}$'),
    CONSTRAINT ck_form_field_label CHECK (char_length(label) BETWEEN 1 AND 20),
    CONSTRAINT ck_form_field_hint CHECK (char_length(hint) <= 60),
    CONSTRAINT ck_form_field_kind CHECK (kind IN ('text', 'whole', 'decimal', 'date', 'choice', 'yes_no')),
    CONSTRAINT ck_form_field_choices CHECK ((kind = 'choice') = (cardinality(choices) > 1) AND cardinality(choices) <= 10),
    CONSTRAINT ck_form_field_bounds CHECK (least <= most),
    CONSTRAINT fk_form_field_category FOREIGN KEY(category) REFERENCES category (code)
);

-- Bounds: of a number its value, of a text its length, of a date days from today (0: not after today).
INSERT INTO form_field (category, rank, key, label, kind, unit, choices, least, most, required, hint) VALUES
('C1', 1, 'matter', '办理', 'choice', '', ARRAY['开阀', '恢复供暖', '排气'], NULL, NULL, true, ''),
('C1', 2, 'stopped_before', '上年报停', 'yes_no', '', '{}', NULL, NULL, false, ''),
('C1', 3, 'paid_in_full', '热费缴清', 'yes_no', '', '{}', NULL, NULL, false, ''),
('C1', 4, 'paid_on', '缴清日期', 'date', '', '{}', -1100, 0, false, '2026-11-08'),
('C2', 1, 'matter', '事项', 'choice', '', ARRAY['报停', '恢复用热', '过户', '面积变更'], NULL, NULL, true, ''),
('C2', 2, 'household', '用热户号', 'text', '', '{}', NULL, 30, false, '缴费单上的号'),
('C2', 3, 'written_on', '书面申请', 'date', '', '{}', -1100, 0, false, '交给公司的日期；没交不填'),
('C2', 4, 'arrears', '有欠费', 'yes_no', '', '{}', NULL, NULL, false, ''),
('C2', 5, 'area_old', '原面积', 'decimal', '平方米', '{}', 0.01, 100000, false, '面积变更填'),
('C2', 6, 'area_new', '现面积', 'decimal', '平方米', '{}', 0.01, 100000, false, '面积变更填'),
('C3', 1, 'matter', '事项', 'choice', '', ARRAY['缴费', '发票', '收费面积'], NULL, NULL, true, ''),
('C3', 2, 'household', '用热户号', 'text', '', '{}', NULL, 30, false, '缴费单上的号'),
('C3', 3, 'area_charged', '计费面积', 'decimal', '平方米', '{}', 0.01, 100000, false, ''),
('C3', 4, 'area_inner', '套内面积', 'decimal', '平方米', '{}', 0.01, 100000, false, '房本上的套内建筑面积'),
('C3', 5, 'paid_on', '缴费日期', 'date', '', '{}', -1100, 0, false, ''),
('C5', 1, 'objection', '异议', 'choice', '', ARRAY['读数', '故障', '结算'], NULL, NULL, true, ''),
('C5', 2, 'household', '用热户号', 'text', '', '{}', NULL, 30, false, '缴费单上的号'),
('C5', 3, 'meter', '热表编号', 'text', '', '{}', NULL, 30, false, '表上的编号'),
('C5', 4, 'reading', '现在读数', 'decimal', '', '{}', 0, 99999999, false, '照表上写'),
('C5', 5, 'read_on', '抄表日期', 'date', '', '{}', -1100, 0, false, ''),
('C7', 1, 'matter', '事项', 'choice', '', ARRAY['新小区入网', '单户入网', '既有小区改造'], NULL, NULL, true, ''),
('C7', 2, 'homes', '总户数', 'whole', '户', '{}', 1, 20000, false, ''),
('C7', 3, 'applicants', '申请户数', 'whole', '户', '{}', 0, 20000, false, ''),
('C7', 4, 'connected', '管网接通', 'yes_no', '', '{}', NULL, NULL, false, ''),
('C7', 5, 'applied_on', '申请日期', 'date', '', '{}', -1100, 0, false, '向公司提出的日期'),
('C8', 1, 'part', '部位', 'choice', '', ARRAY['户内', '楼内公共管道', '室外管网', '换热站', '热计量装置'], NULL, NULL, true, ''),
('C8', 2, 'seasons', '已供几季', 'whole', '季', '{}', 0, 50, false, '没供过填 0'),
('C8', 3, 'undone', '报修未修', 'yes_no', '', '{}', NULL, NULL, false, ''),
('C8', 4, 'user_cause', '用户自身', 'choice', '', ARRAY['无', '层高过高', '改动户内管道', '遮挡散热器', '自建系统不匹配'],
    NULL, NULL, false, ''),
('C8', 5, 'owners', '业主户数', 'whole', '户', '{}', 1, 20000, false, '未移交的小区填'),
('C8', 6, 'agreed', '同意移交', 'whole', '户', '{}', 0, 20000, false, '未移交的小区填'),
('C10', 1, 'matter', '事项', 'choice', '', ARRAY['噪声', '井盖', '路面'], NULL, NULL, true, '');

-- What the law says in figures; the articles stand beside them (app/liability.py reads them).
INSERT INTO setting (key, value, note) VALUES
('join_percent', '50', '新小区申请用热户数达到多少，公司应当供热：菏泽市供热条例第二十六条'),
('retrofit_percent', '60', '既有小区改造申请户数达到多少：菏泽市供热条例第十一条'),
('warranty_seasons', '2', '新建供热设施至少保修几个供暖季：菏泽市供热条例第二十七条'),
('stop_notice_by', '"10-15"', '报停、恢复用热最晚哪天书面申请：菏泽市供热条例第三十条'),
('resume_paid_by', '"11-10"', '上年报停户最晚哪天缴清，视为申请恢复：菏泽市供热条例第三十条');

-- A limit that holds for some matters of a category only, told apart by the form: {"matter": ["报停", "恢复用热"]}. NULL: for all.
ALTER TABLE limit_rule ADD COLUMN only_when JSONB;

INSERT INTO limit_rule (categories, clock, minutes, counts_from, legal_name, short_article, words, mark, note, only_when) VALUES
(ARRAY['C2'], 'on_site', 10080, 'take', '菏泽市供热条例第三十条', '市供热条例第三十条',
    '报停、恢复用热：申请之日起 7 日内办理', 'V', 'HZ 30；过户、面积变更条例未规定，按三日答复',
    '{"matter": ["报停", "恢复用热"]}'),
(ARRAY['C10'], 'on_site', 1440, 'take', '菏泽市城镇容貌和环境卫生管理条例', '市容环卫条例',
    '井盖缺失：立即警示，24 小时内补装', 'V', '只适用于井盖；噪声、路面按三日答复', '{"matter": ["井盖"]}');

ALTER TABLE complaint ADD COLUMN form JSONB DEFAULT '{}' NOT NULL;
UPDATE act_rule SET fields = fields || ARRAY['form'] WHERE act = 'edit';
INSERT INTO act_rule (act, fields, stamp, counter, needs_note) VALUES
('form', ARRAY['form', 'due_times', 'due_at', 'rank_at'], NULL, NULL, false);
INSERT INTO move (state, act, role, next_state)
SELECT state, 'form', role, state
FROM unnest(ARRAY['waiting', 'dispatched', 'signed', 'arrived', 'reported', 'call_back', 'reopened', 'returned', 'shelved']) state,
     unnest(ARRAY['operator', 'supervisor', 'liaison', 'collector', 'company']) role;

-- Whether a form holds what the fields of its category allow. Every value is a text: whole and decimal numbers plain
-- ("12", "98.50"), dates as 2026-10-12, "yes" and "no". An empty form is one that nobody filled in yet.
CREATE FUNCTION check_form(p_category text, p_form jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    pair record;
    f form_field;
    said text;
    good boolean;
BEGIN
    IF p_form IS NULL OR jsonb_typeof(p_form) <> 'object' OR octet_length(p_form::text) > 4000 THEN
        PERFORM refuse('WL006', 'no form', 'form');
    END IF;
    FOR pair IN SELECT key, value FROM jsonb_each(p_form) LOOP
        SELECT * INTO f FROM form_field WHERE category = p_category AND key = pair.key;
        IF NOT FOUND OR jsonb_typeof(pair.value) <> 'string' THEN
            PERFORM refuse('WL006', 'no such field', 'form');
        END IF;
        said := pair.value #>> '{}';
        good := CASE f.kind
            WHEN 'text' THEN char_length(said) BETWEEN 1 AND coalesce(f.most, 60) AND said !~ '[[:cntrl:]]'
            WHEN 'whole' THEN said ~ '^(0|[1-9][0-9]{0,8})$'
            WHEN 'decimal' THEN said ~ '^(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?$'
            WHEN 'date' THEN said ~ '^20[0-9]{2}-[0-9]{2}-[0-9]{2}$'
            WHEN 'choice' THEN said = ANY (f.choices)
            ELSE said IN ('yes', 'no')
        END;
        IF good AND f.kind IN ('whole', 'decimal') THEN
            good := coalesce(said::numeric >= f.least, true) AND coalesce(said::numeric <= f.most, true);
        ELSIF good AND f.kind = 'date' THEN  -- a day that doesn't exist is refused by the cast
            good := coalesce(said::date - local_day(clock_timestamp()) >= f.least, true)
                AND coalesce(said::date - local_day(clock_timestamp()) <= f.most, true);
        END IF;
        IF NOT good THEN
            PERFORM refuse('WL006', 'not a value of this field', 'form');
        END IF;
    END LOOP;
    IF p_form <> '{}' AND EXISTS (SELECT FROM form_field WHERE category = p_category AND required AND NOT p_form ? key) THEN
        PERFORM refuse('WL006', 'a field that must be there', 'form');
    END IF;
    IF (p_form->>'applicants')::integer > (p_form->>'homes')::integer
       OR (p_form->>'agreed')::integer > (p_form->>'owners')::integer THEN
        PERFORM refuse('WL006', 'more than there are', 'form');
    END IF;
END $$;

-- The form stands in the event that take() or act() has just written; from there it goes to the complaint.
CREATE FUNCTION keep_form() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    filled jsonb := CASE NEW.act WHEN 'take' THEN NEW.detail->'form' ELSE NEW.detail->'changes'->'form' END;
BEGIN
    PERFORM check_form((SELECT category FROM complaint WHERE id = NEW.complaint_id), filled);
    UPDATE complaint SET form = filled WHERE id = NEW.complaint_id;
    RETURN NULL;
END $$;

CREATE TRIGGER keep_form AFTER INSERT ON event FOR EACH ROW
    WHEN (NEW.act = 'form' OR NEW.act = 'take' AND NEW.detail ? 'form' OR NEW.act = 'edit' AND NEW.detail->'changes' ? 'form')
    EXECUTE FUNCTION keep_form();

-- Another category has another form; what was filled in stays in the events.
CREATE FUNCTION forget_form() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.form := '{}';
    RETURN NEW;
END $$;

CREATE TRIGGER forget_form BEFORE UPDATE ON complaint
    FOR EACH ROW WHEN (NEW.category <> OLD.category AND OLD.form <> '{}') EXECUTE FUNCTION forget_form();

-- Label, hint, choices, bounds and whether a field must be filled in; key, kind and rank stay, complaints hold values of it.
CREATE FUNCTION form_field_put(p_category text, p_key text, p_values jsonb, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    old form_field;
    fresh form_field;
BEGIN
    SELECT * INTO old FROM form_field WHERE category = p_category AND key = p_key FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL006', 'no such field', 'form_field');
    END IF;
    fresh := jsonb_populate_record(old, p_values - ARRAY['category', 'key', 'rank', 'kind']);
    UPDATE form_field SET label = fresh.label, unit = fresh.unit, choices = fresh.choices, least = fresh.least,
        most = fresh.most, required = fresh.required, hint = fresh.hint WHERE category = p_category AND key = p_key;
    PERFORM log_rule(me, 'form_field', p_note, p_category || ' ' || old.label, to_jsonb(old), to_jsonb(fresh));
END $$;

REVOKE ALL ON FUNCTION check_form(text, jsonb), keep_form(), forget_form(), form_field_put(text, text, jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION form_field_put(text, text, jsonb, text) TO warmline_administrator;
GRANT SELECT ON form_field TO warmline_operator, warmline_company, warmline_liaison, warmline_collector,
    warmline_supervisor, warmline_administrator, warmline_auditor;
