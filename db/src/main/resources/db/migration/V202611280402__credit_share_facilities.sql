-- An umbrella is proposed by one and confirmed by another with the bank's own number; parts of it are kept for a
-- product or a township. What members use of it never exceeds it, and of a part never the part: once more here,
-- under the umbrella's lock, where nobody can go round it.

alter table credit_facility add column status varchar(20) not null default 'ACTIVE';
alter table credit_facility alter column status drop default;
alter table credit_facility add column bank_document varchar(60);
alter table credit_facility add column proposed_by uuid;
alter table credit_facility add column proposed_name varchar(60);
alter table credit_facility add column proposed_at timestamptz;
alter table credit_facility add column decided_by uuid;
alter table credit_facility add column decided_name varchar(60);
alter table credit_facility add column decided_at timestamptz;
alter table credit_facility add column frozen_by uuid;
alter table credit_facility add constraint credit_facility_status_ck
  check (status in ('PROPOSED', 'ACTIVE', 'FROZEN', 'REFUSED') and (kind = 'UMBRELLA' or status = 'ACTIVE'));
alter table credit_facility add constraint credit_facility_eyes_ck check (decided_by <> proposed_by
  and (proposed_by is null or status = 'PROPOSED' or num_nonnulls(decided_by, decided_name, decided_at) = 3)
  and (proposed_by is null or status in ('PROPOSED', 'REFUSED') or bank_document is not null)
  and (status = 'FROZEN') = (frozen_by is not null));
alter table credit_facility add constraint credit_facility_unused_ck
  check (status in ('ACTIVE', 'FROZEN') or (reserved = 0 and used = 0));
comment on column credit_facility.status is '总额度：待确认 PROPOSED、有效 ACTIVE、冻结未用部分 FROZEN、未通过 REFUSED；子额度总是有效';
comment on column credit_facility.bank_document is '银行批复的文号';

alter table credit_application add column township varchar(12);
update credit_application a set township = left(m.division_code, 9)
  from member_member m where m.tenant_id = a.tenant_id and m.id = a.member_id;
comment on column credit_application.township is '申请时会员所在乡镇';
create index credit_application_facility_ix on credit_application (tenant_id, facility_id) where facility_id is not null;

create table credit_facility_share (
  id            uuid          not null constraint credit_facility_share_pk primary key,
  tenant_id     varchar(12)   not null constraint credit_facility_share_tenant_fk references platform_tenant (code),
  version       bigint        not null,
  umbrella_id   uuid          not null,
  product_code  varchar(30),
  township      varchar(12),
  amount        numeric(18,2) not null,
  status        varchar(20)   not null,
  proposed_by   uuid          not null,
  proposed_name varchar(60)   not null,
  proposed_at   timestamptz   not null,
  decided_by    uuid,
  decided_name  varchar(60),
  decided_at    timestamptz,
  constraint credit_facility_share_tenant_uq unique (tenant_id, id),
  constraint credit_facility_share_umbrella_fk foreign key (tenant_id, umbrella_id) references credit_facility (tenant_id, id),
  constraint credit_facility_share_key_ck check (num_nonnulls(product_code, township) = 1),
  constraint credit_facility_share_amount_ck check (amount >= 0),
  constraint credit_facility_share_status_ck check (status in ('PROPOSED', 'IN_FORCE', 'REFUSED', 'ENDED')),
  constraint credit_facility_share_eyes_ck check (decided_by <> proposed_by
    and (status = 'PROPOSED') = (decided_by is null) and num_nonnulls(decided_by, decided_name, decided_at) in (0, 3))
);
comment on table credit_facility_share is '总额度的分项限额：按产品或按乡镇，金额单位元；一人提出、另一人确认，新的顶替旧的';
create unique index credit_facility_share_force_uq on credit_facility_share (tenant_id, umbrella_id, coalesce(product_code, township))
  where status = 'IN_FORCE';
create unique index credit_facility_share_open_uq on credit_facility_share (tenant_id, umbrella_id, coalesce(product_code, township))
  where status = 'PROPOSED';
select jf_protect('credit_facility_share');

-- What a part of an umbrella is used for: what is kept for applications and what loans still owe.
create function jf_facility_part_used(of_tenant varchar, of_umbrella uuid, of_product varchar, of_township varchar) returns numeric
language sql stable as $$
  select coalesce(sum(case when a.reserved then a.amount else coalesce(l.outstanding, 0) end), 0)
    from credit_application a
    join credit_facility f on f.tenant_id = a.tenant_id and f.id = a.facility_id
    join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
    left join credit_loan l on l.tenant_id = a.tenant_id and l.id = a.loan_id
   where a.tenant_id = of_tenant and f.parent_id = of_umbrella
     and (of_product is null or p.code = of_product) and (of_township is null or a.township = of_township)
$$;
comment on function jf_facility_part_used is '总额度中某产品或某乡镇已占用与未还合计，元';

create function jf_facility_parts_hold() returns trigger language plpgsql as $$
declare
  umbrella uuid;
  part credit_facility_share%rowtype;
begin
  if not new.reserved or (tg_op = 'UPDATE' and old.reserved and old.amount >= new.amount) then
    return null;
  end if;
  select f.parent_id into umbrella from credit_facility f where f.tenant_id = new.tenant_id and f.id = new.facility_id;
  perform 1 from credit_facility f where f.tenant_id = new.tenant_id and f.id = umbrella for update;
  for part in
    select s.* from credit_facility_share s join credit_product p on p.tenant_id = s.tenant_id and p.id = new.product_id
     where s.tenant_id = new.tenant_id and s.umbrella_id = umbrella and s.status = 'IN_FORCE'
       and (s.product_code = p.code or s.township = new.township)
  loop
    if jf_facility_part_used(new.tenant_id, umbrella, part.product_code, part.township) > part.amount then
      raise exception using errcode = 'check_violation', constraint = 'credit_facility_part_ck',
        message = 'violates check constraint "credit_facility_part_ck"';
    end if;
  end loop;
  return null;
end $$;
create trigger credit_application_parts after insert or update of reserved, amount, facility_id on credit_application
  for each row execute function jf_facility_parts_hold();

-- The members' shares together stay within the umbrella; asked at the end of the transaction, when all rows are written.
create function jf_facility_members_within() returns trigger language plpgsql as $$
declare
  u credit_facility%rowtype;
  total numeric(18,2);
begin
  select * into u from credit_facility f
   where f.tenant_id = new.tenant_id and f.id = coalesce(new.parent_id, new.id) for update;
  select coalesce(sum(f.reserved + f.used), 0) into total from credit_facility f
   where f.tenant_id = new.tenant_id and f.parent_id = u.id;
  if total > u.amount then
    raise exception using errcode = 'check_violation', constraint = 'credit_facility_members_ck',
      message = 'violates check constraint "credit_facility_members_ck"';
  end if;
  return null;
end $$;
create constraint trigger credit_facility_members after insert or update of amount, reserved, used on credit_facility
  deferrable initially deferred for each row execute function jf_facility_members_within();
