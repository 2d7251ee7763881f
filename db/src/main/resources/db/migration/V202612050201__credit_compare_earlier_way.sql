-- How financing went before (D6): a figure for a product, entered by one with its source and confirmed by another, and
-- beside it how long each case took, kept when the money has flowed, so that nobody reads every history to compare.
create table credit_earlier_figure (
  id             uuid          not null constraint credit_earlier_figure_pk primary key,
  tenant_id      varchar(12)   not null constraint credit_earlier_figure_tenant_fk references platform_tenant (code),
  version        bigint        not null default 0,
  product_code   varchar(20)   not null,
  measure        varchar(20)   not null,
  edition        int           not null,
  amount         numeric(12,2) not null,
  source         varchar(200)  not null,
  source_year    int           not null,
  source_by      varchar(60)   not null,
  state          varchar(10)   not null,
  valid_from     date          not null,
  valid_to       date,
  proposed_by    uuid          not null,
  proposed_name  varchar(60)   not null,
  proposed_at    timestamptz   not null,
  decided_by     uuid,
  decided_name   varchar(60),
  decided_at     timestamptz,
  constraint credit_earlier_figure_tid_uq unique (tenant_id, id),
  constraint credit_earlier_figure_edition_uq unique (tenant_id, product_code, measure, edition),
  constraint credit_earlier_figure_measure_ck check (measure in ('DAYS_TOTAL', 'DAYS_REVIEW', 'DAYS_DILIGENCE',
    'DAYS_GUARANTEE', 'DAYS_BANK', 'DAYS_SIGNING', 'WORKING_HOURS', 'VISITS', 'PAPERS', 'COST')),
  constraint credit_earlier_figure_amount_ck check (amount >= 0
    and (measure not in ('VISITS', 'PAPERS') or amount = trunc(amount))),
  constraint credit_earlier_figure_source_ck check (length(btrim(source)) >= 2 and length(btrim(source_by)) >= 2
    and source_year between 1990 and 2200),
  constraint credit_earlier_figure_state_ck check (state in ('PROPOSED', 'IN_FORCE', 'DECLINED')),
  constraint credit_earlier_figure_days_ck check (valid_to >= valid_from),
  constraint credit_earlier_figure_two_people_ck check (decided_by <> proposed_by or state = 'DECLINED'),
  constraint credit_earlier_figure_decided_ck check ((state <> 'PROPOSED') = (decided_at is not null)
    and num_nonnulls(decided_by, decided_name, decided_at) in (0, 3)),
  constraint credit_earlier_figure_day_ex exclude using gist (tenant_id with =, product_code with =, measure with =,
    daterange(valid_from, valid_to, '[]') with &&) where (state = 'IN_FORCE')
);
comment on table credit_earlier_figure is '以前的办法：某个产品以前办一笔要多久、跑几次、多少材料、多少钱，每个数一行，带来源；一人登记、另一人确认';
comment on column credit_earlier_figure.amount is '数值：DAYS_ 为日历天，WORKING_HOURS 为工时（小时），VISITS 为次，PAPERS 为件，COST 为元';
comment on column credit_earlier_figure.source is '来源：什么调查、哪份台账';
create unique index credit_earlier_figure_open_uq on credit_earlier_figure (tenant_id, product_code, measure)
  where state = 'PROPOSED';
select jf_protect('credit_earlier_figure');
revoke delete on credit_earlier_figure from ${app_role};

-- What was proposed stays as it is; only its decision and its last day are added.
create function jf_earlier_figure_kept() returns trigger language plpgsql as $$
declare
  moves constant text[] := array['version', 'state', 'valid_to', 'decided_by', 'decided_name', 'decided_at'];
begin
  if to_jsonb(new) - moves <> to_jsonb(old) - moves or (old.state <> 'PROPOSED' and (new.state, new.decided_by)
      is distinct from (old.state, old.decided_by)) then
    raise exception using errcode = 'check_violation', constraint = 'credit_earlier_figure_kept_ck',
      message = 'violates check constraint "credit_earlier_figure_kept_ck"';
  end if;
  return new;
end $$;
create trigger credit_earlier_figure_kept_tr before update on credit_earlier_figure
  for each row execute function jf_earlier_figure_kept();

create table credit_case_time (
  application_id  uuid        not null,
  step            smallint    not null,
  tenant_id       varchar(12) not null constraint credit_case_time_tenant_fk references platform_tenant (code),
  product_code    varchar(20) not null,
  elapsed_minutes int         not null,
  working_minutes int         not null,
  papers          smallint,
  constraint credit_case_time_pk primary key (application_id, step),
  constraint credit_case_time_application_fk foreign key (tenant_id, application_id) references credit_application (tenant_id, id),
  constraint credit_case_time_step_ck check (step between 0 and 5),
  constraint credit_case_time_minutes_ck check (working_minutes between 0 and elapsed_minutes),
  constraint credit_case_time_papers_ck check ((step = 0) = (papers is not null) and papers >= 0)
);
comment on table credit_case_time is '放了款的申请各步用时（分钟）：step 0 为从提交到放款合计，1 初审、2 尽调、3 审批、4 银行、5 签约；放款时写，不改';
comment on column credit_case_time.papers is '本案中会员另外补的材料件数，只在 step 0';
create index credit_case_time_application_ix on credit_case_time (tenant_id, application_id);
create index credit_case_time_elapsed_ix on credit_case_time (tenant_id, product_code, step, elapsed_minutes, application_id)
  include (papers);
create index credit_case_time_working_ix on credit_case_time (tenant_id, product_code, step, working_minutes);
select jf_protect('credit_case_time');
revoke update, delete on credit_case_time from ${app_role};
