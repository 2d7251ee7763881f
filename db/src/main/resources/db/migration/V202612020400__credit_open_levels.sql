-- What a bank's machine may call in earnest, level by level: two people open a level once the bank's twin has made each
-- call of it in the sandbox and handled each failure there.
create table credit_level_requirement (
  requirement varchar(24) not null constraint credit_level_requirement_pk primary key,
  level       int         not null constraint credit_level_requirement_level_ck check (level between 1 and 3)
);
comment on table credit_level_requirement is '每一级上线要做对的调用和要处理好的故障（REFUSAL_ 开头），与程序里的清单一致';
insert into credit_level_requirement (requirement, level) values
  ('TOKEN', 1), ('EVENTS', 1), ('CASES', 1), ('CASE_FILE', 1), ('SIGNATURE', 1), ('RECEIPT', 1), ('DECISION', 1),
  ('LOAN', 1), ('TRANSACTION', 1), ('REPEAT', 1),
  ('REFUSAL_RATE_LIMITED', 1), ('REFUSAL_FAILED', 1), ('REFUSAL_ANSWER_LOST', 1), ('REFUSAL_IN_PROGRESS', 1),
  ('REFUSAL_TOO_SLOW', 1), ('REFUSAL_TOKEN_ENDED', 1), ('REFUSAL_WRONG_STATE', 1), ('REFUSAL_TOO_MUCH', 1),
  ('REFUSAL_RULE', 1),
  ('CONTRACT', 2), ('MIRROR', 2), ('BOOKING', 2), ('PLATFORM_KEYS', 2), ('OWN_KEY', 2),
  ('ENDPOINT', 3), ('SECRET', 3), ('WEBHOOK', 3), ('REPLAY', 3);
revoke insert, update, delete on credit_level_requirement from ${app_role};

create table credit_sandbox_refusal (
  tenant_id  varchar(12)  not null constraint credit_sandbox_refusal_tenant_fk references platform_tenant (code),
  client_id  varchar(60)  not null,
  failure    varchar(16)  not null,
  path       varchar(200) not null,
  key        varchar(64)  not null,
  same_key   boolean      not null,
  seen_at    timestamptz  not null default clock_timestamp(),
  handled_at timestamptz,
  constraint credit_sandbox_refusal_pk primary key (tenant_id, client_id, failure)
);
comment on table credit_sandbox_refusal is '联调沙箱：银行的机器遇到过的每种故障，之后有没有处理好';
comment on column credit_sandbox_refusal.same_key is '暂时的故障要用同一个幂等键重发成功；不会过去的故障要换内容再报成功';
select jf_protect('credit_sandbox_refusal');
revoke delete on credit_sandbox_refusal from ${app_role};
create trigger credit_sandbox_refusal_only_tr before insert or update on credit_sandbox_refusal
  for each row execute function jf_sandbox_only();

-- That an address took a message once stays so, whatever becomes of a later try of the same message.
alter table credit_webhook_delivery add column taken_at timestamptz;
comment on column credit_webhook_delivery.taken_at is '银行第一次收下（2xx）的时刻；重推失败也不抹掉';
update credit_webhook_delivery set taken_at = last_at where last_code between 200 and 299;
create function jf_webhook_taken() returns trigger language plpgsql as $$
begin
  if new.last_code between 200 and 299 then
    new.taken_at := coalesce(new.taken_at, new.last_at);
  end if;
  return new;
end $$;
create trigger credit_webhook_delivery_taken_tr before insert or update on credit_webhook_delivery
  for each row execute function jf_webhook_taken();

-- The runs of a bank's twin lie in another federation, the sandbox; nothing else of it can be read this way.
create function jf_twin_runs(client varchar) returns table (requirement varchar, at timestamptz)
language sql stable security definer set search_path from current as $$
  select s.step, s.passed_at from credit_partner_step s join platform_tenant t on t.code = s.tenant_id and t.sandbox
   where s.client_id = client || '-test'
  union all
  select 'REFUSAL_' || f.failure, f.handled_at from credit_sandbox_refusal f
   where f.client_id = client || '-test' and f.handled_at is not null
  union all
  select 'WEBHOOK', min(d.taken_at) from credit_webhook_delivery d
    join platform_tenant t on t.code = d.tenant_id and t.sandbox
    join credit_webhook_endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
    join credit_bank b on b.tenant_id = e.tenant_id and b.id = e.bank_id
   where b.client_id = client || '-test'
  having min(d.taken_at) is not null
$$;
comment on function jf_twin_runs(varchar) is '一家银行的沙箱分身已经做对的调用和处理好的故障';
revoke execute on function jf_twin_runs(varchar) from public;
grant execute on function jf_twin_runs(varchar) to ${app_role};

