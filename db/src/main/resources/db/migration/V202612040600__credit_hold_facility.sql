-- A bank asks whether an amount fits its umbrella and has it kept back from new applications for a quarter of an
-- hour. What is held ends by itself. What is promised from an umbrella leaves what is held; what a bank has paid out
-- is a fact and is taken down whatever is held.
create table credit_facility_hold (
  id          uuid          not null constraint credit_facility_hold_pk primary key,
  tenant_id   varchar(12)   not null constraint credit_facility_hold_tenant_fk references platform_tenant (code),
  facility_id uuid          not null,
  amount      numeric(18,2) not null,
  made_at     timestamptz   not null,
  held_until  timestamptz   not null,
  constraint credit_facility_hold_facility_fk foreign key (tenant_id, facility_id) references credit_facility (tenant_id, id),
  constraint credit_facility_hold_amount_ck check (amount > 0),
  constraint credit_facility_hold_until_ck check (held_until > made_at and held_until <= made_at + interval '15 minutes')
);
comment on table credit_facility_hold is '银行查询总额度时预留的金额（元），最长十五分钟，到时自动失效，过期的行在下一次查询时删除';
create index credit_facility_hold_facility_ix on credit_facility_hold (tenant_id, facility_id, held_until);
select jf_protect('credit_facility_hold');
revoke update on credit_facility_hold from ${app_role};

create function jf_facility_held(of_tenant varchar, of_facility uuid) returns numeric language sql volatile as $$
  select coalesce(sum(h.amount), 0) from credit_facility_hold h
   where h.tenant_id = of_tenant and h.facility_id = of_facility and h.held_until > clock_timestamp()
$$;
comment on function jf_facility_held is '总额度中银行查询时预留、还没到时的金额合计，元';

create function jf_facility_hold_fits() returns trigger language plpgsql as $$
declare
  u credit_facility%rowtype;
begin
  select * into u from credit_facility f where f.tenant_id = new.tenant_id and f.id = new.facility_id for update;
  if u.kind <> 'UMBRELLA' or u.status <> 'ACTIVE'
      or u.reserved + u.used + jf_facility_held(new.tenant_id, new.facility_id) > u.amount then
    raise exception using errcode = 'check_violation', constraint = 'credit_facility_held_ck',
      message = 'violates check constraint "credit_facility_held_ck"';
  end if;
  return null;
end $$;
create trigger credit_facility_hold_fits after insert on credit_facility_hold
  for each row execute function jf_facility_hold_fits();

create function jf_facility_leaves_held() returns trigger language plpgsql as $$
begin
  if new.reserved + new.used + jf_facility_held(new.tenant_id, new.id) > new.amount then
    raise exception using errcode = 'check_violation', constraint = 'credit_facility_held_ck',
      message = 'violates check constraint "credit_facility_held_ck"';
  end if;
  return null;
end $$;
create trigger credit_facility_leaves_held after update of reserved on credit_facility
  for each row when (new.kind = 'UMBRELLA' and new.reserved > old.reserved) execute function jf_facility_leaves_held();
