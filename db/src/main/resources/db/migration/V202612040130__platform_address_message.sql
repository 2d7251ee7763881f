-- What was told to a person he reads on his own page too; a code to log in is told to a number and stays off it.
alter table platform_message add column person_id uuid;
comment on column platform_message.person_id is '发给谁（本人页面上看得到）；验证码之类只发给号码的为空';
create index platform_message_person_ix on platform_message (tenant_id, person_id, id desc) where person_id is not null;
