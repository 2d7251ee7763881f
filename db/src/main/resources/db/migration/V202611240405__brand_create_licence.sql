create sequence jf_number_licence;

create table brand_mark (
  id              uuid         not null constraint brand_mark_pk primary key,
  tenant_id       varchar(12)  not null constraint brand_mark_tenant_fk references platform_tenant (code),
  version         bigint       not null,
  name            varchar(60)  not null,
  kind            varchar(14)  not null,
  registration_no varchar(40)  not null,
  holder          varchar(100) not null,
  valid_until     date         not null,
  constraint brand_mark_tenant_id_uq unique (tenant_id, id),
  constraint brand_mark_name_uq unique (tenant_id, name),
  constraint brand_mark_kind_ck check (kind in ('COLLECTIVE', 'CERTIFICATION'))
);
comment on table brand_mark is '区域公用品牌的商标';
select jf_protect('brand_mark');

create table brand_product_class (
  id        uuid        not null constraint brand_product_class_pk primary key,
  tenant_id varchar(12) not null constraint brand_product_class_tenant_fk references platform_tenant (code),
  version   bigint      not null,
  mark_id   uuid        not null,
  code      varchar(40) not null,
  name      varchar(60) not null,
  service   boolean     not null,
  crop      varchar(40),
  constraint brand_product_class_tenant_id_uq unique (tenant_id, id),
  constraint brand_product_class_code_uq unique (tenant_id, code),
  constraint brand_product_class_mark_fk foreign key (tenant_id, mark_id) references brand_mark (tenant_id, id)
);
comment on table brand_product_class is '品牌许可的产品类与服务类';
comment on column brand_product_class.crop is '对应的作物代码；服务类为空';
select jf_protect('brand_product_class');

create table brand_package_design (
  id          uuid         not null constraint brand_package_design_pk primary key,
  tenant_id   varchar(12)  not null constraint brand_package_design_tenant_fk references platform_tenant (code),
  version     bigint       not null,
  class_code  varchar(40)  not null,
  name        varchar(100) not null,
  pieces      int          not null,
  constraint brand_package_design_tenant_id_uq unique (tenant_id, id),
  constraint brand_package_design_name_uq unique (tenant_id, name),
  constraint brand_package_design_class_fk foreign key (tenant_id, class_code) references brand_product_class (tenant_id, code),
  constraint brand_package_design_pieces_ck check (pieces >= 0)
);
comment on table brand_package_design is '统一包装设计与累计发放个数';
select jf_protect('brand_package_design');

create table brand_licence (
  id           uuid         not null constraint brand_licence_pk primary key,
  tenant_id    varchar(12)  not null constraint brand_licence_tenant_fk references platform_tenant (code),
  version      bigint       not null,
  number       varchar(24),
  member_id    uuid         not null,
  holder       varchar(100) not null,
  class_code   varchar(40)  not null,
  standard     varchar(120) not null,
  reason       varchar(500) not null,
  status       varchar(12)  not null,
  applied_at   timestamptz  not null,
  applied_by   uuid         not null,
  check_score  int,
  check_note   varchar(500),
  checked_by   uuid,
  checked_name varchar(60),
  checked_at   timestamptz,
  decided_by   uuid,
  decided_name varchar(60),
  decided_at   timestamptz,
  decision_note varchar(500),
  valid_from   date,
  valid_until  date,
  suspended_at timestamptz,
  constraint brand_licence_tenant_id_uq unique (tenant_id, id),
  constraint brand_licence_number_uq unique (tenant_id, number),
  constraint brand_licence_class_fk foreign key (tenant_id, class_code) references brand_product_class (tenant_id, code),
  constraint brand_licence_status_ck check (status in
    ('SUBMITTED', 'CHECKED', 'ACTIVE', 'SUSPENDED', 'DECLINED', 'WITHDRAWN', 'EXPIRED', 'REVOKED')),
  constraint brand_licence_score_ck check (check_score between 0 and 100),
  constraint brand_licence_four_eyes_ck check (decided_by is null or checked_by is null or decided_by <> checked_by),
  constraint brand_licence_active_ck check (status not in ('ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED')
    or (number is not null and valid_from is not null and valid_until is not null and decided_by is not null)),
  constraint brand_licence_term_ck check (valid_until is null
    or (valid_until >= valid_from and valid_until < valid_from + interval '3 years'))
);
comment on table brand_licence is '品牌使用许可：申请、现场检查、另一人决定、生效；期限不超过三年';
create unique index brand_licence_one_live_uq on brand_licence (tenant_id, member_id, class_code)
  where status in ('SUBMITTED', 'CHECKED', 'ACTIVE', 'SUSPENDED');
create index brand_licence_status_ix on brand_licence (tenant_id, status, id);
select jf_protect('brand_licence');

create table brand_label_quota (
  id          uuid          not null constraint brand_label_quota_pk primary key,
  tenant_id   varchar(12)   not null constraint brand_label_quota_tenant_fk references platform_tenant (code),
  version     bigint        not null,
  member_id   uuid          not null,
  planting_id uuid          not null,
  season      varchar(20)   not null,
  area_mu     numeric(12,4) not null,
  cap_kg      numeric(18,6) not null,
  released_kg numeric(18,6) not null,
  used_kg     numeric(18,6) not null,
  granted_at  timestamptz   not null,
  constraint brand_label_quota_tenant_id_uq unique (tenant_id, id),
  constraint brand_label_quota_planting_uq unique (tenant_id, planting_id, season),
  constraint brand_label_quota_used_ck check (used_kg >= 0),
  constraint brand_label_quota_released_ck check (used_kg <= released_kg),
  constraint brand_label_quota_cap_ck check (released_kg <= cap_kg),
  constraint brand_label_quota_area_ck check (area_mu > 0)
);
comment on table brand_label_quota is '用标额度：按种植批次和产季以千克计，先放六成，其余随采收称重放出';
comment on column brand_label_quota.cap_kg is '面积乘亩产上限，单位：千克';
create index brand_label_quota_member_ix on brand_label_quota (tenant_id, member_id);
select jf_protect('brand_label_quota');
