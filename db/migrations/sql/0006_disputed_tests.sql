-- Whether a test ended well, by what app/room_records.RoomTest.state() goes by. 0005 let one finding of a testing body
-- that a room was cold hold a test open for ever, and one that it was warm enough counted for nothing: nobody could ask
-- for the flat anew.

-- No dispute is open, and one visit that was measured was warm enough: by what the body found of it (HZ Art.43), which needs
-- no signatures and goes with the visit through its later versions, else by the reading that both have signed (Art.42).
CREATE OR REPLACE FUNCTION test_passed(t room_test) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE versions (first, id) AS (
        SELECT v.id, v.id FROM room_visit v WHERE v.test_id = t.id AND v.amends IS NULL
        UNION ALL
        SELECT before.first, v.id FROM versions before JOIN room_visit v ON v.amends = before.id
    )
    SELECT NOT EXISTS (SELECT FROM room_dispute d WHERE d.test_id = t.id AND d.result_at IS NULL)
       AND EXISTS (
        SELECT FROM measured_visits(t.id) m JOIN room_visit v ON v.id = m.visit_id JOIN versions n ON n.id = v.id
        LEFT JOIN LATERAL (
            SELECT d.celsius FROM room_dispute d JOIN versions o ON o.id = d.visit_id
            WHERE d.test_id = t.id AND o.first = n.first AND d.celsius IS NOT NULL ORDER BY d.asked_at DESC LIMIT 1) body ON true
        WHERE coalesce(body.celsius, m.celsius) >= t.minimum
          AND (body.celsius IS NOT NULL OR (v.company_signed = 'signed' AND v.user_signed = 'signed')))
$$;
