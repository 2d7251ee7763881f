-- The second factor of staff, bank users and operators: a code of the telephone that changes every thirty seconds
-- (RFC 6238). The secret is sealed under its holder's key; recovery codes are kept as keyed hashes.
create table platform_second_factor (
  account_id   uuid         not null constraint platform_second_factor_pk primary key
    constraint platform_second_factor_account_fk references platform_account (id),
  tenant_id    varchar(12)  not null constraint platform_second_factor_tenant_fk references platform_tenant (code),
  algorithm    varchar(10)  not null default 'SHA1',
  secret       varchar(200) not null,
  enrolled_at  timestamptz,
  last_step    bigint       not null default 0,
  failures     int          not null default 0,
  locked_until timestamptz,
  constraint platform_second_factor_tid_uq unique (tenant_id, account_id),
  constraint platform_second_factor_algorithm_ck check (algorithm in ('SHA1', 'SHA256', 'SHA512')),
  constraint platform_second_factor_failures_ck check (failures between 0 and 5)
);
comment on table platform_second_factor is '第二因素（动态口令）；secret 用本人的密钥加密；enrolled_at 为空表示扫了码还没有验证过';
comment on column platform_second_factor.last_step is '用过的最后一个时间步（30 秒一步），同一个口令不能用第二次';
comment on column platform_second_factor.failures is '连续输错次数，满 5 次锁定 15 分钟';
select jf_protect('platform_second_factor');

-- A code counts once: the step only grows, until the secret itself is another.
create function jf_second_factor_forward() returns trigger language plpgsql as $$
begin
  raise exception 'a code of the second factor counts once: platform_second_factor_replay_ck'
    using errcode = 'check_violation', constraint = 'platform_second_factor_replay_ck';
end $$;
create trigger platform_second_factor_forward_tr before update on platform_second_factor
  for each row when (new.last_step < old.last_step and new.secret = old.secret)
  execute function jf_second_factor_forward();

create table platform_recovery_code (
  id         bigint generated always as identity constraint platform_recovery_code_pk primary key,
  tenant_id  varchar(12) not null,
  account_id uuid        not null,
  code_hash  varchar(60) not null,
  used_at    timestamptz,
  constraint platform_recovery_code_uq unique (tenant_id, account_id, code_hash),
  constraint platform_recovery_code_factor_fk foreign key (tenant_id, account_id)
    references platform_second_factor (tenant_id, account_id) on delete cascade
);
comment on table platform_recovery_code is '恢复码：手机不在身边时用，每个只能用一次，只存带密钥的散列';
select jf_protect('platform_recovery_code');

-- For which roles it is asked, and resets of a lost telephone: proposed by one, confirmed by another.
create table platform_second_factor_change (
  id            uuid         not null constraint platform_second_factor_change_pk primary key,
  tenant_id     varchar(12)  not null constraint platform_second_factor_change_tenant_fk references platform_tenant (code),
  version       bigint       not null default 0,
  kind          varchar(10)  not null,
  role          varchar(40),
  required      boolean,
  account_id    uuid,
  account_name  varchar(60),
  reason        varchar(200) not null,
  state         varchar(12)  not null,
  proposed_by   uuid         not null,
  proposed_name varchar(60)  not null,
  proposed_at   timestamptz  not null,
  closed_by     uuid,
  closed_name   varchar(60),
  closed_at     timestamptz,
  constraint platform_second_factor_change_tid_uq unique (tenant_id, id),
  constraint platform_second_factor_change_kind_ck check (kind in ('RULE', 'RESET')),
  constraint platform_second_factor_change_state_ck check (state in ('PROPOSED', 'CONFIRMED', 'DECLINED')),
  constraint platform_second_factor_change_what_ck check (case kind
    when 'RULE' then role is not null and required is not null and account_id is null and account_name is null
    else role is null and required is null and account_id is not null and account_name is not null end),
  constraint platform_second_factor_change_closed_ck check ((state = 'PROPOSED') = (closed_by is null)
    and (closed_by is null) = (closed_at is null) and (closed_by is null) = (closed_name is null)),
  constraint platform_second_factor_change_two_people_ck check (state <> 'CONFIRMED' or closed_by <> proposed_by)
);
comment on table platform_second_factor_change is '第二因素的变更：哪些角色要用（RULE）、手机丢失的重置（RESET）；一人提出，另一人确认后生效';
create unique index platform_second_factor_change_role_uq on platform_second_factor_change (tenant_id, role)
  where state = 'PROPOSED' and kind = 'RULE';
create unique index platform_second_factor_change_account_uq on platform_second_factor_change (tenant_id, account_id)
  where state = 'PROPOSED' and kind = 'RESET';
create index platform_second_factor_change_ix on platform_second_factor_change (tenant_id, role, id desc);
select jf_protect('platform_second_factor_change');
revoke delete on platform_second_factor_change from ${app_role};

-- Only roles that read may go without, and everybody in a demo, whose passwords stand on the log-in page anyway.
create function jf_second_factor_change_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state <> 'PROPOSED' then
    raise exception 'a closed change stays as it is: platform_second_factor_change_final_ck'
      using errcode = 'check_violation', constraint = 'platform_second_factor_change_final_ck';
  end if;
  if new.kind = 'RULE' and not new.required and new.role not in ('auditor', 'data.viewer')
     and not (select demo from platform_tenant where code = new.tenant_id) then
    raise exception 'this role keeps its second factor: platform_second_factor_change_minimum_ck'
      using errcode = 'check_violation', constraint = 'platform_second_factor_change_minimum_ck';
  end if;
  return new;
end $$;
create trigger platform_second_factor_change_guard_tr before insert or update on platform_second_factor_change
  for each row execute function jf_second_factor_change_guard();

-- Only one change of a role is open at a time and ids grow, so the last confirmed id is what holds. Without one it is
-- asked, and in a demo it is not.
create function jf_second_factor_required(tenant text, asked text) returns boolean stable language sql as $$
  select coalesce((select required from platform_second_factor_change
    where tenant_id = tenant and role = asked and state = 'CONFIRMED' order by id desc limit 1),
    (select not demo from platform_tenant where code = tenant))
$$;
