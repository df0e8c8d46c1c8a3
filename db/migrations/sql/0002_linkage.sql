-- Return within a limit, ruling, extension, supervision, shelving, referral and refusal. PostgreSQL 15+.
--
-- Sources: domain.md sections 3.3, 3.4, 3.6 and 7 (points 13 and 19). Marks as in 0001_rules.sql.

-- The right door for what is no matter of heating, emergencies first, with the words to say. Phones that nobody verified
-- are the administrator's to fill in: a wrong number is worse than the way over 12345.
CREATE TABLE authority (
    code TEXT NOT NULL,
    rank SMALLINT NOT NULL,
    name TEXT NOT NULL,
    phones TEXT[] DEFAULT '{}' NOT NULL,
    matters TEXT[] NOT NULL,
    words TEXT NOT NULL,
    emergency BOOLEAN DEFAULT 'false' NOT NULL,
    mark TEXT NOT NULL,
    CONSTRAINT pk_authority PRIMARY KEY (code),
    CONSTRAINT uq_authority_rank UNIQUE (rank),
    CONSTRAINT ck_authority_name CHECK (char_length(name) BETWEEN 1 AND 60),
    CONSTRAINT ck_authority_words CHECK (char_length(words) BETWEEN 1 AND 400)
);

INSERT INTO authority (code, rank, name, phones, matters, words, emergency, mark) VALUES
('police', 1, '公安 110', ARRAY['110'], ARRAY['人身危险', '打架', '盗窃', '扬言伤人'],
    '情况紧急，请马上挂断并拨打 110；说清地点和有没有人受伤。', true, 'V'),
('fire', 2, '消防 119', ARRAY['119'], ARRAY['火灾', '燃气泄漏', '爆炸', '电梯困人', '被困'],
    '请马上离开现场，不要开关电器，到室外拨打 119。', true, 'V'),
('ambulance', 3, '急救 120', ARRAY['120'], ARRAY['烫伤', '受伤', '煤气中毒', '突发疾病'],
    '请马上拨打 120；烫伤先用流动的凉水冲，煤气中毒先开窗、把人移到室外。', true, 'V'),
('traffic', 4, '交警 122', ARRAY['122'], ARRAY['交通事故', '路面冒水影响通行'],
    '请拨打 122，由交警处理；请站到安全的地方等候。', true, 'V'),
('hotline_12345', 5, '12345 政务服务便民热线', ARRAY['12345'], ARRAY['其他政务诉求', '不清楚归谁管'],
    '这件事不归供热部门管，请拨打 12345，由他们转给主管部门。', false, 'V-'),
('market', 6, '市场监督管理部门', '{}', ARRAY['电梯', '特种设备', '价格', '消费纠纷'],
    '电梯和收费价格由市场监督管理部门负责，请拨打 12345 说明情况；电梯里有人被困请先拨 119。', false, 'P'),
('housing', 7, '住房和城乡建设部门（物业管理）', '{}', ARRAY['物业服务', '维修资金', '小区停车', '楼道照明', '房屋质量'],
    '物业服务由住建部门和街道监督，请先找物业公司；不答复请拨打 12345 转住建部门。', false, 'P'),
('water', 8, '供水企业', '{}', ARRAY['自来水', '停水', '水压', '水质', '水表'],
    '自来水由供水企业负责，请看水费单上的服务电话，或拨打 12345 转供水企业。', false, 'P'),
('gas', 9, '燃气企业', '{}', ARRAY['天然气', '停气', '燃气费', '燃气表', '壁挂炉'],
    '天然气由燃气企业负责，请看燃气卡上的服务电话，或拨打 12345；闻到气味请先离开再拨 119。', false, 'P'),
('power', 10, '供电企业', '{}', ARRAY['停电', '电费', '电表', '线路'],
    '停电和电费由供电企业负责，请看电费单上的服务电话，或拨打 12345 转供电企业。', false, 'P'),
('drainage', 11, '市政排水部门', '{}', ARRAY['污水', '下水道', '雨水', '路面积水', '污水井盖'],
    '下水和污水由市政排水部门负责，请拨打 12345 说明位置；供热井盖仍由我们登记。', false, 'P'),
('environment', 12, '生态环境部门', '{}', ARRAY['烟尘', '异味', '工业噪声'],
    '烟尘和工业噪声由生态环境部门负责，请拨打 12345；换热站的噪声仍由我们登记。', false, 'P'),
