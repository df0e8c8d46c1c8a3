-- The owner of all tables and functions, and one group role for each role of db/kinds.py. Cluster-wide, so made once.
-- The owner logs in nowhere; it may create roles because adding a person creates a login.
DO $$
DECLARE
    groups text[] := ARRAY['warmline_operator', 'warmline_company', 'warmline_liaison', 'warmline_collector',
                           'warmline_supervisor', 'warmline_administrator', 'warmline_auditor'];
    g text;
BEGIN
    PERFORM pg_advisory_xact_lock(12319);  -- several databases of one cluster may be made at the same time
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'warmline_owner') THEN
        CREATE ROLE warmline_owner NOLOGIN CREATEROLE;
    END IF;
    IF NOT pg_has_role(current_user, 'warmline_owner', 'MEMBER') THEN
        EXECUTE format('GRANT warmline_owner TO %I', current_user);
    END IF;
    EXECUTE format('GRANT CREATE, USAGE ON SCHEMA public TO warmline_owner');
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO warmline_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    SET LOCAL ROLE warmline_owner;
    FOREACH g IN ARRAY groups LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = g) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', g);
        END IF;
    END LOOP;
    RESET ROLE;
    FOREACH g IN ARRAY groups LOOP
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), g);
    END LOOP;
END $$;
