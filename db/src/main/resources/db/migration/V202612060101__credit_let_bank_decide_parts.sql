-- A part of an umbrella is the bank's to agree to, as the umbrella is: in force it carries the number of the bank's
-- approval, whoever typed it. What came into force before stands on the umbrella's own approval.
alter table credit_facility_share add column bank_document varchar(60);
alter table credit_facility_share add column reason varchar(400);
update credit_facility_share s set bank_document = coalesce(u.bank_document, '-')
  from credit_facility u
 where u.tenant_id = s.tenant_id and u.id = s.umbrella_id and s.status in ('IN_FORCE', 'ENDED');
update credit_facility_share set reason = '-' where status = 'REFUSED';
alter table credit_facility_share add constraint credit_facility_share_bank_ck check (
  (status in ('IN_FORCE', 'ENDED')) = (bank_document is not null) and (status = 'REFUSED') = (reason is not null));
comment on column credit_facility_share.bank_document is '银行同意这个分项的批复文号；有效的必有';
comment on column credit_facility_share.reason is '没有通过的原因';

-- Never more than the umbrella; in force only under an umbrella that is, and never less than is used of it. Under the
-- umbrella's lock, so that an application at the same moment counts.
create function jf_facility_share_fits() returns trigger language plpgsql as $$
declare
  u credit_facility%rowtype;
begin
  select * into u from credit_facility f where f.tenant_id = new.tenant_id and f.id = new.umbrella_id for update;
  if u.kind <> 'UMBRELLA' or new.amount > u.amount
      or (new.status = 'IN_FORCE' and (u.status not in ('ACTIVE', 'FROZEN')
        or jf_facility_part_used(new.tenant_id, new.umbrella_id, new.product_code, new.township) > new.amount)) then
    raise exception using errcode = 'check_violation', constraint = 'credit_facility_share_fits_ck',
      message = 'violates check constraint "credit_facility_share_fits_ck"';
  end if;
  return null;
end $$;
create trigger credit_facility_share_fits after insert or update of status, amount on credit_facility_share
  for each row when (new.status in ('PROPOSED', 'IN_FORCE')) execute function jf_facility_share_fits();

-- What was decided stays as it was decided; a newer part ends it.
create function jf_facility_share_final() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'check_violation', constraint = 'credit_facility_share_final_ck',
    message = 'violates check constraint "credit_facility_share_final_ck"';
end $$;
create trigger credit_facility_share_final before update on credit_facility_share
  for each row when ((new.umbrella_id, new.product_code, new.township, new.amount, new.proposed_by)
      is distinct from (old.umbrella_id, old.product_code, old.township, old.amount, old.proposed_by)
    or old.status in ('REFUSED', 'ENDED')
    or (old.status = 'IN_FORCE' and (new.status <> 'ENDED'
      or (new.bank_document, new.decided_by) is distinct from (old.bank_document, old.decided_by))))
  execute function jf_facility_share_final();

-- A bank whose people work in twos decides on its umbrellas in twos as well.
alter table credit_bank_draft alter column case_no drop not null;
alter table credit_bank_draft add column facility_id uuid;
alter table credit_bank_draft add column share_id uuid;
alter table credit_bank_draft drop constraint credit_bank_draft_act_ck;
alter table credit_bank_draft add constraint credit_bank_draft_act_ck
  check (act in ('APPROVAL', 'DECLINE', 'CONTRACT', 'DISBURSEMENT', 'FACILITY'));
alter table credit_bank_draft add constraint credit_bank_draft_about_ck
  check (num_nonnulls(case_no, facility_id, share_id) = 1 and (act = 'FACILITY') = (case_no is null));
alter table credit_bank_draft add constraint credit_bank_draft_facility_fk
  foreign key (tenant_id, facility_id) references credit_facility (tenant_id, id);
alter table credit_bank_draft add constraint credit_bank_draft_share_fk
  foreign key (tenant_id, share_id) references credit_facility_share (tenant_id, id);
comment on column credit_bank_draft.facility_id is '录入的是对这个总额度的决定';
comment on column credit_bank_draft.share_id is '录入的是对这个分项限额的决定';
create unique index credit_bank_draft_facility_uq on credit_bank_draft (tenant_id, facility_id) where state = 'ENTERED';
create unique index credit_bank_draft_share_uq on credit_bank_draft (tenant_id, share_id) where state = 'ENTERED';
create index credit_bank_draft_facility_ix on credit_bank_draft (tenant_id, facility_id) where facility_id is not null;
create index credit_bank_draft_share_ix on credit_bank_draft (tenant_id, share_id) where share_id is not null;
drop trigger credit_bank_draft_final_tr on credit_bank_draft;
create trigger credit_bank_draft_final_tr before update on credit_bank_draft
  for each row when (old.state <> 'ENTERED'
    or (new.content, new.act, new.case_no, new.facility_id, new.share_id, new.bank_id, new.entered_by)
    is distinct from (old.content, old.act, old.case_no, old.facility_id, old.share_id, old.bank_id, old.entered_by))
  execute function jf_bank_draft_final();
