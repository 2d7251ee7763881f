-- What the platform cannot know by itself: the farm declares it once a year, the township verifies it.

create sequence jf_number_credit_declaration;

create table credit_declaration (
  id              uuid          not null constraint credit_declaration_pk primary key,
  tenant_id       varchar(12)   not null constraint credit_declaration_tenant_fk references platform_tenant (code),
  version         bigint        not null,
  no              varchar(20)   not null,
  member_id       uuid          not null,
  member_name     varchar(100)  not null,
  township_code   varchar(9)    not null,
  year            int           not null,
  status          varchar(20)   not null,
  status_since    timestamptz   not null,
  facilities_wan  numeric(18,2) not null,
  land_until      date          not null,
  insured_percent int           not null,
  equipment       varchar(20)   not null,
  training_hours  int           not null,
  sales_wan       numeric(18,2) not null,
  sales_before_wan numeric(18,2) not null,
  profit          varchar(30)   not null,
  years_running   int           not null,
  output_percent  int           not null,
  plan_percent    int           not null,
  honour          varchar(20)   not null,
  households      int           not null,
  debts_wan       numeric(18,2) not null,
  input_credit    varchar(20)   not null,
  submitted_by    uuid          not null,
  submitted_name  varchar(60)   not null,
  decided_by      uuid,
  decided_name    varchar(60),
  note            varchar(400),
  constraint credit_declaration_tenant_uq unique (tenant_id, id),
  constraint credit_declaration_no_uq unique (tenant_id, no),
  constraint credit_declaration_year_uq unique (tenant_id, member_id, year),
  constraint credit_declaration_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint credit_declaration_status_ck check (status in ('SUBMITTED', 'RETURNED', 'VERIFIED')),
  constraint credit_declaration_decided_ck check (status = 'SUBMITTED' or decided_by is not null),
  constraint credit_declaration_eyes_ck check (decided_by is null or decided_by <> submitted_by),
  constraint credit_declaration_amounts_ck check (facilities_wan >= 0 and sales_wan >= 0 and sales_before_wan >= 0 and debts_wan >= 0),
  constraint credit_declaration_shares_ck check (insured_percent between 0 and 100 and output_percent between 0 and 300
    and plan_percent between 0 and 300),
  constraint credit_declaration_counts_ck check (training_hours between 0 and 2000 and years_running between 0 and 100
    and households between 0 and 100000),
  constraint credit_declaration_words_ck check (equipment in ('NONE', 'SOME', 'ALL_MAIN_PLOTS')
    and profit in ('LOSS_TWO_YEARS', 'LOSS_ONE_YEAR', 'PROFIT_THREE_YEARS', 'PROFIT_AND_MARGIN_20')
    and honour in ('NONE', 'COUNTY', 'CITY', 'PROVINCE', 'NATION')
    and input_credit in ('NONE', 'UP_TO_60_DAYS', 'OVER_60_DAYS'))
);
comment on table credit_declaration is '年度申报：平台自身记录不到、评级需要的情况，会员填报、所在乡镇核实；一个会员一年一份，退回后可再报';
comment on column credit_declaration.facilities_wan is '设施和机具原值，万元';
comment on column credit_declaration.sales_wan is '上年销售收入，万元';
comment on column credit_declaration.sales_before_wan is '再上一年销售收入，万元';
comment on column credit_declaration.debts_wan is '年末负债，万元';
create index credit_declaration_list_ix on credit_declaration (tenant_id, status, status_since);
select jf_protect('credit_declaration');

alter table credit_declared_fact add column declaration_id uuid;
alter table credit_declared_fact add constraint credit_declared_fact_declaration_fk
  foreign key (tenant_id, declaration_id) references credit_declaration (tenant_id, id);
comment on column credit_declared_fact.declaration_id is '出自哪份已核实的年度申报；公共信用、诉讼查询为空';

-- A look-up in a public register can be repeated by anybody; only what the farm says needs a second person.
alter table credit_declared_fact alter column verified_by drop not null;
alter table credit_declared_fact add constraint credit_declared_fact_verified_ck check (source = 'PUBLIC_LOOKUP' or verified_by is not null);
