-- The company's desk: who goes to the flat, and the photos and papers of a complaint. PostgreSQL 15+.

INSERT INTO setting (key, value, note) VALUES
('sign_alarm_minutes', '10', '派单后几分钟无人签收，热线提醒；本系统建议');

ALTER TABLE complaint
    ADD COLUMN worker TEXT DEFAULT '' NOT NULL,
    ADD COLUMN worker_phone TEXT DEFAULT '' NOT NULL,
    ADD CONSTRAINT ck_complaint_worker CHECK (char_length(worker) <= 60),
    ADD CONSTRAINT ck_complaint_worker_phone CHECK (char_length(worker_phone) <= 60);

CREATE TABLE attachment (
    id UUID NOT NULL,
    complaint_id UUID NOT NULL,
    name TEXT NOT NULL,
    kind VARCHAR(24) NOT NULL,
    size INTEGER NOT NULL,
    sha256 BYTEA NOT NULL,
    added_by INTEGER NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_attachment PRIMARY KEY (id),
    CONSTRAINT ck_attachment_name CHECK (char_length(name) BETWEEN 1 AND 120),
    CONSTRAINT ck_attachment_size CHECK (size BETWEEN 1 AND 10485760),
    CONSTRAINT ck_attachment_kind CHECK (kind IN ('jpeg', 'png', 'webp', 'pdf')),
    CONSTRAINT fk_attachment_complaint_id FOREIGN KEY(complaint_id) REFERENCES complaint (id),
    CONSTRAINT fk_attachment_added_by FOREIGN KEY(added_by) REFERENCES person (id)
);
CREATE INDEX ix_attachment_complaint_id ON attachment (complaint_id);

CREATE TABLE attachment_part (
    attachment_id UUID NOT NULL,
    n SMALLINT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_attachment_part PRIMARY KEY (attachment_id, n),
    CONSTRAINT ck_attachment_part_content CHECK (octet_length(content) BETWEEN 1 AND 262144),
    CONSTRAINT fk_attachment_part_attachment_id FOREIGN KEY(attachment_id) REFERENCES attachment (id)
);
ALTER TABLE attachment_part ALTER COLUMN content SET STORAGE EXTERNAL;  -- what is compressed already

INSERT INTO move (state, act, role, next_state)
SELECT state, act, role, state
FROM (VALUES
    ('signed arrived', 'assign', 'company operator supervisor'),
    ('waiting dispatched signed arrived reported call_back reopened returned shelved closed', 'add_file',
        'operator supervisor liaison collector company')
) AS moves (states, act, roles), unnest(string_to_array(states, ' ')) AS state, unnest(string_to_array(roles, ' ')) AS role;

INSERT INTO act_rule (act, fields, stamp, counter, needs_note) VALUES
('assign', ARRAY['worker', 'worker_phone'], NULL, NULL, false),
('add_file', '{}', NULL, NULL, false);

-- The worker's name and phone stand in the event that act() has just written; from there they go to the complaint.
CREATE FUNCTION assign_worker() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
BEGIN
    IF me.role = 'company'
       AND NOT EXISTS (SELECT FROM complaint c WHERE c.id = NEW.complaint_id AND c.company_id = me.company_id) THEN
        PERFORM refuse('WL003', 'another company works on it', 'company');
    END IF;
    IF btrim(coalesce(NEW.detail->'changes'->>'worker', '')) = '' THEN
        PERFORM refuse('WL006', 'a worker has a name', 'worker');
    END IF;
    UPDATE complaint SET worker = NEW.detail->'changes'->>'worker',
        worker_phone = coalesce(NEW.detail->'changes'->>'worker_phone', '') WHERE id = NEW.complaint_id;
    RETURN NULL;
END $$;

CREATE TRIGGER assign_worker AFTER INSERT ON event
    FOR EACH ROW WHEN (NEW.act = 'assign') EXECUTE FUNCTION assign_worker();

-- With the slip the worker goes as well: the next company sends its own.
CREATE FUNCTION forget_worker() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.worker := '';
    NEW.worker_phone := '';
    RETURN NEW;
END $$;

CREATE TRIGGER forget_worker BEFORE UPDATE ON complaint
    FOR EACH ROW WHEN (OLD.worker <> '' AND (NEW.dispatches <> OLD.dispatches OR NEW.state = 'returned'))
    EXECUTE FUNCTION forget_worker();

-- What a file is by its first bytes, whatever it is called; NULL: nothing that is kept.
CREATE FUNCTION file_kind(p_head bytea) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN substr(p_head, 1, 3) = '\xffd8ff' THEN 'jpeg'
        WHEN substr(p_head, 1, 8) = '\x89504e470d0a1a0a' THEN 'png'
        WHEN substr(p_head, 1, 4) = 'RIFF'::bytea AND substr(p_head, 9, 4) = 'WEBP'::bytea THEN 'webp'
        WHEN substr(p_head, 1, 5) = '%PDF-'::bytea THEN 'pdf'
    END
$$;

