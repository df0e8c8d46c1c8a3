-- Swaps (换班) and stand-ins (替班): asked by one, agreed to by the other, approved by a supervisor who is neither.

CREATE FUNCTION log_swap(w swap, p_act text, p_note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM log_event('shift', p_act, p_note, jsonb_build_object('swap', w.id, 'shift', w.shift_id, 'person', w.person_id,
        'other', w.other_id, 'other_shift', w.other_shift_id), my_id());
    PERFORM pg_notify('warmline', 's:' || w.shift_id);
    IF w.other_shift_id IS NOT NULL THEN
        PERFORM pg_notify('warmline', 's:' || w.other_shift_id);
    END IF;
END $$;

-- Whether it could be done now: both shifts still to come, each one on duty in their own and not in the other's.
CREATE FUNCTION check_swap(w swap) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    s shift;
    bad boolean;
BEGIN
    SELECT * INTO s FROM shift WHERE id = w.shift_id;
    bad := s.id IS NULL OR s.begins_at <= clock_timestamp()
        OR NOT EXISTS (SELECT FROM duty WHERE shift_id = s.id AND person_id = w.person_id)
        OR EXISTS (SELECT FROM duty WHERE shift_id = s.id AND person_id = w.other_id)
        OR NOT EXISTS (SELECT FROM person p WHERE p.id = w.other_id AND p.active AND p.role NOT IN ('administrator', 'auditor')
                       AND p.company_id IS NOT DISTINCT FROM s.company_id);
    IF NOT bad AND w.other_shift_id IS NOT NULL THEN
        bad := NOT EXISTS (SELECT FROM duty d JOIN shift o ON o.id = d.shift_id WHERE o.id = w.other_shift_id
                           AND o.begins_at > clock_timestamp() AND d.person_id = w.other_id)
            OR EXISTS (SELECT FROM duty WHERE shift_id = w.other_shift_id AND person_id = w.person_id);
    END IF;
    IF bad THEN
        PERFORM refuse('WL002', 'the roster does not allow this swap', 'no_swap');
    END IF;
END $$;

CREATE FUNCTION swap_ask(p_id uuid, p_shift uuid, p_other integer, p_other_shift uuid, p_reason text) RETURNS swap
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    w swap;
BEGIN
    IF my_id() IS NULL THEN
        PERFORM refuse('WL003', 'nobody here', 'person');
    ELSIF btrim(p_reason) = '' THEN
        PERFORM refuse('WL006', 'a reason is needed', 'note');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(p_id::text, 0));
    SELECT * INTO w FROM swap WHERE id = p_id AND person_id = my_id();
    IF FOUND THEN
        RETURN w;  -- a replay after a lost answer
    END IF;
    w := ROW(p_id, p_shift, my_id(), p_other, p_other_shift, btrim(p_reason), 'asked', clock_timestamp(), NULL, NULL, '')::swap;
    PERFORM check_swap(w);
    IF EXISTS (SELECT FROM swap o WHERE o.shift_id = p_shift AND o.person_id = my_id() AND o.state IN ('asked', 'agreed')) THEN
        PERFORM refuse('WL002', 'asked for already', 'swap_open');
    END IF;
    INSERT INTO swap SELECT (w).*;
    PERFORM log_swap(w, 'swap_ask', w.reason);
    RETURN w;
END $$;

-- agree, decline: the other one; withdraw: who asked; approve, refuse: a supervisor who is neither.
CREATE FUNCTION swap_step(p_id uuid, p_step text, p_note text) RETURNS swap
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := who();
    w swap;
    shifts uuid[];
BEGIN
    SELECT * INTO w FROM swap WHERE id = p_id FOR UPDATE;
    IF NOT FOUND OR me.id IS NULL OR (me.role <> 'supervisor' AND me.id NOT IN (w.person_id, w.other_id)) THEN
        PERFORM refuse('WL006', 'no such swap', 'swap');
    END IF;
    IF NOT coalesce((CASE WHEN p_step IN ('agree', 'decline') THEN me.id = w.other_id
                          WHEN p_step = 'withdraw' THEN me.id = w.person_id
                          WHEN p_step IN ('approve', 'refuse') THEN me.role = 'supervisor' AND me.id NOT IN (w.person_id, w.other_id)
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

DO $$
DECLARE
    staff text := 'warmline_operator, warmline_company, warmline_liaison, warmline_collector, warmline_supervisor';
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    EXECUTE format('GRANT EXECUTE ON FUNCTION swap_ask(uuid, uuid, integer, uuid, text), swap_step(uuid, text, text) TO %s', staff);
END $$;
