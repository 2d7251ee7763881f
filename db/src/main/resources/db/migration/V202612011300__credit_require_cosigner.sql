-- Who has to sign with the borrower is a term of the product (R45); and who agreed may take it back until a contract
-- is signed.
alter table credit_product add column cosigner varchar(24) not null default 'NONE';
alter table credit_product add constraint credit_product_cosigner_ck
  check (cosigner in ('NONE', 'SPOUSE', 'SPOUSE_OR_CO_BORROWER'));
comment on column credit_product.cosigner is '必须由谁一起签：不要求、配偶、配偶或共同借款人；没有本人同意提交不了';

create or replace function jf_product_kept() returns trigger language plpgsql as $$
begin
  if old.status <> 'DRAFT' and (new.code, new.edition, new.name, new.guarantee_kind, new.min_amount, new.max_amount,
      new.member_cap, new.min_months, new.max_months, new.methods, new.lpr_on, new.lpr_percent, new.spread_bp,
      new.guarantee_fee_percent, new.guarantee_percent, new.premium_percent, new.min_grade, new.conditions, new.bring,
      new.pre_review_days, new.due_diligence_days, new.guarantee_days, new.bank_days, new.signing_days, new.cosigner)
    is distinct from (old.code, old.edition, old.name, old.guarantee_kind, old.min_amount, old.max_amount,
      old.member_cap, old.min_months, old.max_months, old.methods, old.lpr_on, old.lpr_percent, old.spread_bp,
      old.guarantee_fee_percent, old.guarantee_percent, old.premium_percent, old.min_grade, old.conditions, old.bring,
      old.pre_review_days, old.due_diligence_days, old.guarantee_days, old.bank_days, old.signing_days, old.cosigner)
  then
    raise exception using errcode = 'check_violation', constraint = 'credit_product_kept_ck',
      message = 'violates check constraint "credit_product_kept_ck"';
  end if;
  return new;
end $$;

alter table credit_case_party drop constraint credit_case_party_state_ck;
alter table credit_case_party add constraint credit_case_party_state_ck
  check (state in ('ASKED', 'AGREED', 'DECLINED', 'WITHDRAWN', 'REMOVED'));
alter table credit_case_party add column withdrawn_at timestamptz;
comment on column credit_case_party.withdrawn_at is '本人在提交以后、签合同以前撤回同意的时间；当初同意的内容留作凭据';
alter table credit_case_party add constraint credit_case_party_withdrawn_ck check (case when state = 'WITHDRAWN'
  then num_nulls(text_version, text_sha256, id_sealed, answered_at, withdrawn_at) = 0 else withdrawn_at is null end);

drop trigger credit_case_party_kept_tr on credit_case_party;
create trigger credit_case_party_kept_tr before update on credit_case_party
  for each row when (old.state = 'REMOVED' or new.role <> old.role or new.name <> old.name
    or new.mobile_index <> old.mobile_index or (old.state = 'AGREED' and new.state in ('AGREED', 'WITHDRAWN')
    and (new.text_sha256, new.id_sealed, new.answered_at) is distinct from
        (old.text_sha256, old.id_sealed, old.answered_at)))
  execute function jf_case_party_kept();

-- No step forward at the federation, at the guarantor or into a contract on a signature that does not stand. What a bank
-- has booked afterwards is a fact and passes.
create function jf_application_signed() returns trigger language plpgsql as $$
declare
  wanted varchar;
begin
  if exists (select 1 from credit_case_party y where y.tenant_id = new.tenant_id and y.application_id = new.id
               and y.state not in ('AGREED', 'REMOVED')) then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_parties_ck',
      message = 'violates check constraint "credit_application_parties_ck"';
  end if;
  if old.status in ('DRAFT', 'RETURNED') then
    select p.cosigner into wanted from credit_product p where p.tenant_id = new.tenant_id and p.id = new.product_id;
    if wanted <> 'NONE' and not exists (select 1 from credit_case_party y where y.tenant_id = new.tenant_id
        and y.application_id = new.id and y.state = 'AGREED'
        and (y.role = 'SPOUSE' or (wanted = 'SPOUSE_OR_CO_BORROWER' and y.role = 'CO_BORROWER'))) then
      raise exception using errcode = 'check_violation', constraint = 'credit_application_cosigner_ck',
        message = 'violates check constraint "credit_application_cosigner_ck"';
    end if;
  end if;
  return new;
end $$;
create trigger credit_application_signed before update of status on credit_application
  for each row when (new.status <> old.status and new.status in
    ('SUBMITTED', 'DUE_DILIGENCE', 'GUARANTEE_APPROVAL', 'READY', 'DISPATCHED', 'CONTRACTED'))
  execute function jf_application_signed();
