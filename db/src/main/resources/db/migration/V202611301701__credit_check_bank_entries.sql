-- Four eyes inside a bank that works by form: one of its people enters a decision, a contract or a disbursement, and
-- another confirms it. Banks that worked alone so far go on as they did; a new one begins with two people.
alter table credit_bank add column four_eyes boolean not null default false;
alter table credit_bank alter column four_eyes set default true;
comment on column credit_bank.four_eyes is '真：本行在页面上录入的审批、合同、放款要本行另一个人复核后才生效；走接口的不受影响';

create table credit_bank_draft (
  id           uuid         not null constraint credit_bank_draft_pk primary key,
  tenant_id    varchar(12)  not null constraint credit_bank_draft_tenant_fk references platform_tenant (code),
  version      bigint       not null default 0,
  bank_id      uuid         not null,
  case_no      varchar(40)  not null,
  act          varchar(20)  not null,
  content      jsonb        not null,
  state        varchar(12)  not null,
  entered_by   uuid         not null,
  entered_name varchar(60)  not null,
  entered_at   timestamptz  not null,
  closed_by    uuid,
  closed_name  varchar(60),
  closed_at    timestamptz,
  reason       varchar(200),
  constraint credit_bank_draft_tid_uq unique (tenant_id, id),
  constraint credit_bank_draft_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_bank_draft_act_ck check (act in ('APPROVAL', 'DECLINE', 'CONTRACT', 'DISBURSEMENT')),
  constraint credit_bank_draft_state_ck check (state in ('ENTERED', 'CONFIRMED', 'RETURNED')),
  constraint credit_bank_draft_closed_ck check ((state = 'ENTERED') = (closed_by is null)
    and (closed_by is null) = (closed_at is null) and (closed_by is null) = (closed_name is null)
    and (state = 'RETURNED') = (reason is not null)),
  constraint credit_bank_draft_two_people_ck check (state <> 'CONFIRMED' or closed_by <> entered_by)
);
comment on table credit_bank_draft is '银行经办录入、等本行复核的审批、合同或放款；复核后按接口的同一套命令执行';
create unique index credit_bank_draft_open_uq on credit_bank_draft (tenant_id, bank_id, case_no) where state = 'ENTERED';
create index credit_bank_draft_case_ix on credit_bank_draft (tenant_id, bank_id, case_no, id desc);
select jf_protect('credit_bank_draft');
revoke delete on credit_bank_draft from ${app_role};

-- What was entered is what is confirmed, and what is closed stays closed.
create function jf_bank_draft_final() returns trigger language plpgsql as $$
begin
  raise exception 'an entry of a bank stays as it was entered: credit_bank_draft_final_ck'
    using errcode = 'check_violation', constraint = 'credit_bank_draft_final_ck';
end $$;
create trigger credit_bank_draft_final_tr before update on credit_bank_draft
  for each row when (old.state <> 'ENTERED' or (new.content, new.act, new.case_no, new.bank_id, new.entered_by)
    is distinct from (old.content, old.act, old.case_no, old.bank_id, old.entered_by))
  execute function jf_bank_draft_final();
