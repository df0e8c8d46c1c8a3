-- When a window that nobody touches is locked; what the screen shows of a complaint is personal data.
INSERT INTO setting (key, value, note) VALUES
('lock_minutes', '10', '无操作几分钟后锁屏；本系统建议');
