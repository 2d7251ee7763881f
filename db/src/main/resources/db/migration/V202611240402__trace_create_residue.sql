-- Residue limits are law, the same for every federation: reference tables without a tenant.
create table trace_limit_edition (
  code           varchar(40)  not null constraint trace_limit_edition_pk primary key,
  effective_from date         not null,
  effective_to   date,
  source         varchar(300) not null,
  confidence     varchar(10)  not null,
  constraint trace_limit_edition_confidence_ck check (confidence in ('official', 'secondary', 'demo')),
  constraint trace_limit_edition_period_ck check (effective_to is null or effective_to >= effective_from),
  constraint trace_limit_edition_no_overlap_ex exclude using gist (daterange(effective_from, effective_to, '[]') with &&)
);
comment on table trace_limit_edition is '农药最大残留限量标准的版本；判定用采样日施行的版本';
comment on column trace_limit_edition.confidence is 'official 官方文本录入；secondary 第三方机读，待与纸质标准核对；demo 演示';

create table trace_food (
  name   varchar(60) not null constraint trace_food_pk primary key,
  parent varchar(60) constraint trace_food_parent_fk references trace_food (name)
);
comment on table trace_food is '食品名称与上级类别（GB 2763 附录 A 的层级）';

create table trace_crop_food (
  crop varchar(40) not null constraint trace_crop_food_pk primary key,
  food varchar(60) not null constraint trace_crop_food_food_fk references trace_food (name)
);
comment on table trace_crop_food is '作物对应的食品名称，检测录入时作默认值';

create table trace_residue_limit (
  id            bigint generated always as identity constraint trace_residue_limit_pk primary key,
  edition       varchar(40)   not null constraint trace_residue_limit_edition_fk references trace_limit_edition (code),
  clause        varchar(12)   not null,
  pesticide     varchar(60)   not null,
  food          varchar(60)   not null constraint trace_residue_limit_food_fk references trace_food (name),
  excluded      varchar(120)  not null default '',
  limit_mg_kg   numeric(12,6) not null,
  temporary     boolean       not null default false,
  extraneous    boolean       not null default false,
  constraint trace_residue_limit_uq unique (edition, pesticide, food, excluded),
  constraint trace_residue_limit_positive_ck check (limit_mg_kg > 0)
);
comment on table trace_residue_limit is '农药残留限量，单位：毫克/千克；类别行可写明除外的食品';
comment on column trace_residue_limit.excluded is '除外的食品，用顿号分隔；空为没有';
comment on column trace_residue_limit.temporary is '临时限量（标准中带星号）';
comment on column trace_residue_limit.extraneous is '再残留限量';
revoke insert, update, delete on trace_limit_edition, trace_food, trace_crop_food, trace_residue_limit from ${app_role};

create sequence jf_number_residue_test;

create table trace_residue_test (
  id            uuid         not null constraint trace_residue_test_pk primary key,
  tenant_id     varchar(12)  not null constraint trace_residue_test_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  number        varchar(20)  not null,
  member_id     uuid         not null,
  planting_id   uuid         not null,
  lot_id        uuid,
  producer      varchar(100) not null,
  food          varchar(60)  not null,
  kind          varchar(12)  not null,
  laboratory    varchar(100) not null,
  report_no     varchar(60)  not null,
  sampled_on    date         not null,
  status        varchar(12)  not null,
  verdict       varchar(12)  not null,
  edition       varchar(40)  not null,
  entered_by    uuid         not null,
  entered_name  varchar(60)  not null,
  entered_at    timestamptz  not null,
  reviewed_by   uuid,
  reviewed_name varchar(60),
  reviewed_at   timestamptz,
  review_note   varchar(300),
  constraint trace_residue_test_tenant_id_uq unique (tenant_id, id),
  constraint trace_residue_test_number_uq unique (tenant_id, number),
  constraint trace_residue_test_report_uq unique (tenant_id, laboratory, report_no),
  constraint trace_residue_test_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_residue_test_kind_ck check (kind in ('SELF', 'COMMISSIONED', 'SUPERVISED')),
  constraint trace_residue_test_status_ck check (status in ('ENTERED', 'CONFIRMED', 'REJECTED')),
  constraint trace_residue_test_verdict_ck check (verdict in ('PASS', 'FAIL', 'UNJUDGED')),
  constraint trace_residue_test_reviewed_ck check ((status = 'ENTERED') = (reviewed_by is null)),
  constraint trace_residue_test_four_eyes_ck check (reviewed_by is null or reviewed_by <> entered_by)
);
comment on table trace_residue_test is '农残检测：一人录入，另一人复核后生效';
create index trace_residue_test_planting_ix on trace_residue_test (tenant_id, planting_id, sampled_on);
create index trace_residue_test_member_ix on trace_residue_test (tenant_id, member_id, sampled_on);
select jf_protect('trace_residue_test');

create table trace_residue_item (
  test_id     uuid          not null,
  tenant_id   varchar(12)   not null default jf_tenant() constraint trace_residue_item_tenant_fk references platform_tenant (code),
  position    int           not null,
  pesticide   varchar(60)   not null,
  result      numeric(12,6),
  loq         numeric(12,6) not null,
  limit_mg_kg numeric(12,6),
  limit_food  varchar(190),
  verdict     varchar(12)   not null,
  constraint trace_residue_item_pk primary key (test_id, position),
  constraint trace_residue_item_test_fk foreign key (tenant_id, test_id) references trace_residue_test (tenant_id, id),
  constraint trace_residue_item_pesticide_uq unique (test_id, pesticide),
  constraint trace_residue_item_result_ck check (result is null or result >= 0),
  constraint trace_residue_item_loq_ck check (loq > 0),
  constraint trace_residue_item_verdict_ck check (verdict in ('PASS', 'FAIL', 'NO_LIMIT', 'NOT_DETECTED')),
  constraint trace_residue_item_fail_ck check (verdict <> 'FAIL' or result > limit_mg_kg)
);
comment on table trace_residue_item is '检测项目：结果、定量限、限量与结论，单位：毫克/千克；结果为空是未检出';
select jf_protect('trace_residue_item');
