-- No limit is longer than a year and no season than 200 days, as app/rule_book.py says it: a limit without an end would keep
-- every seat from taking down what it is for.
ALTER TABLE limit_rule
    ADD CONSTRAINT ck_limit_rule_minutes CHECK (minutes <= 366 * 1440),
    ADD CONSTRAINT ck_limit_rule_first CHECK (first_days <= 200 AND first_days_minutes <= 366 * 1440);
