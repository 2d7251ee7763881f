-- Letters on paper and on the phone: what the federation recommends and what the guarantor intends, signed, with a code
-- by which anybody who holds one can ask whether it stands. Whether it does follows from the case, so it is not kept.
create table credit_letter (
  id             uuid         not null constraint credit_letter_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_letter_tenant_fk references platform_tenant (code),
  version        bigint       not null default 0,
  kind           varchar(20)  not null,
  letter_no      varchar(20)  not null,
  verify_code    varchar(20)  not null,
  application_id uuid         not null,
  member_id      uuid         not null,
  holder         varchar(100) not null,
  bank           varchar(100) not null,
  amount         numeric(18,2) not null,
  body           text         not null,
  sha256         varchar(64)  not null,
  signature_kid  varchar(60)  not null,
  signature      varchar(200) not null,
  prepared_by    varchar(60)  not null,
  reviewed_by    varchar(60)  not null,
  issued_at      timestamptz  not null,
  valid_to       date         not null,
  scan_file      uuid,
  scan_sha256    varchar(64),
  scanned_by     varchar(60),
  scanned_at     timestamptz,
  constraint credit_letter_tid_uq unique (tenant_id, id),
  constraint credit_letter_no_uq unique (tenant_id, kind, letter_no),
  constraint credit_letter_code_uq unique (tenant_id, verify_code),
  constraint credit_letter_application_fk foreign key (tenant_id, application_id)
    references credit_application (tenant_id, id),
  constraint credit_letter_scan_fk foreign key (tenant_id, scan_file) references platform_file (tenant_id, id),
  constraint credit_letter_kind_ck check (kind in ('RECOMMENDATION', 'GUARANTEE')),
  constraint credit_letter_amount_ck check (amount > 0),
  constraint credit_letter_scan_ck check (num_nonnulls(scan_file, scan_sha256, scanned_by, scanned_at) in (0, 4))
);
comment on table credit_letter is '推荐函与担保意向函：正文、散列、平台签名和验证码；是否有效按案子现在的状态算，不另存';
comment on column credit_letter.scan_file is '打印盖章后扫描传回的纸质件';
create index credit_letter_member_ix on credit_letter (tenant_id, member_id, id desc);
create index credit_letter_application_ix on credit_letter (tenant_id, application_id, id);
select jf_protect('credit_letter');
revoke delete on credit_letter from ${app_role};

create function jf_letter_kept() returns trigger language plpgsql as $$
begin
  raise exception 'a letter stays as it was signed: credit_letter_kept_ck'
    using errcode = 'check_violation', constraint = 'credit_letter_kept_ck';
end $$;
create trigger credit_letter_kept_tr before update on credit_letter for each row
  when ((new.kind, new.letter_no, new.verify_code, new.application_id, new.holder, new.bank, new.amount, new.body,
         new.sha256, new.signature, new.signature_kid, new.issued_at, new.valid_to)
    is distinct from (old.kind, old.letter_no, old.verify_code, old.application_id, old.holder, old.bank, old.amount,
         old.body, old.sha256, old.signature, old.signature_kid, old.issued_at, old.valid_to)
    or (old.scan_file is not null and new.scan_file is distinct from old.scan_file))
  execute function jf_letter_kept();
