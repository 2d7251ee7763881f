-- Import of members: runs in the background, shows how far it is, and survives a kill.
alter table member_import
  drop constraint member_import_status_ck,
  drop constraint member_import_size_ck,
  alter column content drop not null,
  add column by_name       varchar(60)  not null default '',
  add column rows_repaired integer      not null default 0,
  add column rows_done     integer      not null default 0,
  add column only_good     boolean      not null default false,
  add column run_no        integer      not null default 0,
  add column beat_at       timestamptz,
  add column failure       varchar(100),
  add constraint member_import_status_ck check (status in ('CHECKED', 'RUNNING', 'DONE', 'DISCARDED')),
  add constraint member_import_size_ck check (content is null or length(content) <= 20971520),
  add constraint member_import_whole_ck check (status not in ('RUNNING', 'DONE') or rows_bad = 0 or only_good),
  add constraint member_import_done_ck check ((status = 'DONE') = (done_at is not null)),
  add constraint member_import_running_ck check (status <> 'RUNNING' or beat_at is not null);
comment on column member_import.content is '上传的表，以经办人密钥加密；导入后只留有错的行，30 天后清空';
comment on column member_import.only_good is '有错行时，经办人明确要求只导入没错的行';
comment on column member_import.run_no is '第几次执行：先前一次若中断，其结果作废';
comment on column member_import.beat_at is '后台执行最近一次报到时间，超过两分钟视为中断';
comment on column member_import.failure is '执行失败的原因代码；失败时一行都不导入';
create index member_import_by_ix on member_import (tenant_id, created_at);