create table credit_bank_level (
  id             uuid         not null constraint credit_bank_level_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_bank_level_tenant_fk references platform_tenant (code),
  version        bigint       not null default 0,
  bank_id        uuid         not null,
  level          int          not null,
  basis          varchar(8)   not null default 'RUNS',
  state          varchar(8)   not null,
  proposed_by    uuid,
  proposed_name  varchar(60),
  proposed_at    timestamptz,
  confirmed_by   uuid,
  confirmed_name varchar(60),
  confirmed_at   timestamptz,
  ended_by       uuid,
  ended_name     varchar(60),
  ended_at       timestamptz,
  reason         varchar(200),
  constraint credit_bank_level_tid_uq unique (tenant_id, id),
  constraint credit_bank_level_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_bank_level_level_ck check (level between 1 and 3),
  constraint credit_bank_level_basis_ck check (basis in ('RUNS', 'DEMO', 'BEFORE')),
  constraint credit_bank_level_state_ck check (state in ('PROPOSED', 'LIVE', 'ENDED')),
  constraint credit_bank_level_proposed_ck check (num_nonnulls(proposed_by, proposed_name, proposed_at) in (0, 3)
    and (basis <> 'RUNS' or proposed_by is not null)),
  constraint credit_bank_level_confirmed_ck check (num_nonnulls(confirmed_by, confirmed_name, confirmed_at) in (0, 3)
    and (basis <> 'RUNS' or state <> 'LIVE' or confirmed_by is not null)),
  constraint credit_bank_level_two_people_ck check (confirmed_by <> proposed_by),
  constraint credit_bank_level_ended_ck check ((state = 'ENDED') = (ended_at is not null)
    and num_nonnulls(ended_by, ended_name, ended_at, reason) in (0, 4))
);
comment on table credit_bank_level is '银行接口按级上线：一人提出、另一人确认；同级的沙箱联调没做完不能提出；停用后接口当场关上';
comment on column credit_bank_level.basis is 'RUNS 联调做完；DEMO 演示数据；BEFORE 分级以前就在用';
create unique index credit_bank_level_open_uq on credit_bank_level (tenant_id, bank_id, level) where state <> 'ENDED';
select jf_protect('credit_bank_level');
revoke delete on credit_bank_level from ${app_role};

-- Banks that work already go on working.
insert into credit_bank_level (id, tenant_id, bank_id, level, basis, state)
select gen_random_uuid(), b.tenant_id, b.id, l.level, 'BEFORE', 'LIVE'
  from credit_bank b join platform_tenant t on t.code = b.tenant_id and not t.sandbox cross join generate_series(1, 3) l (level);

create function jf_bank_level_proved() returns trigger language plpgsql as $$
declare
  client varchar;
begin
  -- one change of a bank's levels at a time
  perform 1 from credit_bank b where b.tenant_id = new.tenant_id and b.id = new.bank_id for update;
  if tg_op = 'UPDATE' and old.state = 'ENDED' then
    raise exception 'an ended level stays ended: credit_bank_level_final_ck'
      using errcode = 'check_violation', constraint = 'credit_bank_level_final_ck';
  end if;
  if new.state = 'ENDED' then
    if exists (select 1 from credit_bank_level l where l.tenant_id = new.tenant_id and l.bank_id = new.bank_id
                 and l.level > new.level and l.state = 'LIVE') and old.state = 'LIVE' then
      raise exception 'a higher level is live: credit_bank_level_order_ck'
        using errcode = 'check_violation', constraint = 'credit_bank_level_order_ck';
    end if;
    return new;
  end if;
  if new.level > 1 and not exists (select 1 from credit_bank_level l where l.tenant_id = new.tenant_id
        and l.bank_id = new.bank_id and l.level = new.level - 1 and l.state = 'LIVE') then
    raise exception 'the level below is not live: credit_bank_level_order_ck'
      using errcode = 'check_violation', constraint = 'credit_bank_level_order_ck';
  end if;
  if new.basis <> 'RUNS' then
    if not exists (select 1 from platform_tenant t where t.code = new.tenant_id and t.demo and new.basis = 'DEMO') then
      raise exception 'only in a demo: credit_bank_level_proved_ck'
        using errcode = 'check_violation', constraint = 'credit_bank_level_proved_ck';
    end if;
    return new;
  end if;
  select b.client_id into client from credit_bank b where b.tenant_id = new.tenant_id and b.id = new.bank_id;
  if exists (select 1 from credit_level_requirement r where r.level = new.level
        and not exists (select 1 from jf_twin_runs(client) x where x.requirement = r.requirement)) then
    raise exception 'not every run of the level is there: credit_bank_level_proved_ck'
      using errcode = 'check_violation', constraint = 'credit_bank_level_proved_ck';
  end if;
  return new;
end $$;
create trigger credit_bank_level_proved_tr before insert or update on credit_bank_level
  for each row execute function jf_bank_level_proved();