('civil_affairs', 13, '民政部门', '{}', ARRAY['低保认定', '特困认定', '临时救助'],
    '低保和特困的认定由民政部门负责，请到所在街道办理；认定后的供热减免由我们登记。', false, 'P'),
('petition', 14, '信访部门', '{}', ARRAY['信访事项', '正在信访'],
    '这件事正在信访程序中，请向受理的信访部门查询进展，热线不再重复受理。', false, 'V-'),
('court', 15, '法院或仲裁机构', '{}', ARRAY['诉讼', '仲裁', '判决执行', '合同赔偿'],
    '这件事要由法院或仲裁机构处理，热线不能受理；可到法院诉讼服务中心或仲裁委员会咨询。', false, 'V-'),
('review', 16, '行政复议与纪检监察机关', '{}', ARRAY['行政复议', '举报公职人员', '信息公开'],
    '这件事有专门的法定渠道，热线不能受理；请向行政复议机构或纪检监察机关提出。', false, 'V-');

INSERT INTO setting (key, value, note) VALUES
('return_working_days', '2', '退单期限（派单后的工作日）：山东省政务服务热线管理办法，不属本单位的 2 个工作日内说明理由退回'),
('extension_working_days', '10', '延期累计最多（工作日）：山东省政务服务热线管理办法，一般不超过 10 个工作日'),
('supervise_reminders', '3', '催办满几次自动督办；本系统建议'),
('supervise_reopened', '2', '回访不满意满几次自动督办：省投诉热线 2017，两次不满意发督办单');

-- Referred and refused ones are closed. The column goes with its indexes, for a stored expression can't be changed in place.
ALTER TABLE complaint DROP COLUMN is_open;
ALTER TABLE complaint
    ADD COLUMN is_open BOOLEAN GENERATED ALWAYS AS (
        state not in ('closed', 'answered', 'void', 'referred', 'refused')) STORED NOT NULL,
    ADD COLUMN binding BOOLEAN DEFAULT 'false' NOT NULL,
    ADD COLUMN return_until TIMESTAMP WITH TIME ZONE,
    ADD COLUMN supervise_level SMALLINT DEFAULT '0' NOT NULL,
    ADD COLUMN extension_asked SMALLINT,
    ADD COLUMN extended_days SMALLINT DEFAULT '0' NOT NULL,
    ADD COLUMN referred_to TEXT,
    DROP CONSTRAINT ck_complaint_state,
    ADD CONSTRAINT ck_complaint_state CHECK (state IN ('waiting', 'dispatched', 'signed', 'arrived', 'reported', 'call_back',
        'reopened', 'returned', 'shelved', 'closed', 'answered', 'void', 'referred', 'refused')),
    ADD CONSTRAINT ck_complaint_supervise_level CHECK (supervise_level BETWEEN 0 AND 3),
    ADD CONSTRAINT fk_complaint_referred_to FOREIGN KEY(referred_to) REFERENCES authority (code);
CREATE INDEX ix_complaint_company_queue ON complaint (company_id, rank_at, id) WHERE is_open;
CREATE INDEX ix_complaint_queue ON complaint (rank_at, id) WHERE is_open;

INSERT INTO move (state, act, role, next_state)
SELECT state, act, unnest(string_to_array(roles, ' ')), coalesce(next_state, state)
FROM (VALUES
    ('signed arrived reopened', 'extend', 'company operator supervisor', NULL),
    ('signed arrived reopened', 'grant', 'supervisor', NULL),
    ('signed arrived reopened', 'deny', 'supervisor', NULL),
    ('waiting dispatched signed arrived reported call_back reopened returned shelved', 'supervise', 'supervisor', NULL),
    ('waiting dispatched signed arrived reported call_back reopened returned shelved', 'escalate',
        'operator supervisor liaison collector company', NULL),
    ('waiting dispatched signed arrived reported call_back reopened returned', 'shelve', 'supervisor', 'shelved'),
    ('shelved', 'take_up', 'operator supervisor', 'waiting'),
    ('shelved', 'remind', 'operator supervisor liaison collector company', NULL),
    ('shelved', 'edit', 'operator supervisor liaison collector', NULL),
    ('shelved', 'print', 'operator supervisor liaison collector company', NULL),
    ('shelved', 'void', 'supervisor', 'void'),
    ('waiting', 'refer', 'operator supervisor liaison collector', 'referred'),
    ('returned', 'refer', 'operator supervisor', 'referred'),
    ('waiting', 'refuse', 'operator supervisor', 'refused'),
    ('returned', 'refuse', 'supervisor', 'refused'),
    ('shelved referred refused', 'note', 'operator supervisor liaison collector company', NULL),
    ('shelved referred refused', 'reveal', 'operator supervisor liaison collector', NULL)
) AS moves (states, act, roles, next_state), unnest(string_to_array(states, ' ')) AS state;

