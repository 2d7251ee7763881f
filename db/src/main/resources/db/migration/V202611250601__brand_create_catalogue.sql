-- What the brand consists of: the brand over its marks, the group standards, the designs and their packages.

create table brand_regional_brand (
  id         uuid         not null constraint brand_regional_brand_pk primary key,
  tenant_id  varchar(12)  not null constraint brand_regional_brand_tenant_fk references platform_tenant (code),
  name       varchar(60)  not null,
  owner      varchar(100) not null,
  since      date         not null,
  about      varchar(500) not null default '',
  constraint brand_regional_brand_tid_uq unique (tenant_id, id),
  constraint brand_regional_brand_name_uq unique (tenant_id, name)
);
comment on table brand_regional_brand is '区域公用品牌；owner 为持有单位';
select jf_protect('brand_regional_brand');

alter table brand_mark add column brand_id uuid;
alter table brand_mark add constraint brand_mark_brand_fk foreign key (tenant_id, brand_id)
  references brand_regional_brand (tenant_id, id);
comment on column brand_mark.brand_id is '所属区域公用品牌';

create table brand_standard (
  id          uuid         not null constraint brand_standard_pk primary key,
  tenant_id   varchar(12)  not null constraint brand_standard_tenant_fk references platform_tenant (code),
  code        varchar(40)  not null,
  title       varchar(100) not null,
  class_code  varchar(40),
  valid_from  date         not null,
  constraint brand_standard_tid_uq unique (tenant_id, id),
  constraint brand_standard_code_uq unique (tenant_id, code),
  constraint brand_standard_class_fk foreign key (tenant_id, class_code) references brand_product_class (tenant_id, code)
);
comment on table brand_standard is '团体标准；class_code 为空表示各类都可遵循';
select jf_protect('brand_standard');

alter table brand_package_design add column made int not null default 0, add column grade varchar(40);
alter table brand_package_design add constraint brand_package_design_stock_ck check (pieces <= made);
comment on column brand_package_design.made is '累计印制入库个数；库存 = made - pieces';
comment on column brand_package_design.grade is '限用的等级，空即不限';

create table brand_package_move (
  id          bigint generated always as identity constraint brand_package_move_pk primary key,
  tenant_id   varchar(12)  not null,
  design_id   uuid         not null,
  kind        varchar(8)   not null,
  pieces      int          not null,
  licence_id  uuid,
  on_day      date         not null,
  note        varchar(200) not null default '',
  at          timestamptz  not null,
  by_person   uuid         not null,
  by_name     varchar(60)  not null,
  constraint brand_package_move_design_fk foreign key (tenant_id, design_id) references brand_package_design (tenant_id, id),
  constraint brand_package_move_licence_fk foreign key (tenant_id, licence_id) references brand_licence (tenant_id, id),
  constraint brand_package_move_kind_ck check (kind in ('MADE', 'ISSUED')),
  constraint brand_package_move_pieces_ck check (pieces > 0),
  constraint brand_package_move_to_ck check ((kind = 'ISSUED') = (licence_id is not null))
);
comment on table brand_package_move is '包装出入：MADE 印制入库，ISSUED 发放给持有许可的单位；只增不改，合计等于设计上的累计数';
create index brand_package_move_design_ix on brand_package_move (tenant_id, design_id, id);
create index brand_package_move_licence_ix on brand_package_move (tenant_id, licence_id);
select jf_protect('brand_package_move');
revoke update, delete on brand_package_move from ${app_role};
