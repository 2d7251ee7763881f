-- The papers of a bank for one of its products (R35): versions of a kind, each with its file and where it is signed. The
-- platform shows them and signs none of them. And how a contract was signed is reported with it (R11).
alter table platform_file drop constraint platform_file_type_ck;
alter table platform_file add constraint platform_file_type_ck check (media_type in ('image/jpeg', 'image/png',
  'application/pdf', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document')
  or (visibility = 'SEALED' and media_type in ('audio/webm', 'audio/ogg', 'audio/mp4', 'audio/aac', 'audio/amr', 'audio/mpeg', 'audio/wav')));
alter table platform_file alter column media_type type varchar(100);

create table credit_document_template (
  id             uuid         not null constraint credit_document_template_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_document_template_tenant_fk references platform_tenant (code),
  version        bigint       not null default 0,
  bank_id        uuid         not null,
  product_code   varchar(20)  not null,
  kind           varchar(20)  not null,
  edition        int          not null,
  title          varchar(60)  not null,
  signed_where   varchar(80)  not null,
  file_id        uuid         not null,
  sha256         char(64)     not null,
  note           varchar(200) not null,
  state          varchar(10)  not null,
  valid_from     date         not null,
  valid_to       date,
  proposed_by    uuid         not null,
  proposed_name  varchar(60)  not null,
  proposed_at    timestamptz  not null,
  decided_by     uuid,
  decided_name   varchar(60),
  decided_at     timestamptz,
  ended_name     varchar(60),
  ended_reason   varchar(200),
  constraint credit_document_template_tid_uq unique (tenant_id, id),
  constraint credit_document_template_edition_uq unique (tenant_id, bank_id, product_code, kind, edition),
  constraint credit_document_template_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_document_template_file_fk foreign key (tenant_id, file_id) references platform_file (tenant_id, id),
  constraint credit_document_template_kind_ck
    check (kind in ('LOAN_CONTRACT', 'GUARANTEE_CONTRACT', 'AUTHORISATION', 'OTHER')),
  constraint credit_document_template_where_ck check (signed_where <> '' and string_to_array(signed_where, ',')
    <@ array['COUNTER_PAPER', 'PHONE', 'BANK_APP', 'LICENSED_CA']),
  constraint credit_document_template_state_ck check (state in ('PROPOSED', 'IN_FORCE', 'DECLINED')),
  constraint credit_document_template_days_ck check (valid_to >= valid_from),
  constraint credit_document_template_two_people_ck check (decided_by <> proposed_by or state = 'DECLINED'),
  constraint credit_document_template_decided_ck check ((state <> 'PROPOSED') = (decided_at is not null)
    and num_nonnulls(decided_by, decided_name, decided_at) in (0, 3)),
  constraint credit_document_template_ended_ck check (num_nonnulls(ended_name, ended_reason) in (0, 2)
    and (ended_name is null or valid_to is not null)),
  constraint credit_document_template_day_ex exclude using gist (tenant_id with =, bank_id with =, product_code with =,
    kind with =, daterange(valid_from, valid_to, '[]') with &&) where (state = 'IN_FORCE')
);
comment on table credit_document_template is '银行文本：某家银行某个产品要签的文件，每版一行；一人提出、另一人确认，从生效日起用；平台只展示，不代银行签';
comment on column credit_document_template.signed_where is '在哪签：COUNTER_PAPER 银行柜台，PHONE 银行的短信链接，BANK_APP 银行 App，LICENSED_CA 数字证书；几样都行的用逗号隔开';
comment on column credit_document_template.sha256 is '文件内容的 SHA-256，提出以后不变';
create unique index credit_document_template_open_uq on credit_document_template (tenant_id, bank_id, product_code, kind)
  where state = 'PROPOSED';
create index credit_document_template_file_ix on credit_document_template (tenant_id, file_id);
select jf_protect('credit_document_template');
revoke delete on credit_document_template from ${app_role};

-- What was proposed stays as it is; only its decision and its last day are added.
create function jf_document_template_kept() returns trigger language plpgsql as $$
declare
  moves constant text[] := array['version', 'state', 'valid_to', 'decided_by', 'decided_name', 'decided_at', 'ended_name',
    'ended_reason'];
begin
  if to_jsonb(new) - moves <> to_jsonb(old) - moves or (old.state <> 'PROPOSED' and (new.state, new.decided_by)
      is distinct from (old.state, old.decided_by)) then
    raise exception using errcode = 'check_violation', constraint = 'credit_document_template_kept_ck',
      message = 'violates check constraint "credit_document_template_kept_ck"';
  end if;
  return new;
end $$;
create trigger credit_document_template_kept_tr before update on credit_document_template
  for each row execute function jf_document_template_kept();

-- A file that says how it is hashed, of a product that the bank lends.
create function jf_document_template_allowed() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from credit_product p join credit_product_bank b on b.tenant_id = p.tenant_id
                    and b.product_id = p.id
                  where p.tenant_id = new.tenant_id and p.code = new.product_code and b.bank_id = new.bank_id)
    or not exists (select 1 from platform_file f where f.tenant_id = new.tenant_id and f.id = new.file_id
                     and f.sha256 = new.sha256) then
    raise exception using errcode = 'check_violation', constraint = 'credit_document_template_product_ck',
      message = 'violates check constraint "credit_document_template_product_ck"';
  end if;
  return new;
