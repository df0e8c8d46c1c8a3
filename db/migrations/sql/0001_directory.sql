-- Changes of the directory and of the people: by the administrator alone, each with an event.

-- p_changes: [{"table": "manager", "id": 7 or null, "key": "m1", "values": {column: value}, "retire": false}, …], applied in
-- this order, all or nothing. A value "$m1" stands for the id that an earlier change with that key was given.
CREATE FUNCTION directory_put(p_changes jsonb, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    change jsonb;
    tbl text;
    vals jsonb;
    cols text;
    made integer;
    ids jsonb := '{}';
    pair record;
    n integer := 0;
    hits integer;
BEGIN
    IF me.id IS NULL OR me.role <> 'administrator' THEN
        PERFORM refuse('WL003', 'only the administrator changes the directory', 'directory');
    END IF;
    FOR change IN SELECT value FROM jsonb_array_elements(p_changes) LOOP
        tbl := change->>'table';
        IF tbl IS NULL OR tbl NOT IN ('company', 'station', 'community', 'building', 'manager') THEN
            PERFORM refuse('WL006', 'no such table', 'directory');
        END IF;
        vals := coalesce(change->'values', '{}') - 'id' - 'retired_at';
        FOR pair IN SELECT key, value FROM jsonb_each_text(vals) WHERE key LIKE '%\_id' AND value LIKE '$%' LOOP
            vals := vals || jsonb_build_object(pair.key, ids->substr(pair.value, 2));
        END LOOP;
        SELECT string_agg(quote_ident(key), ', ') INTO cols FROM jsonb_object_keys(vals) key;
        IF change->>'id' IS NULL THEN
            EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM jsonb_populate_record(NULL::%I, $1) RETURNING id', tbl, cols, cols, tbl)
                INTO made USING vals;
            IF change ? 'key' THEN
                ids := ids || jsonb_build_object(change->>'key', made);
            END IF;
        ELSE
            IF cols IS NOT NULL THEN
                EXECUTE format('UPDATE %I SET (%s) = (SELECT %s FROM jsonb_populate_record(NULL::%I, $1)) WHERE id = $2',
                               tbl, cols, cols, tbl) USING vals, (change->>'id')::integer;
            END IF;
            EXECUTE format('UPDATE %I SET retired_at = CASE WHEN $2 THEN now() ELSE retired_at END WHERE id = $1', tbl)
                USING (change->>'id')::integer, coalesce((change->>'retire')::boolean, false);
            GET DIAGNOSTICS hits = ROW_COUNT;
            IF hits = 0 THEN
                PERFORM refuse('WL006', 'no such row', 'directory');
            END IF;
        END IF;
        n := n + 1;
    END LOOP;
    IF n > 0 THEN
        PERFORM log_event('directory', 'directory', p_note, jsonb_build_object('changes', p_changes), me.id);
        PERFORM pg_notify('warmline', 'd');
    END IF;
    RETURN n;
END $$;

-- p_verifier is a SCRAM verifier made by the client: the password itself never reaches the server or its log.
CREATE FUNCTION person_put(p_login text, p_name text, p_role text, p_company integer, p_seat integer, p_verifier text)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    made integer;
BEGIN
    IF (me.id IS NULL OR me.role <> 'administrator')
       AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) THEN
        PERFORM refuse('WL003', 'only the administrator adds people', 'person');
    END IF;
    IF p_login !~ '^[a-z][a-z0-9_]{1,30}$' OR p_login LIKE 'warmline%' OR p_login LIKE 'pg_%' THEN
        PERFORM refuse('WL006', 'not a login', 'login');
    END IF;
    IF p_role NOT IN ('operator', 'company', 'liaison', 'collector', 'supervisor', 'administrator', 'auditor') THEN
        PERFORM refuse('WL006', 'no such role', 'role');  -- warmline_owner is a group too, and nobody's
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = p_login) AND NOT EXISTS (
        SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
        WHERE r.rolname = p_login AND g.rolname LIKE 'warmline\_%') THEN
        PERFORM refuse('WL006', 'a login of something else on this server', 'login');
    END IF;
    INSERT INTO person (login, name, role, company_id, seat_number) VALUES (p_login, p_name, p_role, p_company, p_seat)
        RETURNING id INTO made;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = p_login) THEN
        EXECUTE format('CREATE ROLE %I', p_login);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', p_login, p_verifier);
    EXECUTE format('GRANT %I TO %I', 'warmline_' || p_role, p_login);
    PERFORM log_event('people', 'person', p_login, jsonb_build_object('name', p_name, 'role', p_role), coalesce(me.id, made));
    PERFORM pg_notify('warmline', 'd');
    RETURN made;
