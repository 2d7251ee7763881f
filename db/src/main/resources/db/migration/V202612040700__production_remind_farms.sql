-- What farms were told of the tasks of their standard, questions that nobody answered in time, and what is ready for the archive.

create table production_task_reminder (
  tenant_id   varchar(12) not null constraint production_task_reminder_tenant_fk references platform_tenant (code),
  planting_id uuid        not null,
  standard_id uuid        not null,
  task_no     integer     not null,
  told_on     date        not null,
  constraint production_task_reminder_pk primary key (tenant_id, planting_id, standard_id, task_no),
  constraint production_task_reminder_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id),
  constraint production_task_reminder_task_fk foreign key (tenant_id, standard_id, task_no)
    references production_standard_task (tenant_id, standard_id, no)
);
comment on table production_task_reminder is '已提醒过农户的农事：种植批次所照标准的每件农事只提醒一次';
create index production_task_reminder_task_ix on production_task_reminder (tenant_id, standard_id, task_no);
select jf_protect('production_task_reminder');
revoke update, delete on production_task_reminder from ${app_role};

alter table production_consult
  add column escalated_at timestamptz,
  add constraint production_consult_escalated_ck check (escalated_at is null or escalated_at >= opened_at);
comment on column production_consult.escalated_at is '超过答复时限没有人答复，催办并告知农户的时间；一次问诊只催一次';
create index production_consult_unanswered_ix on production_consult (tenant_id, opened_at)
  where answered_at is null and escalated_at is null and state in ('WAITING', 'TAKEN', 'DIAGNOSING');

create index production_planting_finished_ix on production_planting (tenant_id, ended_on, id) where state = 'FINISHED';
