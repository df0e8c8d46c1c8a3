-- What each role reads. Nobody writes a table: writing is executing one of the functions.
DO $$
DECLARE
    t text;
    f text;
    staff text := 'warmline_operator, warmline_company, warmline_liaison, warmline_collector, warmline_supervisor';
    everyone text := staff || ', warmline_administrator, warmline_auditor';
BEGIN
    EXECUTE 'REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC';
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %s', everyone);
    -- Plain reference data: everyone at the hotline reads all of it.
    FOREACH t IN ARRAY ARRAY['company', 'station', 'community', 'building', 'manager', 'person', 'category', 'limit_rule',
                             'season', 'setting', 'move', 'act_rule', 'alembic_version'] LOOP
        EXECUTE format('GRANT SELECT ON %I TO %s', t, everyone);
    END LOOP;
    -- Guarded by row security, for the owner too (FORCE), whose functions then need a policy of their own.
    FOREACH t IN ARRAY ARRAY['complaint', 'contact', 'complaint_search', 'slip', 'claim', 'draft', 'event'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %I TO warmline_owner USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT ON %I TO %s', t, staff);
    END LOOP;
    GRANT SELECT ON complaint, event, slip TO warmline_auditor;
    GRANT SELECT ON chain_head TO warmline_auditor;

    FOREACH f IN ARRAY ARRAY['who()', 'my_company()', 'my_id()', 'local_day(timestamptz)'] LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', f, everyone);
    END LOOP;
    FOREACH f IN ARRAY ARRAY['take(jsonb, jsonb, text, text[], timestamptz, text)',
                             'act(uuid, integer, text, jsonb, text, jsonb, timestamptz, text, text[], jsonb, jsonb)',
                             'reveal(uuid, text, timestamptz)', 'complaints_of_caller(text)', 'claim(uuid, integer)',
                             'release(uuid)', 'claim_next(text[], integer)', 'keep_draft(uuid, jsonb)', 'drop_draft(uuid)'] LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', f, staff);
    END LOOP;
    GRANT EXECUTE ON FUNCTION directory_put(jsonb, text), person_put(text, text, text, integer, integer, text)
        TO warmline_administrator;
    GRANT EXECUTE ON FUNCTION broken_chains(), event_hash(bytea, uuid, integer, text, text, text, integer, timestamptz, text, jsonb)
        TO warmline_auditor;
END $$;

-- The hotline reads all complaints; a company its own, once dispatched, and what it took itself.
CREATE POLICY hotline ON complaint FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_auditor USING (true);
CREATE POLICY company ON complaint FOR SELECT TO warmline_company USING (
    (company_id = (SELECT my_company()) AND dispatched_at IS NOT NULL) OR taken_by = (SELECT my_id()));

-- Name and phone: never those of a secret complaint (see reveal()); a company's through its complaints.
CREATE POLICY hotline ON contact FOR SELECT TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id AND NOT c.secret));
CREATE POLICY company ON contact FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id AND NOT c.secret));

CREATE POLICY hotline ON complaint_search FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector USING (true);
CREATE POLICY company ON complaint_search FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id));

CREATE POLICY hotline ON slip FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector, warmline_auditor USING (true);
CREATE POLICY company ON slip FOR SELECT TO warmline_company USING (company_id = (SELECT my_company()));

CREATE POLICY hotline ON claim FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector USING (true);
CREATE POLICY company ON claim FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id));

CREATE POLICY own ON draft FOR SELECT
    TO warmline_operator, warmline_liaison, warmline_collector, warmline_company, warmline_supervisor
    USING (person_id = (SELECT my_id()) OR (SELECT (who()).role) = 'supervisor');

CREATE POLICY hotline ON event FOR SELECT
    TO warmline_operator, warmline_supervisor, warmline_liaison, warmline_collector
    USING (complaint_id IS NOT NULL);
CREATE POLICY audit ON event FOR SELECT TO warmline_auditor USING (true);
CREATE POLICY company ON event FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM complaint c WHERE c.id = complaint_id));
