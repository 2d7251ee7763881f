-- Who signs with the farm: spouse, co-borrower, counter-guarantor. Each gets a link of his own, reads the notice on his
-- own phone and agrees with a code sent to that phone; nobody agrees for another.
create table credit_case_party (
  id             uuid         not null constraint credit_case_party_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_case_party_tenant_fk references platform_tenant (code),
  version        bigint       not null default 0,
  application_id uuid         not null,
  role           varchar(20)  not null,
  name           varchar(60)  not null,
  mobile_sealed  varchar(200) not null,
  mobile_masked  varchar(20)  not null,
  mobile_index   varchar(60)  not null,
  state          varchar(12)  not null,
  token_hash     varchar(60)  not null,
  link_until     timestamptz  not null,
  added_by       uuid         not null,
  added_at       timestamptz  not null,
  code_hash      varchar(60),
  code_until     timestamptz,
  code_attempts  int          not null default 0,
  codes_sent     int          not null default 0,
  text_version   varchar(20),
  text_sha256    varchar(64),
  id_sealed      varchar(200),
  answered_at    timestamptz,
  reason         varchar(200),
  constraint credit_case_party_tid_uq unique (tenant_id, id),
  constraint credit_case_party_token_uq unique (tenant_id, token_hash),
  constraint credit_case_party_application_fk foreign key (tenant_id, application_id)
    references credit_application (tenant_id, id),
  constraint credit_case_party_role_ck check (role in ('SPOUSE', 'CO_BORROWER', 'GUARANTOR')),
  constraint credit_case_party_state_ck check (state in ('ASKED', 'AGREED', 'DECLINED', 'REMOVED')),
  constraint credit_case_party_agreed_ck check (state <> 'AGREED'
    or num_nulls(text_version, text_sha256, id_sealed, answered_at) = 0),
  constraint credit_case_party_asked_ck check (state <> 'ASKED'
    or num_nonnulls(text_version, text_sha256, id_sealed, answered_at) = 0),
  constraint credit_case_party_code_ck check ((code_hash is null) = (code_until is null)
    and code_attempts between 0 and 5 and codes_sent between 0 and 20)
);
comment on table credit_case_party is '一笔申请的共同签署人：配偶、共同借款人、反担保人；各自用自己的链接和手机验证码确认，别人不能代';
comment on column credit_case_party.token_hash is '链接的密文；链接只发到本人手机，库里不存原文';
comment on column credit_case_party.text_sha256 is '本人读到并同意的告知书全文的散列，金额、期限、银行都在其中；条件变了要重新同意';
create unique index credit_case_party_mobile_uq on credit_case_party (tenant_id, application_id, mobile_index)
  where state <> 'REMOVED';
create unique index credit_case_party_spouse_uq on credit_case_party (tenant_id, application_id)
  where state <> 'REMOVED' and role = 'SPOUSE';
create index credit_case_party_application_ix on credit_case_party (tenant_id, application_id, id);
select jf_protect('credit_case_party');
revoke delete on credit_case_party from ${app_role};

-- What somebody agreed to stays as he read it; asked anew it begins without an answer.
create function jf_case_party_kept() returns trigger language plpgsql as $$
begin
  raise exception 'what a party agreed to stays: credit_case_party_kept_ck'
    using errcode = 'check_violation', constraint = 'credit_case_party_kept_ck';
end $$;
create trigger credit_case_party_kept_tr before update on credit_case_party
  for each row when (old.state = 'REMOVED' or new.role <> old.role or new.name <> old.name
    or new.mobile_index <> old.mobile_index or (old.state = 'AGREED' and new.state = 'AGREED'
    and (new.text_sha256, new.id_sealed, new.answered_at) is distinct from
        (old.text_sha256, old.id_sealed, old.answered_at)))
  execute function jf_case_party_kept();
