-- A federation in which banks only try their programs. What is in it is made up and counts nowhere.
alter table platform_tenant add column sandbox boolean not null default false;
comment on column platform_tenant.sandbox is '联调沙箱：里面的会员、业务全是造的，不进任何统计';

create function jf_sandbox_only() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from platform_tenant where code = new.tenant_id and sandbox) then
    raise exception 'only in a sandbox: credit_sandbox_only_ck'
      using errcode = 'check_violation', constraint = 'credit_sandbox_only_ck';
  end if;
  return new;
end $$;

create table credit_sandbox_clock (
  tenant_id  varchar(12) not null constraint credit_sandbox_clock_tenant_fk references platform_tenant (code),
  client_id  varchar(60) not null,
  ahead_days integer     not null,
  moved_at   timestamptz not null default clock_timestamp(),
  constraint credit_sandbox_clock_pk primary key (tenant_id, client_id),
  constraint credit_sandbox_clock_ahead_ck check (ahead_days between 0 and 1096)
);
comment on table credit_sandbox_clock is '联调沙箱：一家银行的调用按前移多少天的日期办';
select jf_protect('credit_sandbox_clock');
create trigger credit_sandbox_clock_only_tr before insert or update on credit_sandbox_clock
  for each row execute function jf_sandbox_only();

create table credit_sandbox_failure (
  tenant_id varchar(12) not null constraint credit_sandbox_failure_tenant_fk references platform_tenant (code),
  hash      bytea       not null,
  at        timestamptz not null default clock_timestamp(),
  constraint credit_sandbox_failure_pk primary key (tenant_id, hash),
  constraint credit_sandbox_failure_hash_ck check (octet_length(hash) = 32)
);
comment on table credit_sandbox_failure is '联调沙箱：只出一次的故障，哪些请求已经出过';
create index credit_sandbox_failure_at_ix on credit_sandbox_failure (tenant_id, at);
select jf_protect('credit_sandbox_failure');
revoke update on credit_sandbox_failure from ${app_role};
create trigger credit_sandbox_failure_only_tr before insert on credit_sandbox_failure
  for each row execute function jf_sandbox_only();
