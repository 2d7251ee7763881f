create table platform_todo_assignment (
  id          bigint generated always as identity constraint platform_todo_assignment_pk primary key,
  tenant_id   varchar(12)  not null constraint platform_todo_assignment_tenant_fk references platform_tenant (code),
  todo_key    varchar(160) not null,
  from_person uuid         not null,
  from_name   varchar(60)  not null,
  to_person   uuid         not null,
  to_name     varchar(60)  not null,
  note        varchar(200) not null default '',
  handed_at   timestamptz  not null,
  opened_at   timestamptz,
  ended_at    timestamptz,
  constraint platform_todo_assignment_person_ck check (from_person <> to_person)
);
comment on table platform_todo_assignment is '待办转交：转给谁、何时打开；打开前可收回';
create unique index platform_todo_assignment_live_uq on platform_todo_assignment (tenant_id, todo_key) where ended_at is null;
select jf_protect('platform_todo_assignment');
revoke delete on platform_todo_assignment from ${app_role};
