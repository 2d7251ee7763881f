-- How a product turns days into interest, what becomes of a first period that is no whole month, with which kinds of
-- signature its consent counts (R11), and whether its letters have to be stamped (R10) are terms of the edition.
alter table credit_product
  add column day_count          varchar(16) not null default 'ACT_360',
  add column first_period       varchar(24) not null default 'WITH_FIRST_INSTALMENT',
  add column consent_signatures varchar(80) not null default 'PHONE,COUNTER_PAPER',
  add column stamped            boolean     not null default false,
  add constraint credit_product_day_count_ck
    check (day_count in ('ACT_360', 'ACT_365', 'THIRTY_360', 'THIRTY_E_360', 'ACT_ACT', 'WHOLE_MONTHS')),
  add constraint credit_product_first_period_ck check (first_period in ('WITH_FIRST_INSTALMENT', 'INTEREST_ALONE')),
  add constraint credit_product_signatures_ck
    check (consent_signatures in ('PHONE', 'COUNTER_PAPER', 'PHONE,COUNTER_PAPER'));
comment on column credit_product.day_count is '按天计息的算法：实际天数除以 360、365、每年实际天数，或每月按 30 天，或整月加零头天';
comment on column credit_product.first_period is '首期不是整月时：随第一期一起收按天的利息，或先单独收一次利息再开始分期';
comment on column credit_product.consent_signatures is '授权书可以怎样签：本人手机、柜台纸质，或两样都行';
comment on column credit_product.stamped is '函件要打印盖章、扫描传回才算出具；在那以前案子发不到银行';

-- From its proposal on everything of an edition stays, but for its way into force and out of it, its place in the list and
-- why it was made.
create or replace function jf_product_kept() returns trigger language plpgsql as $$
declare
  moves constant text[] := array['version', 'status', 'place', 'note', 'valid_from', 'valid_to', 'proposed_by',
    'proposed_name', 'proposed_at', 'approved_by', 'approved_name', 'approved_at'];
begin
  if old.status <> 'DRAFT' and to_jsonb(new) - moves <> to_jsonb(old) - moves then
    raise exception using errcode = 'check_violation', constraint = 'credit_product_kept_ck',
      message = 'violates check constraint "credit_product_kept_ck"';
  end if;
  return new;
end $$;

-- No application goes out on a consent signed otherwise than its product allows.
create function jf_application_consent_signed() returns trigger language plpgsql as $$
begin
  if exists (select 1 from credit_product p join credit_consent c on c.tenant_id = p.tenant_id
              where p.tenant_id = new.tenant_id and p.id = new.product_id and c.id = new.consent_id
                and not c.signature_kind = any (string_to_array(p.consent_signatures, ','))) then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_signature_ck',
      message = 'violates check constraint "credit_application_signature_ck"';
  end if;
  return new;
end $$;
create trigger credit_application_consent_signed before update of status on credit_application
  for each row when (new.status <> old.status and new.status = 'SUBMITTED')
  execute function jf_application_consent_signed();

-- A letter that has to be stamped is issued when its scan is back; before, no bank gets the case.
alter table credit_letter add column needs_stamp boolean not null default false;
comment on column credit_letter.needs_stamp is '要盖章扫描传回才算出具';
drop trigger credit_letter_kept_tr on credit_letter;
create trigger credit_letter_kept_tr before update on credit_letter for each row
  when ((new.kind, new.letter_no, new.verify_code, new.application_id, new.holder, new.bank, new.amount, new.body,
         new.sha256, new.signature, new.signature_kid, new.issued_at, new.valid_to, new.needs_stamp)
    is distinct from (old.kind, old.letter_no, old.verify_code, old.application_id, old.holder, old.bank, old.amount,
         old.body, old.sha256, old.signature, old.signature_kid, old.issued_at, old.valid_to, old.needs_stamp)
    or (old.scan_file is not null and new.scan_file is distinct from old.scan_file))
  execute function jf_letter_kept();

create function jf_application_stamped() returns trigger language plpgsql as $$
begin
  if exists (select 1 from credit_letter l
              where l.tenant_id = new.tenant_id and l.application_id = new.id and l.needs_stamp
                and l.scan_file is null
                and (l.letter_no = new.recommendation_no or exists (select 1 from credit_guarantee g
                       where g.tenant_id = new.tenant_id and g.id = new.guarantee_id and g.letter_no = l.letter_no)))
  then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_stamped_ck',
      message = 'violates check constraint "credit_application_stamped_ck"';
  end if;
  return new;
end $$;
create trigger credit_application_stamped before update of status on credit_application
  for each row when (new.status <> old.status and new.status = 'DISPATCHED')
  execute function jf_application_stamped();
