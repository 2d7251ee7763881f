-- The federation's own numbers hold from a day on: one person proposes them, another puts them in force.

create table production_rule_proposal (
  id                uuid         not null constraint production_rule_proposal_pk primary key,
  tenant_id         varchar(12)  not null constraint production_rule_proposal_tenant_fk references platform_tenant (code),
  version           bigint       not null,
  ordinary_days     integer      not null,
  reason_after_days integer      not null,
  accept_warn_days  integer      not null,
  accept_days       integer      not null,
  valid_from        date         not null,
  decided_by        varchar(100) not null,
  state             varchar(12)  not null,
  proposed_by       uuid         not null,
  proposed_at       timestamptz  not null,
  by_name           varchar(60)  not null,
  closed_by         uuid,
  closed_at         timestamptz,
  closed_name       varchar(60),
  constraint production_rule_proposal_tid_uq unique (tenant_id, id),
  constraint production_rule_proposal_days_ck check (ordinary_days between 0 and 60 and reason_after_days between ordinary_days and 365),
  constraint production_rule_proposal_accept_ck check (accept_warn_days >= 1 and accept_days > accept_warn_days and accept_days <= 60),
  constraint production_rule_proposal_past_ck check (valid_from >= (proposed_at at time zone 'Asia/Shanghai')::date),
  constraint production_rule_proposal_state_ck check (state in ('PROPOSED','CONFIRMED','DECLINED')),
  constraint production_rule_proposal_closed_ck check ((state = 'PROPOSED') = (closed_by is null)
    and (closed_by is null) = (closed_at is null) and (closed_by is null) = (closed_name is null)),
  constraint production_rule_proposal_four_eyes_ck check (state <> 'CONFIRMED' or closed_by <> proposed_by)
);
comment on table production_rule_proposal is '补记与验收天数的提案：一人提出，另一人确认后从 valid_from 起用；decided_by 为会议或文件';
create unique index production_rule_proposal_open_uq on production_rule_proposal (tenant_id, valid_from) where state = 'PROPOSED';
select jf_protect('production_rule_proposal');
revoke delete on production_rule_proposal from ${app_role};

-- What stood here so far held from the beginning.
alter table production_rule
  add column valid_from  date not null default '2000-01-01',
  add column proposal_id uuid,
  drop constraint production_rule_pk,
  add constraint production_rule_pk primary key (tenant_id, valid_from),
  add constraint production_rule_proposal_uq unique (tenant_id, proposal_id),
  add constraint production_rule_proposal_fk foreign key (tenant_id, proposal_id) references production_rule_proposal (tenant_id, id);
alter table production_rule alter column valid_from drop default;
comment on table production_rule is '补记与验收天数，从 valid_from 起用，新的一行替下旧的；ordinary_days 天内补记算及时，超过 reason_after_days 天须写原因；一行也没有时按 7、30、5、10 天';
comment on column production_rule.proposal_id is '由哪个提案确认而来';
revoke update, delete on production_rule from ${app_role};