INSERT INTO act_rule (act, fields, stamp, counter, needs_note)
SELECT act, string_to_array(fields, ' '), NULL, NULL, needs_note FROM (VALUES
    ('extend', 'extension_asked', true),
    ('grant', 'due_at rank_at', false),
    ('deny', '', true),
    ('supervise', 'supervise_level', true),
    ('escalate', 'supervise_level', true),
    ('shelve', 'due_at rank_at', true),
    ('take_up', 'due_at rank_at', false),
    ('refer', 'referred_to', true),
    ('refuse', 'referred_to', true)
) AS rules (act, fields, needs_note);
UPDATE act_rule SET fields = fields || ARRAY['binding', 'return_until'] WHERE act = 'dispatch';

-- p_revision NULL: the act holds whatever else happened meanwhile (a reminder, a print, a note).
CREATE OR REPLACE FUNCTION act(p_id uuid, p_revision integer, p_act text, p_changes jsonb, p_note text, p_detail jsonb,
                    p_at timestamptz, p_words text DEFAULT NULL, p_grams text[] DEFAULT NULL,
                    p_contact jsonb DEFAULT NULL, p_slip jsonb DEFAULT NULL)
RETURNS complaint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    c complaint;
    n complaint;
    rule act_rule;
    next text;
    foreign_field text;
    last_at timestamptz;
    detail jsonb;
    stamped text;
    longest integer;
