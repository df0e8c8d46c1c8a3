-- Chats of other software, which the program reaches by an optional extra (app/other_chats.py).

ALTER TABLE group_chat DROP CONSTRAINT ck_group_chat_kind;
ALTER TABLE group_chat ADD CONSTRAINT ck_group_chat_kind CHECK (kind IN ('wecom', 'dingtalk', 'feishu', 'email', 'other'));
