alter table platform_todo_assignment add column ending varchar(12);
alter table platform_todo_assignment add constraint platform_todo_assignment_ending_ck
  check ((ended_at is null) = (ending is null) and (ending is null or ending in ('TAKEN_BACK', 'RETURNED', 'HANDED_ON', 'MOVED')));
alter table platform_todo_assignment add constraint platform_todo_assignment_taken_back_ck
  check (ending is distinct from 'TAKEN_BACK' or opened_at is null);
comment on column platform_todo_assignment.ending is '怎样结束：打开前收回、退回、再转、因停用移交';
create index platform_todo_assignment_to_ix on platform_todo_assignment (tenant_id, to_person) where ended_at is null;

create table platform_todo_delegation (
  id          bigint generated always as identity constraint platform_todo_delegation_pk primary key,
  tenant_id   varchar(12)  not null constraint platform_todo_delegation_tenant_fk references platform_tenant (code),
  from_person uuid         not null,
  from_name   varchar(60)  not null,
  to_person   uuid         not null,
  to_name     varchar(60)  not null,
  from_day    date         not null,
  to_day      date         not null,
  note        varchar(200) not null default '',
  made_at     timestamptz  not null,
  ended_at    timestamptz,
  constraint platform_todo_delegation_person_ck check (from_person <> to_person),
  constraint platform_todo_delegation_days_ck check (to_day between from_day and from_day + 180)
);
comment on table platform_todo_delegation is '代办：某段日子里转给甲的待办由乙接手；不扩大乙的权限';
create unique index platform_todo_delegation_live_uq on platform_todo_delegation (tenant_id, from_person) where ended_at is null;
select jf_protect('platform_todo_delegation');
revoke delete on platform_todo_delegation from ${app_role};

create table platform_todo_notice (
  id        bigint generated always as identity constraint platform_todo_notice_pk primary key,
  tenant_id varchar(12)  not null constraint platform_todo_notice_tenant_fk references platform_tenant (code),
  kind      varchar(4)   not null,
  todo_key  varchar(160) not null,
  to_person uuid,
  by_person uuid         not null,
  by_name   varchar(60)  not null,
  title_key varchar(80)  not null,
  subject   varchar(200) not null,
  path      varchar(300) not null,
  at        timestamptz  not null,
  seen_at   timestamptz,
  constraint platform_todo_notice_kind_ck check (kind in ('URGE', 'COPY') and (kind = 'URGE' or to_person is not null))
);
comment on table platform_todo_notice is '催办与抄送：催办不指定人时催所有能办的人';
create index platform_todo_notice_key_ix on platform_todo_notice (tenant_id, todo_key, id) where kind = 'URGE';
create index platform_todo_notice_to_ix on platform_todo_notice (tenant_id, to_person, id) where kind = 'COPY' and seen_at is null;
select jf_protect('platform_todo_notice');
revoke delete on platform_todo_notice from ${app_role};
