-- db-scheduler's own table (its published PostgreSQL layout).
create table scheduled_tasks (
  task_name            text        not null,
  task_instance        text        not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean     not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures int,
  last_heartbeat       timestamptz,
  version              bigint      not null,
  priority             smallint,
  constraint scheduled_tasks_pk primary key (task_name, task_instance)
);
comment on table scheduled_tasks is '任务调度器的执行表，无租户数据';
create index scheduled_tasks_execution_ix on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat_ix on scheduled_tasks (last_heartbeat);

create table platform_job_run (
  id            bigint generated always as identity constraint platform_job_run_pk primary key,
  tenant_id     varchar(12)  not null constraint platform_job_run_tenant_fk references platform_tenant (code),
  job           varchar(60)  not null,
  business_date date         not null,
  started_at    timestamptz  not null default clock_timestamp(),
  ended_at      timestamptz,
  outcome       varchar(10)  not null,
  done_count    int          not null default 0,
  error_id      varchar(40),
  by_login      varchar(80)  not null,
  constraint platform_job_run_outcome_ck check (outcome in ('RUNNING', 'DONE', 'FAILED')),
  constraint platform_job_run_end_ck check ((outcome = 'RUNNING') = (ended_at is null)),
  constraint platform_job_run_error_ck check ((outcome = 'FAILED') = (error_id is not null))
);
comment on table platform_job_run is '定时任务每次运行的结果：任务、业务日期、起止、件数、错误编号';
create unique index platform_job_run_running_uq on platform_job_run (tenant_id, job, business_date) where outcome = 'RUNNING';
create index platform_job_run_job_ix on platform_job_run (tenant_id, job, id desc);
select jf_protect('platform_job_run');
revoke delete on platform_job_run from ${app_role};
