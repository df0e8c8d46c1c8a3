-- What the law says of the owners' share in figures, beside those of 0005_forms.sql (app/liability.py reads it).
INSERT INTO setting (key, value, note) VALUES
('hand_over_share', '"2/3"', '未移交的供热设施，超过多少业主同意才能移交供热公司：菏泽市供热条例第三十五条');
