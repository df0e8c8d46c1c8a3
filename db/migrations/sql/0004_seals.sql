-- Seals (封签): at each hand-over all events since the last one are hashed together, and the hash goes on paper, so that
-- what even a superuser forges afterwards shows. Models: db/hand_over.py.
--
-- hash = sha256(hash of the seal before ‖ hashes of the events it covers, in the order of their ids). Ids are given before
-- a transaction ends: an event that was under way while a seal was made has a lower id than others in it and comes
-- under the next seal. So a seal names the ids that it covers; no seat waits while one is made.
CREATE TABLE seal (
    number INTEGER NOT NULL,
    covers INT8MULTIRANGE NOT NULL,
    events INTEGER NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    shift_id UUID NOT NULL,
    made_by INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_seal PRIMARY KEY (number),
    CONSTRAINT fk_seal_shift_id FOREIGN KEY(shift_id) REFERENCES shift (id),
    CONSTRAINT fk_seal_made_by FOREIGN KEY(made_by) REFERENCES person (id)
);

-- The next seal, as of the caller's snapshot; it is stored by hand_over_put(). No transaction outlives two shifts, so
-- stragglers are looked for as far back as the last two seals reach.
CREATE FUNCTION next_seal() RETURNS seal
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH last AS (
        SELECT * FROM seal ORDER BY number DESC LIMIT 2
    ), known AS (
        SELECT coalesce(range_agg(covers), '{}') AS ids FROM last
    ), fresh AS (
        SELECT coalesce(range_agg(int8range(e.id, e.id, '[]')), '{}') AS covers, count(*)::integer AS events,
               coalesce(string_agg(e.hash, ''::bytea ORDER BY e.id), '') AS hashes
        FROM event e WHERE e.id >= coalesce((SELECT lower(ids) FROM known), 0) AND NOT e.id <@ (SELECT ids FROM known)
    ), head AS (
        SELECT coalesce(max(number), 0) AS number, coalesce((SELECT hash FROM last ORDER BY number DESC LIMIT 1), '') AS hash
        FROM last
    )
    SELECT (head.number + 1, fresh.covers, fresh.events, head.hash, sha256(head.hash || fresh.hashes), NULL, NULL, NULL)::seal
    FROM head, fresh
$$;
