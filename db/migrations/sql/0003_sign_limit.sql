-- Ten minutes for the signature stood twice. The limit rule of the clock 'sign' is the one that is counted by and kept with
-- its history; the alarm reads it too.
DELETE FROM setting WHERE key = 'sign_alarm_minutes';