-- A file comes in three steps of one transaction: begin, its parts, finish. Until finished nobody sees it; what another
-- program left behind unfinished goes with this person's next one.
CREATE FUNCTION attachment_begin(p_id uuid, p_complaint uuid, p_name text, p_kind text, p_size integer, p_sha256 bytea)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    c complaint;
BEGIN
    SELECT * INTO c FROM complaint WHERE id = p_complaint;
    IF NOT FOUND OR me.id IS NULL OR NOT may_touch(me, c) THEN
        PERFORM refuse('WL005', 'no such complaint');
    END IF;
    IF NOT EXISTS (SELECT FROM move m WHERE m.state = c.state AND m.act = 'add_file' AND m.role = me.role) THEN
        PERFORM refuse('WL002', 'no such move', c.state);
    END IF;
    DELETE FROM attachment_part p USING attachment a
        WHERE a.id = p.attachment_id AND a.added_by = me.id AND a.added_at IS NULL;
    DELETE FROM attachment a WHERE a.added_by = me.id AND a.added_at IS NULL;
    INSERT INTO attachment (id, complaint_id, name, kind, size, sha256, added_by)
        VALUES (p_id, p_complaint, p_name, p_kind, p_size, p_sha256, me.id);
END $$;

CREATE FUNCTION attachment_part(p_id uuid, p_n integer, p_bytes bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a attachment;
BEGIN
    SELECT * INTO a FROM attachment WHERE id = p_id AND added_by = my_id() AND added_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL006', 'no such attachment', 'attachment');
    END IF;
    IF a.size < octet_length(p_bytes)
                + (SELECT coalesce(sum(octet_length(p.content)), 0) FROM attachment_part p WHERE p.attachment_id = p_id) THEN
        PERFORM refuse('WL006', 'longer than it was said to be', 'attachment');
    END IF;
    INSERT INTO attachment_part (attachment_id, n, content) VALUES (p_id, p_n, p_bytes);
END $$;

CREATE FUNCTION attachment_finish(p_id uuid, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a attachment;
BEGIN
    SELECT * INTO a FROM attachment WHERE id = p_id AND added_by = my_id() AND added_at IS NULL;
    IF NOT FOUND THEN
        PERFORM refuse('WL006', 'no such attachment', 'attachment');
    END IF;
    PERFORM act(a.complaint_id, NULL, 'add_file', '{}', a.name, jsonb_build_object(
        'attachment', a.id, 'kind', a.kind, 'size', a.size, 'sha256', encode(a.sha256, 'hex')), p_at);
END $$;

-- The event of act() makes the file one of the complaint's, if the file is whole and what the event says it is.
CREATE FUNCTION add_attachment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a attachment;
    whole bytea;
BEGIN
    SELECT * INTO a FROM attachment
        WHERE id = (NEW.detail->>'attachment')::uuid AND complaint_id = NEW.complaint_id AND added_by = NEW.person_id
          AND added_at IS NULL AND name = NEW.note AND encode(sha256, 'hex') = NEW.detail->>'sha256' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM refuse('WL006', 'no such attachment', 'attachment');
    END IF;
    SELECT string_agg(p.content, ''::bytea ORDER BY p.n) INTO whole FROM attachment_part p WHERE p.attachment_id = a.id;
    IF octet_length(whole) IS DISTINCT FROM a.size OR sha256(whole) <> a.sha256 THEN
        PERFORM refuse('WL006', 'not whole', 'attachment');
    END IF;
    IF file_kind(whole) IS DISTINCT FROM a.kind THEN
        PERFORM refuse('WL006', 'another kind of file', 'attachment');
    END IF;
    IF (SELECT count(*) FROM attachment WHERE complaint_id = a.complaint_id AND added_at IS NOT NULL) >= 20 THEN
        PERFORM refuse('WL006', 'enough of them', 'attachments');
    END IF;
    UPDATE attachment SET added_at = NEW.at WHERE id = a.id;
    RETURN NULL;
END $$;

CREATE TRIGGER add_attachment AFTER INSERT ON event
    FOR EACH ROW WHEN (NEW.act = 'add_file') EXECUTE FUNCTION add_attachment();

DO $$
DECLARE
    t text;
    f text;
    staff text := 'warmline_operator, warmline_company, warmline_liaison, warmline_collector, warmline_supervisor';
BEGIN
    FOREACH t IN ARRAY ARRAY['attachment', 'attachment_part'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT ON %I TO %s', t, staff);  -- the auditor reads no photo, as he reads no contact
    END LOOP;
    FOREACH f IN ARRAY ARRAY['attachment_begin(uuid, uuid, text, text, integer, bytea)',
                             'attachment_part(uuid, integer, bytea)', 'attachment_finish(uuid, timestamptz)'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', f, staff);
    END LOOP;
    REVOKE ALL ON FUNCTION assign_worker(), forget_worker(), file_kind(bytea), add_attachment() FROM PUBLIC;
END $$;

-- Whoever reads the complaint reads what is attached to it, once it is whole; nobody else does.
CREATE POLICY visible ON attachment FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_company
    USING (added_at IS NOT NULL AND EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id));
CREATE POLICY visible ON attachment_part FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_company
    USING (EXISTS (SELECT FROM attachment a WHERE a.id = attachment_id));