end $$;
create trigger credit_document_template_allowed_tr before insert on credit_document_template
  for each row execute function jf_document_template_allowed();

alter table credit_visit add column who varchar(60);
comment on column credit_visit.who is '谁来的；以前没有记的为空';

alter table credit_application
  add column contract_signature   varchar(16),
  add column contract_template_id uuid,
  add constraint credit_application_contract_template_fk foreign key (tenant_id, contract_template_id)
    references credit_document_template (tenant_id, id),
  add constraint credit_application_contract_signature_ck
    check (contract_signature in ('COUNTER_PAPER', 'PHONE', 'BANK_APP', 'LICENSED_CA')),
  add constraint credit_application_contract_reported_ck
    check (contract_no is not null or (contract_signature is null and contract_template_id is null));
create index credit_application_contract_template_ix on credit_application (tenant_id, contract_template_id);
comment on column credit_application.contract_signature is '银行报来的签约方式；空为没有报，不算零次跑';
comment on column credit_application.contract_template_id is '签约那天在用的借款合同文本';

-- Signed as the text in use that day says; at a counter only with the visit that it was.
create function jf_application_contract_signed() returns trigger language plpgsql as $$
begin
  if old.contract_no is not null then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_contract_kept_ck',
      message = 'violates check constraint "credit_application_contract_kept_ck"';
  end if;
  if exists (select 1 from credit_document_template d join credit_product p on p.tenant_id = d.tenant_id
                and p.code = d.product_code
              where p.tenant_id = new.tenant_id and p.id = new.product_id and d.bank_id = new.bank_id
                and d.kind = 'LOAN_CONTRACT' and d.state = 'IN_FORCE'
                and daterange(d.valid_from, d.valid_to, '[]') @> new.contract_signed_on
                and not new.contract_signature = any (string_to_array(d.signed_where, ','))) then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_signed_where_ck',
      message = 'violates check constraint "credit_application_signed_where_ck"';
  end if;
  if new.contract_signature = 'COUNTER_PAPER' and not exists (select 1 from credit_visit v
       where v.tenant_id = new.tenant_id and v.application_id = new.id and v.who is not null
         and v.visited_on = new.contract_signed_on) then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_counter_visit_ck',
      message = 'violates check constraint "credit_application_counter_visit_ck"';
  end if;
  return new;
end $$;
create trigger credit_application_contract_signed before update of contract_signature on credit_application
  for each row when (new.contract_signature is distinct from old.contract_signature)
  execute function jf_application_contract_signed();
