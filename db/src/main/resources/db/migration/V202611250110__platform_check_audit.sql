create table platform_audit_check (
  id         bigint generated always as identity constraint platform_audit_check_pk primary key,
  tenant_id  varchar(12) not null constraint platform_audit_check_tenant_fk references platform_tenant (code),
  at         timestamptz not null default clock_timestamp(),
  sealed     bigint      not null,
  unsealed   bigint      not null,
  broken_at  bigint,
  lost_seal  bigint,
  by_login   varchar(80) not null,
  constraint platform_audit_check_count_ck check (sealed >= 0 and unsealed >= 0)
);
comment on table platform_audit_check is '审计链核验结果：核到第几枚封签、尚未封签几条、哪一条被改过（-1 为尾部缺失）、与库外留存的哪枚封签不符';
create index platform_audit_check_tenant_ix on platform_audit_check (tenant_id, id desc);
select jf_protect('platform_audit_check');
revoke update, delete on platform_audit_check from ${app_role};

create index platform_audit_login_ix on platform_audit (tenant_id, login, id);
create index platform_audit_at_ix on platform_audit (tenant_id, at);
create index platform_job_run_done_ix on platform_job_run (tenant_id, job, business_date) where outcome = 'DONE';
