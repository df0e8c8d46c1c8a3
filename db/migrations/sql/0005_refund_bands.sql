-- What a day's charge gives back for a room's temperature (HZ Art.44), the edges decided in one table. PostgreSQL 15+.
-- Models: db/rules.py. Marks as in 0001_rules.sql; here the mark is that of the edge.
--
-- A change is a whole new version from a day on; the versions before stay, for what was decided by them is read by them.

CREATE TABLE refund_band (
    version INTEGER NOT NULL,
    percent SMALLINT NOT NULL,
    valid_from DATE NOT NULL,
    up_to NUMERIC(4, 1),
    included BOOLEAN NOT NULL,
    article TEXT NOT NULL,
    mark TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_refund_band PRIMARY KEY (version, percent),
    CONSTRAINT ck_refund_band_percent CHECK (percent BETWEEN 0 AND 100),
    CONSTRAINT ck_refund_band_up_to CHECK (up_to BETWEEN -30 AND 50),
    CONSTRAINT ck_refund_band_article CHECK (char_length(article) BETWEEN 1 AND 200),
    CONSTRAINT ck_refund_band_mark CHECK (mark IN ('V', 'V-', 'P')),
    CONSTRAINT ck_refund_band_note CHECK (char_length(note) <= 400)
);

-- The text puts exactly 16 and exactly 14 into two bands each; its 含十六 and 含十四 decide. Percents: V.
INSERT INTO refund_band (version, percent, valid_from, up_to, included, article, mark, note) VALUES
    (1, 100, '2017-12-02', 14.0, true, '菏泽市供热条例第四十四条', 'P',
     '条文中 14 度同时落在两档，末档写明“含十四”，故恰为 14.0 ℃ 按 100% 计；本系统建议'),
    (1, 50, '2017-12-02', 16.0, true, '菏泽市供热条例第四十四条', 'P',
     '条文中 16 度同时落在两档，中档写明“含十六”，故恰为 16.0 ℃ 按 50% 计；本系统建议'),
    (1, 30, '2017-12-02', 18.0, false, '菏泽市供热条例第四十四条', 'V',
     '最低温度就是 18 ℃（第二十一条），恰为 18.0 ℃ 即达标，不退'),
    (1, 0, '2017-12-02', NULL, true, '菏泽市供热条例第二十一条', 'V', '达到 18 ℃，不退');

-- p_rows: [{"up_to": "14.0", "included": true, "percent": 100, "article": …, "mark": …, "note": …}, …]; degrees as text,
-- so that no program on the way makes floats of them. Returns the number of the new version.
CREATE FUNCTION refund_bands_put(p_valid_from date, p_rows jsonb, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me person := rule_keeper();
    made integer;
    before jsonb;
BEGIN
    IF btrim(p_note) = '' OR p_valid_from IS NULL THEN
        PERFORM refuse('WL006', 'a day and a reason are needed', 'note');
    END IF;
    PERFORM pg_advisory_xact_lock(12319, 44);  -- one version after the other
    SELECT coalesce(max(version), 0) + 1 INTO made FROM refund_band;
    SELECT jsonb_agg(to_jsonb(b) || jsonb_build_object('up_to', b.up_to::text) ORDER BY b.up_to NULLS LAST) INTO before
        FROM refund_band b WHERE b.version = made - 1;
    INSERT INTO refund_band (version, percent, valid_from, up_to, included, article, mark, note)
        SELECT made, x.percent, p_valid_from, x.up_to, x.included, x.article, x.mark, coalesce(x.note, '')
        FROM jsonb_to_recordset(p_rows) AS x(percent smallint, up_to numeric, included boolean, article text, mark text, note text);
    IF (SELECT count(*) NOT BETWEEN 2 AND 8 OR count(*) - count(up_to) <> 1 OR count(DISTINCT up_to) <> count(up_to)
        FROM refund_band WHERE version = made)
       OR EXISTS (SELECT FROM refund_band cold JOIN refund_band warm USING (version) WHERE version = made
                  AND cold.percent < warm.percent AND cold.up_to < coalesce(warm.up_to, 99)) THEN
        PERFORM refuse('WL006', 'these are no bands', 'bands');
    END IF;
    PERFORM log_rule(me, 'refund_band', p_note, p_valid_from::text, before,
        (SELECT jsonb_agg(to_jsonb(b) || jsonb_build_object('up_to', b.up_to::text) ORDER BY b.up_to NULLS LAST)
         FROM refund_band b WHERE b.version = made));
    RETURN made;
END $$;

INSERT INTO setting (key, value, note) VALUES
('refund_days', '7', '累计停热超过几天应退这些天的热费：菏泽市供热条例第四十五条'),
('refund_deemed_percent', '30', '未按时检测、视为不合格而没有读数的日子退几成：条例没有写，按最低一档；本系统建议'),
('refund_due', '"05-31"', '退费在供暖季结束当年的这一天前告知并付清：菏泽市供热条例第四十六条'),
('refund_formula', '"不计算"', '写“不计算”，或写公式的依据：菏泽市供热条例第四十四条没有写怎么算钱，缺省只记天数和比例');

REVOKE ALL ON FUNCTION refund_bands_put(date, jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refund_bands_put(date, jsonb, text) TO warmline_administrator;
GRANT SELECT ON refund_band TO warmline_operator, warmline_company, warmline_liaison, warmline_collector,
    warmline_supervisor, warmline_administrator, warmline_auditor;