END $$;

-- The person that the administrator is about to change; refuses everybody else. The lock is on all administrators, so
-- that two of them can't put each other out of service at the same moment.
CREATE FUNCTION person_of(p_id integer) RETURNS person
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    p person;
BEGIN
    IF me.id IS NULL OR me.role <> 'administrator' THEN
        PERFORM refuse('WL003', 'only the administrator changes people', 'person');
    END IF;
    PERFORM FROM person WHERE role = 'administrator' OR id = p_id ORDER BY id FOR UPDATE;
    SELECT * INTO p FROM person WHERE id = p_id;
    IF p.id IS NULL THEN
        PERFORM refuse('WL006', 'no such person', 'person');
    END IF;
    RETURN p;
END $$;

-- Without an administrator nobody could ever let one in again.
CREATE FUNCTION keep_administrator() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM person WHERE role = 'administrator' AND active) THEN
        PERFORM refuse('WL006', 'the last administrator', 'last_administrator');
    END IF;
END $$;

-- A password in clear text would be hashed by the server, and so would have travelled to it and to its log.
CREATE FUNCTION set_verifier(p_login text, p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF p_verifier IS NULL OR p_verifier !~ '^SCRAM-SHA-256\$' THEN
        PERFORM refuse('WL006', 'not a verifier', 'password');
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', p_login, p_verifier);
END $$;

-- Name, role, company and seat of a person; the login stays, for events and complaints are signed with it.
CREATE FUNCTION person_change(p_id integer, p_name text, p_role text, p_company integer, p_seat integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    old person := person_of(p_id);
    now_is person;
BEGIN
    IF p_role NOT IN ('operator', 'company', 'liaison', 'collector', 'supervisor', 'administrator', 'auditor') THEN
        PERFORM refuse('WL006', 'no such role', 'role');
    END IF;
    UPDATE person SET name = p_name, role = p_role, company_id = p_company, seat_number = p_seat WHERE id = p_id
        RETURNING * INTO now_is;
    IF now_is IS NOT DISTINCT FROM old THEN
        RETURN;
    END IF;
    PERFORM keep_administrator();
    IF p_role <> old.role THEN
        EXECUTE format('REVOKE %I FROM %I', 'warmline_' || old.role, old.login);
        EXECUTE format('GRANT %I TO %I', 'warmline_' || p_role, old.login);
    END IF;
    PERFORM log_event('people', 'person_change', old.login,
                      jsonb_build_object('before', to_jsonb(old), 'after', to_jsonb(now_is)), my_id());
    PERFORM pg_notify('warmline', 'd');
END $$;

-- Out of service: the login is closed and its open connections are cut; the person's complaints and events stay.
CREATE FUNCTION person_active(p_id integer, p_active boolean, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    old person := person_of(p_id);
BEGIN
    IF p_active = old.active THEN
        RETURN;
    END IF;
    IF btrim(p_reason) = '' THEN
        PERFORM refuse('WL006', 'no reason', 'note');
    END IF;
    UPDATE person SET active = p_active WHERE id = p_id;
    PERFORM keep_administrator();
    PERFORM log_event('people', CASE WHEN p_active THEN 'person_activate' ELSE 'person_deactivate' END, p_reason,
                      jsonb_build_object('login', old.login, 'name', old.name), my_id());
    PERFORM pg_notify('warmline', 'd');
    IF p_active THEN
        EXECUTE format('ALTER ROLE %I LOGIN', old.login);
        RETURN;
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN', old.login);
    EXECUTE format('GRANT %I TO warmline_owner WITH INHERIT TRUE', old.login);  -- ending a session asks for its rights
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE usename = old.login AND datname = current_database() AND pid <> pg_backend_pid();
    EXECUTE format('GRANT %I TO warmline_owner WITH INHERIT FALSE', old.login);
END $$;

-- A new password for somebody who forgot the old one.
CREATE FUNCTION person_password(p_id integer, p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    old person := person_of(p_id);
BEGIN
    PERFORM set_verifier(old.login, p_verifier);
    PERFORM log_event('people', 'person_password', old.login, jsonb_build_object('name', old.name), my_id());
END $$;

-- One's own new password; the client has signed in with the old one just before.
CREATE FUNCTION my_password(p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
BEGIN
    IF me.id IS NULL THEN
        PERFORM refuse('WL003', 'nobody here', 'person');
    END IF;
    PERFORM set_verifier(me.login, p_verifier);
    PERFORM log_event('people', 'my_password', me.login, jsonb_build_object('name', me.name), me.id);
END $$;
