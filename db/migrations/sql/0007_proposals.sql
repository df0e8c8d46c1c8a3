-- Proposals and praise (D3) are answered in working days, as 12345 answers them (domain.md sections 3.3 and 4): three days of
-- the clock were borrowed from a rule that speaks of queries and complaints alone. Whatever was taken down so far keeps its
-- limit; D4 goes to another door and keeps what it has.
INSERT INTO limit_rule (categories, clock, minutes, unit, counts_from, legal_name, short_article, words, mark, valid_from, note)
VALUES (ARRAY['D3'], 'answer', 5 * 1440, 'working_days', 'take', '山东省政务服务热线管理办法', '省政务服务热线管理办法',
    '建议、表扬答复：5 个工作日', 'V-', local_day(now()), '2020-01 报道：5 个工作日内答复来电人并反馈；正文未见');
