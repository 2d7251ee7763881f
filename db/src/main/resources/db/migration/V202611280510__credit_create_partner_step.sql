create table credit_partner_step (
  tenant_id  varchar(12) not null constraint credit_partner_step_tenant_fk references platform_tenant (code),
  client_id  varchar(60) not null,
  step       varchar(20) not null,
  passed_at  timestamptz not null default clock_timestamp(),
  request_id varchar(60),
  constraint credit_partner_step_pk primary key (tenant_id, client_id, step)
);
comment on table credit_partner_step is '联调：银行的机器第一次做对每种调用的时间';
select jf_protect('credit_partner_step');
revoke update, delete on credit_partner_step from ${app_role};
