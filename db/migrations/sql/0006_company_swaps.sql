-- A company keeps its own roster (0005_company_roster.sql), so one of its desk approves a swap of its people, who is
-- neither of the two. The supervisor still may: a desk of two has nobody else.

-- Whether this person decides about a swap of that team.
CREATE FUNCTION swap_decider(me person, w swap) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(me.id NOT IN (w.person_id, w.other_id) AND (me.role = 'supervisor' OR me.role = 'company'
        AND me.company_id = (SELECT s.company_id FROM shift s WHERE s.id = w.shift_id)), false)
$$;

-- As in 0004_swaps.sql, but for who decides. agree, decline: the other one; withdraw: who asked.
CREATE OR REPLACE FUNCTION swap_step(p_id uuid, p_step text, p_note text) RETURNS swap
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    w swap;
    shifts uuid[];
BEGIN
    SELECT * INTO w FROM swap WHERE id = p_id FOR UPDATE;
    IF NOT FOUND OR me.id IS NULL OR (me.id NOT IN (w.person_id, w.other_id) AND NOT swap_decider(me, w)) THEN
        PERFORM refuse('WL006', 'no such swap', 'swap');
    END IF;
    IF NOT coalesce((CASE WHEN p_step IN ('agree', 'decline') THEN me.id = w.other_id
                          WHEN p_step = 'withdraw' THEN me.id = w.person_id
                          WHEN p_step IN ('approve', 'refuse') THEN swap_decider(me, w)
                     END), false) THEN
        PERFORM refuse('WL003', 'this step is another''s', 'swap_step');
    ELSIF NOT (w.state = 'agreed' AND p_step <> 'agree' OR w.state = 'asked' AND p_step <> 'approve') THEN
        PERFORM refuse('WL002', 'the swap stands elsewhere', 'swap_' || w.state);
    ELSIF p_step = 'refuse' AND btrim(p_note) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    IF p_step IN ('agree', 'approve') THEN
        shifts := array_remove(ARRAY[w.shift_id, w.other_shift_id], NULL);
        PERFORM FROM shift WHERE id = ANY (shifts) ORDER BY begins_at FOR UPDATE;
        PERFORM check_swap(w);
    END IF;
    IF p_step = 'approve' THEN  -- seat and lead stay with the place, not with the person
        UPDATE duty SET person_id = w.other_id WHERE shift_id = w.shift_id AND person_id = w.person_id;
        UPDATE duty SET person_id = w.person_id WHERE shift_id = w.other_shift_id AND person_id = w.other_id;
        UPDATE shift SET revision = revision + 1 WHERE id = ANY (shifts);
    END IF;
    UPDATE swap SET state = CASE p_step WHEN 'agree' THEN 'agreed' WHEN 'decline' THEN 'declined' WHEN 'withdraw' THEN 'withdrawn'
            WHEN 'approve' THEN 'approved' ELSE 'refused' END,
        decided_by = CASE WHEN p_step = 'agree' THEN NULL ELSE me.id END,
        decided_at = CASE WHEN p_step = 'agree' THEN NULL ELSE clock_timestamp() END, note = p_note
        WHERE id = w.id RETURNING * INTO w;
    PERFORM log_swap(w, 'swap_' || p_step, p_note);
    RETURN w;
END $$;

-- Who decides reads why; no other company, and nobody of the hotline but the supervisor (policy ``concerned``).
CREATE POLICY company ON swap FOR SELECT TO warmline_company
    USING (EXISTS (SELECT FROM shift s WHERE s.id = shift_id AND s.company_id = (SELECT my_company())));

DO $$
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
END $$;
