-- What each role reads. Nobody writes a table: writing is executing one of the functions.
DO $$
DECLARE
    t text;
    f text;
    staff text := 'warmline_operator, warmline_company, warmline_liaison, warmline_collector, warmline_supervisor';
    everyone text := staff || ', warmline_administrator, warmline_auditor';
BEGIN
    EXECUTE 'REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC';
    EXECUTE 'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC';  -- those of later migrations too
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %s', everyone);
    -- Plain reference data: everyone at the hotline reads all of it.
    FOREACH t IN ARRAY ARRAY['company', 'station', 'community', 'building', 'manager', 'person', 'category', 'limit_rule',
                             'season', 'setting', 'move', 'act_rule', 'alembic_version'] LOOP
        EXECUTE format('GRANT SELECT ON %I TO %s', t, everyone);
    END LOOP;
    -- A manager's private note never leaves the house, to the companies neither.
    REVOKE SELECT ON manager FROM warmline_company;
    GRANT SELECT (id, community_id, name, phones, duty_from, duty_to, rank, verified_on, retired_at) ON manager
        TO warmline_company;
    -- Guarded by row security, for the owner too (FORCE), whose functions then need a policy of their own.
    FOREACH t IN ARRAY ARRAY['complaint', 'contact', 'complaint_search', 'slip', 'claim', 'draft', 'event'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT ON %I TO %s', t, staff);
    END LOOP;
    -- The auditor reads no contact, hence no slip either: it names the caller.
    GRANT SELECT ON complaint, complaint_search, claim, event, chain_head TO warmline_auditor;

    FOREACH f IN ARRAY ARRAY['who()', 'my_company()', 'my_id()', 'my_role()', 'local_day(timestamptz)'] LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', f, everyone);
    END LOOP;
    FOREACH f IN ARRAY ARRAY['take(jsonb, jsonb, text, text[], timestamptz, text)',
                             'act(uuid, integer, text, jsonb, text, jsonb, timestamptz, text, text[], jsonb, jsonb)',
                             'reveal(uuid, text, timestamptz)', 'complaints_of_caller(text)', 'claim(uuid, integer)',
                             'release(uuid)', 'claim_next(text[], integer)', 'keep_draft(uuid, jsonb)', 'drop_draft(uuid)'] LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', f, staff);
    END LOOP;
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s, warmline_auditor',
                   'find_complaints(text, text[], text[], text[], integer, timestamptz, uuid, integer)', staff);
    GRANT EXECUTE ON FUNCTION directory_put(jsonb, text), person_put(text, text, text, integer, integer, text),
        person_change(integer, text, text, integer, integer), person_active(integer, boolean, text),
        person_password(integer, text) TO warmline_administrator;
    EXECUTE format('GRANT EXECUTE ON FUNCTION my_password(text) TO %s', everyone);
    GRANT EXECUTE ON FUNCTION broken_chains(), event_hash(bytea, uuid, integer, text, text, text, integer, timestamptz, text, jsonb)
        TO warmline_auditor;
END $$;

-- Each policy asks the table of people too, once a query: a login that was put out of service, or that belongs to another
-- database of this server, reads nothing.

-- The hotline reads all complaints; a company its own, once dispatched, and what it took itself.
CREATE POLICY hotline ON complaint FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_auditor
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector', 'auditor'));
CREATE POLICY company ON complaint FOR SELECT TO warmline_company USING (
    (company_id = (SELECT my_company()) AND dispatched_at IS NOT NULL) OR taken_by = (SELECT my_id()));

-- Name and phone: never those of a secret complaint (see reveal()); a company's through its complaints.
CREATE POLICY visible ON contact FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id AND NOT c.secret));

CREATE POLICY hotline ON complaint_search FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_auditor
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector', 'auditor'));
CREATE POLICY company ON complaint_search FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id));

-- A company's slip goes with the complaint when it is dispatched to another one.
CREATE POLICY hotline ON slip FOR SELECT TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector'));
CREATE POLICY company ON slip FOR SELECT TO warmline_company
    USING (company_id = (SELECT my_company()) AND EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id));

CREATE POLICY hotline ON claim FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_auditor
    USING ((SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector', 'auditor'));
CREATE POLICY company ON claim FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id));

CREATE POLICY own ON draft FOR SELECT
    TO warmline_operator, warmline_liaison, warmline_collector, warmline_company, warmline_supervisor
    USING (person_id = (SELECT my_id()) OR (SELECT my_role()) = 'supervisor');

CREATE POLICY hotline ON event FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector
    USING (complaint_id IS NOT NULL AND (SELECT my_role()) IN ('operator', 'supervisor', 'liaison', 'collector'));
CREATE POLICY audit ON event FOR SELECT TO warmline_auditor USING ((SELECT my_role()) = 'auditor');
CREATE POLICY company ON event FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id));
