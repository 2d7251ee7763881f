-- A partner bank's agreement: what of a rating leaves to it, whom the farm asks, and whether its people enter by two.
-- One of the federation proposes, another confirms; a new bank begins so too.
create table credit_bank_change (
  id             uuid         not null constraint credit_bank_change_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_bank_change_tenant_fk references platform_tenant (code),
  version        bigint       not null default 0,
  client_id      varchar(60)  not null,
  name           varchar(100) not null,
  rating_release varchar(20)  not null,
  contact        varchar(100) not null,
  four_eyes      boolean      not null,
  reason         varchar(200) not null,
  state          varchar(12)  not null,
  proposed_by    uuid         not null,
  proposed_name  varchar(60)  not null,
  proposed_at    timestamptz  not null,
  closed_by      uuid,
  closed_name    varchar(60),
  closed_at      timestamptz,
  constraint credit_bank_change_tid_uq unique (tenant_id, id),
  constraint credit_bank_change_release_ck check (rating_release in ('LETTER_ONLY', 'FACTS_AND_LETTER', 'GRADE_AND_SCORE')),
  constraint credit_bank_change_state_ck check (state in ('PROPOSED', 'CONFIRMED', 'DECLINED')),
  constraint credit_bank_change_closed_ck check ((state = 'PROPOSED') = (closed_by is null)
    and (closed_by is null) = (closed_at is null) and (closed_by is null) = (closed_name is null)),
  constraint credit_bank_change_two_people_ck check (state <> 'CONFIRMED' or closed_by <> proposed_by)
);
comment on table credit_bank_change is '合作银行约定的变更：评级给到哪一步、找谁、页面录入要不要复核；一人提出，另一人确认';
create unique index credit_bank_change_open_uq on credit_bank_change (tenant_id, client_id) where state = 'PROPOSED';
select jf_protect('credit_bank_change');
revoke delete on credit_bank_change from ${app_role};

create function jf_bank_change_final() returns trigger language plpgsql as $$
begin
  raise exception 'a closed change stays as it is: credit_bank_change_final_ck'
    using errcode = 'check_violation', constraint = 'credit_bank_change_final_ck';
end $$;
create trigger credit_bank_change_final_tr before update on credit_bank_change
  for each row when (old.state <> 'PROPOSED') execute function jf_bank_change_final();