BEGIN
    SELECT * INTO c FROM complaint WHERE id = p_id FOR NO KEY UPDATE;
    IF NOT FOUND OR me.id IS NULL OR NOT may_touch(me, c) THEN
        PERFORM refuse('WL005', 'no such complaint');
    END IF;
    IF p_revision IS NOT NULL AND p_revision <> c.revision THEN
        PERFORM refuse('WL001', 'changed elsewhere', c.revision::text);
    END IF;
    SELECT next_state INTO next FROM move m WHERE m.state = c.state AND m.act = p_act AND m.role = me.role;
    IF NOT FOUND THEN
        IF EXISTS (SELECT FROM move m WHERE m.act = p_act AND m.role = me.role) THEN
            PERFORM refuse('WL002', 'no such move', c.state);
        END IF;
        PERFORM refuse('WL003', 'this role may not do that', p_act);
    END IF;
    SELECT * INTO rule FROM act_rule r WHERE r.act = p_act;
    IF rule.needs_note AND btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    SELECT k INTO foreign_field FROM jsonb_object_keys(p_changes) k WHERE k <> ALL (rule.fields) LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('WL003', 'this act may not change that', foreign_field);
    END IF;
    IF (p_contact IS NOT NULL AND p_act <> 'edit') OR (p_slip IS NOT NULL) <> (p_act = 'dispatch') THEN
        PERFORM refuse('WL003', 'this act may not change that', p_act);
    END IF;
    IF me.role = 'company' AND p_act IN ('sign', 'contact', 'arrive', 'report', 'return', 'extend')
       AND c.company_id IS DISTINCT FROM me.company_id THEN  -- what its desk took down for another company
        PERFORM refuse('WL003', 'another company works on it', 'company');
    END IF;
    IF p_act = 'edit' THEN
        IF c.dispatched_at IS NOT NULL AND p_changes ?| ARRAY['company_id', 'station_id'] THEN
            PERFORM refuse('WL003', 'a dispatched complaint changes its company by a slip', 'company');
        END IF;
        IF c.secret AND (p_contact IS NOT NULL OR (p_changes->>'secret' = 'false' AND me.role <> 'supervisor')) THEN
            PERFORM refuse('WL003', 'the caller is secret', 'secret');
        END IF;
    END IF;
    IF p_act = 'dispatch' THEN
        IF me.role = 'company' AND c.dispatched_at IS NOT NULL THEN
            PERFORM refuse('WL003', 'only the hotline dispatches anew', 'company');
        END IF;
        IF c.binding AND me.role <> 'supervisor' THEN
            PERFORM refuse('WL002', 'a ruling binds', 'ruling');
        END IF;
        IF (p_changes->>'binding')::boolean THEN
            IF me.role <> 'supervisor' THEN
                PERFORM refuse('WL003', 'only a supervisor rules', 'binding');
            ELSIF c.returns = 0 THEN
                PERFORM refuse('WL002', 'nobody returned it', 'no_return');
            ELSIF btrim(p_note) = '' THEN
                PERFORM refuse('WL006', 'a reason is needed', 'note');
            END IF;
        END IF;
    ELSIF p_act = 'return' AND me.role <> 'supervisor' THEN  -- the supervisor may take a slip back at any time
        IF c.binding THEN
            PERFORM refuse('WL002', 'a ruling binds', 'ruling');
        ELSIF p_at > c.return_until THEN
            PERFORM refuse('WL002', 'too late to return it', 'return_until');
        END IF;
    ELSIF p_act = 'extend' THEN
        SELECT (value#>>'{}')::integer INTO longest FROM setting WHERE key = 'extension_working_days';
        IF coalesce((p_changes->>'extension_asked')::integer, 0) < 1
           OR c.extended_days + (p_changes->>'extension_asked')::integer > longest THEN
            PERFORM refuse('WL006', 'too many days', 'days');
        END IF;
    ELSIF p_act IN ('grant', 'deny') AND c.extension_asked IS NULL THEN
        PERFORM refuse('WL002', 'no extension was asked for', 'no_extension');
    ELSIF p_act IN ('supervise', 'escalate') AND coalesce((p_changes->>'supervise_level')::integer, 0) <= c.supervise_level THEN
        PERFORM refuse('WL006', 'the level only rises', 'level');
    ELSIF p_act IN ('refer', 'refuse') AND p_changes->>'referred_to' IS NULL THEN
        PERFORM refuse('WL006', 'where to turn', 'authority');
    END IF;
    IF p_act = 'escalate' AND NOT (c.due_at < p_at
        OR c.reminders >= (SELECT (value#>>'{}')::integer FROM setting WHERE key = 'supervise_reminders')
        OR c.reopened >= (SELECT (value#>>'{}')::integer FROM setting WHERE key = 'supervise_reopened')) THEN
        PERFORM refuse('WL003', 'nothing that the rule names has happened', 'level');
    END IF;
    PERFORM check_clock(p_at);
    SELECT at INTO last_at FROM event WHERE chain = c.id AND seq = c.revision;
    p_at := greatest(p_at, last_at);  -- two seats' clocks differ by milliseconds; the timeline never runs backwards

    n := jsonb_populate_record(c, p_changes);
    IF p_act = 'dispatch' THEN  -- the company's own times start anew with the company
        n.dispatched_at := p_at; n.signed_at := NULL; n.contacted_at := NULL; n.arrived_at := NULL; n.reported_at := NULL;
        n.dispatches := c.dispatches + 1;
        n.binding := coalesce((p_changes->>'binding')::boolean, false);
        n.return_until := (p_changes->>'return_until')::timestamptz;
        IF n.company_id IS NULL THEN
            PERFORM refuse('WL006', 'no company', 'company');
        END IF;
    ELSIF rule.stamp IS NOT NULL THEN
        stamped := rule.stamp;  -- the first time counts: a second visit after reopening keeps the old clock
        n := jsonb_populate_record(n, jsonb_build_object(stamped, coalesce(to_jsonb(n)->>stamped, to_jsonb(p_at)#>>'{}')));
    END IF;
    IF rule.counter IS NOT NULL THEN
        n := jsonb_populate_record(n, jsonb_build_object(rule.counter, (to_jsonb(c)->>rule.counter)::integer + 1));
    END IF;
    detail := p_detail || jsonb_build_object('changes', p_changes);
    IF p_act = 'grant' THEN
        n.extended_days := c.extended_days + c.extension_asked;
        detail := detail || jsonb_build_object('extension', jsonb_build_object('days', c.extension_asked));
    END IF;
    IF p_act IN ('grant', 'deny', 'dispatch', 'return', 'report', 'shelve', 'void') THEN
        n.extension_asked := NULL;
    END IF;
    n.state := next;
    IF next IN ('closed', 'answered', 'void', 'referred', 'refused') THEN
        n.closed_at := coalesce(c.closed_at, p_at);
    END IF;
    n.revision := c.revision + 1;
    IF p_contact IS NOT NULL THEN
        detail := detail || '{"contact": true}';  -- that it was corrected; name and phone stay out of the events
    END IF;
    IF p_act = 'dispatch' THEN
        detail := detail || jsonb_build_object('slip', c.number || '-' || n.dispatches);
    ELSIF p_act = 'print' THEN
        UPDATE slip s SET prints = s.prints + 1 WHERE s.number = p_detail->>'slip' AND s.complaint_id = c.id
            RETURNING detail || jsonb_build_object('prints', s.prints) INTO detail;
        IF NOT FOUND THEN
            PERFORM refuse('WL006', 'no such slip', 'slip');
        END IF;
    END IF;
    n.head_hash := event_hash(c.head_hash, c.id, n.revision, p_act, c.state, next, me.id, p_at, p_note, detail);

    UPDATE complaint SET
        revision = n.revision, head_hash = n.head_hash, state = n.state, outside_number = n.outside_number,
        urgency = n.urgency, category = n.category, community_id = n.community_id, place = n.place, building = n.building,
        unit = n.unit, room = n.room, floor = n.floor, company_id = n.company_id, station_id = n.station_id, text = n.text,
        vulnerable = n.vulnerable, secret = n.secret, no_reply = n.no_reply, dispatched_at = n.dispatched_at,
        signed_at = n.signed_at, contacted_at = n.contacted_at, arrived_at = n.arrived_at, reported_at = n.reported_at,
        called_back_at = n.called_back_at, closed_at = n.closed_at, due_at = n.due_at, rank_at = n.rank_at,
        due_times = n.due_times, dispatches = n.dispatches, reminders = n.reminders, returns = n.returns,
        reopened = n.reopened, tries = n.tries, report = n.report, public_answer = n.public_answer,
        liability = n.liability, contacted = n.contacted, solved = n.solved, satisfaction = n.satisfaction,
        answer = n.answer, binding = n.binding, return_until = n.return_until, supervise_level = n.supervise_level,
        extension_asked = n.extension_asked, extended_days = n.extended_days, referred_to = n.referred_to
    WHERE id = c.id RETURNING * INTO n;
    INSERT INTO event (chain, seq, complaint_id, act, state_before, state, person_id, at, note, detail, hash)
        VALUES (c.id, n.revision, c.id, p_act, c.state, next, me.id, p_at, p_note, detail, n.head_hash);
    IF p_contact IS NOT NULL THEN
        UPDATE contact SET name = p_contact->>'name', phone_raw = p_contact->>'phone_raw', phone = p_contact->>'phone'
            WHERE complaint_id = c.id;
    END IF;
    IF p_slip IS NOT NULL THEN
        INSERT INTO slip (number, complaint_id, company_id, made_at, made_by, content)
            VALUES (c.number || '-' || n.dispatches, c.id, n.company_id, p_at, me.id, p_slip);
    END IF;
    IF n.secret AND NOT c.secret THEN  -- what is printed from now on names nobody
        UPDATE slip SET content = content || '{"caller": "", "phone": "", "secret": true}' WHERE complaint_id = c.id;
    END IF;
    IF p_words IS NOT NULL THEN
        UPDATE complaint_search SET words = c.number || ' ' || p_words,
            grams = array_to_tsvector(p_grams || ARRAY[c.number, month_gram(c.taken_at)])
            WHERE complaint_id = c.id;
    END IF;
    IF p_act IN ('dispatch', 'report', 'return', 'call_back', 'reopen', 'close', 'void', 'answer', 'refer', 'refuse',
                 'shelve') THEN
        DELETE FROM claim WHERE complaint_id = c.id;  -- what the claim was for is done
    END IF;
    PERFORM pg_notify('warmline', 'c:' || c.id);
    RETURN n;
END $$;

-- Name, phones, matters and words of an authority; its code and rank stay, complaints point to it.
CREATE FUNCTION authority_put(p_code text, p_values jsonb, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    old authority;
    fresh authority;
BEGIN
    SELECT * INTO old FROM authority WHERE code = p_code FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL006', 'no such authority', 'authority');
    END IF;
    fresh := jsonb_populate_record(old, p_values - 'code' - 'rank' - 'emergency');
    UPDATE authority SET name = fresh.name, phones = fresh.phones, matters = fresh.matters, words = fresh.words,
        mark = fresh.mark WHERE code = p_code;
    PERFORM log_rule(me, 'authority', p_note, p_code, to_jsonb(old), to_jsonb(fresh));
END $$;

REVOKE ALL ON FUNCTION authority_put(text, jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authority_put(text, jsonb, text) TO warmline_administrator;
GRANT SELECT ON authority TO warmline_operator, warmline_company, warmline_liaison, warmline_collector,
    warmline_supervisor, warmline_administrator, warmline_auditor;
