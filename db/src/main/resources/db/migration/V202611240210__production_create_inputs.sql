-- The input catalogue with its label rules, and what farms hold.

create table production_rule (
  tenant_id         varchar(12) not null constraint production_rule_pk primary key
    constraint production_rule_tenant_fk references platform_tenant (code),
  ordinary_days     integer not null default 7,
  reason_after_days integer not null default 30,
  constraint production_rule_days_ck check (ordinary_days between 0 and 60 and reason_after_days >= ordinary_days)
);
comment on table production_rule is '补记规则：ordinary_days 天内补记算及时，超过 reason_after_days 天须写原因；没有行时按 7 天和 30 天';
select jf_protect('production_rule');

create table production_agri_input (
  id              uuid         not null constraint production_agri_input_pk primary key,
  tenant_id       varchar(12)  not null constraint production_agri_input_tenant_fk references platform_tenant (code),
  version         bigint       not null,
  name            varchar(80)  not null,
  kind            varchar(12)  not null,
  registration_no varchar(40),
  registered_to   date,
  manufacturer    varchar(80)  not null,
  ingredients     varchar(40)[] not null default '{}',
  formulation     varchar(40)  not null default '',
  unit            varchar(8)   not null,
  pack_quantity   numeric(18,6),
  pack_name       varchar(10),
  listed          boolean      not null default true,
  demo            boolean      not null default false,
  constraint production_agri_input_tid_uq unique (tenant_id, id),
  constraint production_agri_input_registration_uq unique (tenant_id, registration_no),
  constraint production_agri_input_kind_ck check (kind in ('PESTICIDE','FERTILISER','SEED','FILM','OTHER')),
  constraint production_agri_input_unit_ck check (unit in ('G','ML','PIECE')),
  constraint production_agri_input_pack_ck check ((pack_quantity is null) = (pack_name is null) and (pack_quantity is null or pack_quantity > 0)),
  constraint production_agri_input_listed_ck check (not listed or kind <> 'PESTICIDE' or registration_no is not null)
);
comment on table production_agri_input is '投入品目录；unit 为基本单位（克、毫升、个），pack_quantity 为每包装的基本单位数；listed=否 表示会员在平台外购入、未经核对的品名；demo 为示例行';
select jf_protect('production_agri_input');

create table production_label_rule (
  id            uuid          not null constraint production_label_rule_pk primary key,
  tenant_id     varchar(12)   not null,
  version       bigint        not null,
  input_id      uuid          not null,
  crop          varchar(30)   not null constraint production_label_rule_crop_fk references production_crop (code),
  pest          varchar(60)   not null,
  dose_min      numeric(18,6),
  dose_max      numeric(18,6) not null,
  max_times     integer,
  interval_days integer,
  valid_from    date          not null,
  valid_to      date,
  source        varchar(300)  not null,
  source_status varchar(12)   not null,
  demo          boolean       not null default false,
  constraint production_label_rule_tid_uq unique (tenant_id, id),
  constraint production_label_rule_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_label_rule_uq unique (tenant_id, input_id, crop, pest, valid_from),
  constraint production_label_rule_dose_ck check (dose_max > 0 and (dose_min is null or (dose_min > 0 and dose_min <= dose_max))),
  constraint production_label_rule_times_ck check (max_times is null or max_times > 0),
  constraint production_label_rule_interval_ck check (interval_days is null or interval_days between 0 and 365),
  constraint production_label_rule_dates_ck check (valid_to is null or valid_to >= valid_from),
  constraint production_label_rule_status_ck check (source_status in ('official','secondary','demo'))
);
comment on table production_label_rule is '标签规则：每亩用量（基本单位/亩）、每季最多次数、安全间隔期（天，空即不明，不明则暂缓采收）；以产品标签为准';
select jf_protect('production_label_rule');

create table production_holding (
  id        uuid          not null constraint production_holding_pk primary key,
  tenant_id varchar(12)   not null,
  member_id uuid          not null,
  input_id  uuid          not null,
  lot_no    varchar(40)   not null,
  credited  numeric(18,6) not null default 0,
  debited   numeric(18,6) not null default 0,
  outside   boolean       not null default false,
  constraint production_holding_tid_uq unique (tenant_id, id),
  constraint production_holding_uq unique (tenant_id, member_id, input_id, lot_no),
  constraint production_holding_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_holding_balance_ck check (debited >= 0 and debited <= credited)
);
comment on table production_holding is '会员在手投入品：credited 累计入，debited 累计出，余额 = credited - debited，永不为负；outside 表示含平台外购入';
select jf_protect('production_holding');

create table production_holding_entry (
  id         bigint generated always as identity constraint production_holding_entry_pk primary key,
  tenant_id  varchar(12)   not null,
  holding_id uuid          not null,
  source     varchar(20)   not null,
  source_id  uuid          not null,
  quantity   numeric(18,6) not null,
  reversal   boolean       not null default false,
  on_day     date          not null,
  at         timestamptz   not null,
  constraint production_holding_entry_holding_fk foreign key (tenant_id, holding_id) references production_holding (tenant_id, id),
  constraint production_holding_entry_uq unique (tenant_id, holding_id, source, source_id, reversal),
  constraint production_holding_entry_source_ck check (source in ('SALE','SALE_RETURN','OUTSIDE_PURCHASE','USE','USE_VOID','LOSS')),
  constraint production_holding_entry_quantity_ck check (quantity <> 0)
);
comment on table production_holding_entry is '在手台账：正为入、负为出，只增不改；每晚与余额核对，差额必须为零';
create index production_holding_entry_source_ix on production_holding_entry (tenant_id, source, source_id);
select jf_protect('production_holding_entry');
revoke update, delete on production_holding_entry from ${app_role};

create table production_outside_purchase (
  id          uuid          not null constraint production_outside_purchase_pk primary key,
  tenant_id   varchar(12)   not null,
  version     bigint        not null,
  client_uid  uuid          not null,
  member_id   uuid          not null,
  input_id    uuid          not null,
  lot_no      varchar(40)   not null,
  quantity    numeric(18,6) not null,
  bought_on   date          not null,
  seller      varchar(60)   not null,
  photo_id    uuid          not null,
  recorded_at timestamptz   not null,
  recorded_by uuid          not null,
  by_name     varchar(60)   not null,
  constraint production_outside_purchase_tid_uq unique (tenant_id, id),
  constraint production_outside_purchase_client_uq unique (tenant_id, client_uid),
  constraint production_outside_purchase_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_outside_purchase_quantity_ck check (quantity > 0)
);
comment on table production_outside_purchase is '平台外购入：会员在别处买的投入品，须有照片';
create index production_outside_purchase_member_ix on production_outside_purchase (tenant_id, member_id, bought_on);
select jf_protect('production_outside_purchase');
