-- Products are the federation's own data: one drafts an edition, another puts it in force from a day, and from
-- the proposal on nothing of it changes. Applications keep the edition they were made with.

alter table credit_product add column status varchar(20) not null default 'IN_FORCE';
alter table credit_product alter column status drop default;
alter table credit_product alter column valid_from drop not null;
alter table credit_product add column place int not null default 50;
alter table credit_product add column guarantee_kind varchar(20);
update credit_product set guarantee_kind = case when guarantee_required then 'GUARANTOR' else 'NONE' end;
alter table credit_product alter column guarantee_kind set not null;
alter table credit_product add column premium_percent numeric(9,6) not null default 0;
alter table credit_product add column min_grade varchar(3) not null default 'BB';
alter table credit_product add column conditions varchar(500) not null default '';
alter table credit_product add column note varchar(400) not null default '';
alter table credit_product add column based_on uuid;
alter table credit_product add column drafted_by uuid;
alter table credit_product add column drafted_name varchar(60);
alter table credit_product add column drafted_at timestamptz;
alter table credit_product add column proposed_by uuid;
alter table credit_product add column proposed_name varchar(60);
alter table credit_product add column proposed_at timestamptz;
alter table credit_product add column approved_by uuid;
alter table credit_product add column approved_name varchar(60);
alter table credit_product add column approved_at timestamptz;
alter table credit_product add constraint credit_product_based_fk
  foreign key (tenant_id, based_on) references credit_product (tenant_id, id);
alter table credit_product add constraint credit_product_status_ck
  check (status in ('DRAFT', 'PROPOSED', 'IN_FORCE', 'ENDED', 'DISCARDED'));
alter table credit_product add constraint credit_product_kind_ck
  check (guarantee_kind in ('NONE', 'GUARANTOR', 'INSURER', 'POOL') and guarantee_required = (guarantee_kind = 'GUARANTOR')
    and premium_percent between 0 and 5 and (premium_percent = 0 or guarantee_kind in ('INSURER', 'POOL')));
alter table credit_product add constraint credit_product_grade_ck
  check (min_grade in ('AAA', 'AA', 'A', 'BBB', 'BB'));
-- 免担保: at most one million for one member over all of them.
alter table credit_product add constraint credit_product_unsecured_ck
  check (guarantee_kind <> 'NONE' or member_cap <= 1000000);
alter table credit_product add constraint credit_product_dates_ck check (
  (status in ('IN_FORCE', 'ENDED')) = (valid_from is not null)
  and (status <> 'ENDED' or valid_to is not null) and (valid_to is null or valid_to >= valid_from));
alter table credit_product add constraint credit_product_eyes_ck check (
  approved_by not in (drafted_by, proposed_by)
  and (drafted_by is null or status in ('DRAFT', 'DISCARDED') or proposed_by is not null)
  and (drafted_by is null or status in ('DRAFT', 'DISCARDED', 'PROPOSED') or approved_by is not null));
-- On one day one edition of a product.
alter table credit_product add constraint credit_product_edition_ex
  exclude using gist (tenant_id with =, code with =, daterange(valid_from, valid_to, '[]') with &&)
  where (status in ('IN_FORCE', 'ENDED'));
create unique index credit_product_next_uq on credit_product (tenant_id, code) where status in ('DRAFT', 'PROPOSED');
comment on table credit_product is '信贷产品版本：金额单位元，利率为年化百分数 = LPR + 基点/100，时限为工作日；一人起草、另一人启用，提请以后内容不改，另立新版';
comment on column credit_product.guarantee_kind is '担保方式：NONE 免担保，GUARANTOR 担保公司，INSURER 银行和保险共担，POOL 政府、银行、保险共担';
comment on column credit_product.premium_percent is '保费，贷款金额的年化百分数';
comment on column credit_product.place is '列出的先后，小的在前';

create function jf_product_kept() returns trigger language plpgsql as $$
begin
  if old.status <> 'DRAFT' and (new.code, new.edition, new.name, new.guarantee_kind, new.min_amount, new.max_amount,
      new.member_cap, new.min_months, new.max_months, new.methods, new.lpr_on, new.lpr_percent, new.spread_bp,
      new.guarantee_fee_percent, new.guarantee_percent, new.premium_percent, new.min_grade, new.conditions, new.bring,
      new.pre_review_days, new.due_diligence_days, new.guarantee_days, new.bank_days, new.signing_days)
    is distinct from (old.code, old.edition, old.name, old.guarantee_kind, old.min_amount, old.max_amount,
      old.member_cap, old.min_months, old.max_months, old.methods, old.lpr_on, old.lpr_percent, old.spread_bp,
      old.guarantee_fee_percent, old.guarantee_percent, old.premium_percent, old.min_grade, old.conditions, old.bring,
      old.pre_review_days, old.due_diligence_days, old.guarantee_days, old.bank_days, old.signing_days) then
    raise exception using errcode = 'check_violation', constraint = 'credit_product_kept_ck',
      message = 'violates check constraint "credit_product_kept_ck"';
  end if;
  return new;
end $$;
create trigger credit_product_kept before update on credit_product
  for each row execute function jf_product_kept();

-- The banks of an edition are part of it.
create function jf_product_banks_kept() returns trigger language plpgsql as $$
declare
  row_ credit_product_bank%rowtype;
begin
  if tg_op = 'DELETE' then row_ := old; else row_ := new; end if;
  if exists (select 1 from credit_product p where p.tenant_id = row_.tenant_id and p.id = row_.product_id
               and p.drafted_by is not null and p.status <> 'DRAFT') then
    raise exception using errcode = 'check_violation', constraint = 'credit_product_kept_ck',
      message = 'violates check constraint "credit_product_kept_ck"';
  end if;
  return row_;
end $$;
create trigger credit_product_banks_kept before insert or update or delete on credit_product_bank
  for each row execute function jf_product_banks_kept();
