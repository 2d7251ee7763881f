-- The closed loop of agricultural inputs: outlets, stock, sale under real names and quota, containers coming back.

create sequence jf_number_outlet;
create sequence jf_number_input_receipt;
create sequence jf_number_input_sale;

create table supply_outlet (
  id             uuid         not null constraint supply_outlet_pk primary key,
  tenant_id      varchar(12)  not null constraint supply_outlet_tenant_fk references platform_tenant (code),
  version        bigint       not null,
  no             varchar(20)  not null,
  name           varchar(80)  not null,
  township_code  varchar(12)  not null,
  address        varchar(120) not null,
  phone          varchar(20)  not null,
  licence_no     varchar(40)  not null,
  licence_from   date         not null,
  licence_until  date         not null,
  restricted_ok  boolean      not null,
  status         varchar(10)  not null,
  demo           boolean      not null default false,
  constraint supply_outlet_tid_uq unique (tenant_id, id),
  constraint supply_outlet_no_uq unique (tenant_id, no),
  constraint supply_outlet_name_uq unique (tenant_id, name),
  constraint supply_outlet_licence_uq unique (tenant_id, licence_no),
  constraint supply_outlet_licence_ck check (licence_until >= licence_from),
  constraint supply_outlet_township_ck check (township_code ~ '^[0-9]{9}$'),
  constraint supply_outlet_status_ck check (status in ('OPEN','SUSPENDED','CLOSED'))
);
comment on table supply_outlet is '农资网点；licence 为农药经营许可证，restricted_ok 为限制使用农药定点经营；营业、停业整顿、已关闭';
create index supply_outlet_township_ix on supply_outlet (tenant_id, township_code, no);
select jf_protect('supply_outlet');

create table supply_price (
  id          uuid          not null constraint supply_price_pk primary key,
  tenant_id   varchar(12)   not null,
  input_id    uuid          not null,
  valid_from  date          not null,
  price       numeric(18,2) not null,
  zero_margin boolean       not null,
  deposit     numeric(18,2) not null default 0,
  demo        boolean       not null default false,
  constraint supply_price_tid_uq unique (tenant_id, id),
  constraint supply_price_uq unique (tenant_id, input_id, valid_from),
  constraint supply_price_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint supply_price_ck check (price > 0 and deposit >= 0)
);
comment on table supply_price is '全县统一零售价：每包装，元；zero_margin 为零差价农资，占用定额；deposit 为每件包装押金，元';
select jf_protect('supply_price');

create table supply_stock (
  id         uuid        not null constraint supply_stock_pk primary key,
  tenant_id  varchar(12) not null,
  outlet_id  uuid        not null,
  input_id   uuid        not null,
  lot_no     varchar(40) not null,
  expires_on date        not null,
  on_hand    integer     not null default 0,
  constraint supply_stock_tid_uq unique (tenant_id, id),
  constraint supply_stock_uq unique (tenant_id, outlet_id, input_id, lot_no),
  constraint supply_stock_outlet_fk foreign key (tenant_id, outlet_id) references supply_outlet (tenant_id, id),
  constraint supply_stock_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint supply_stock_on_hand_ck check (on_hand >= 0)
);
comment on table supply_stock is '网点库存：整包装件数（农药不得拆包分装，农药管理条例第二十八条），永不为负';
select jf_protect('supply_stock');

create table supply_stock_entry (
  id        bigint generated always as identity constraint supply_stock_entry_pk primary key,
  tenant_id varchar(12) not null,
  stock_id  uuid        not null,
  kind      varchar(10) not null,
  source_id uuid        not null,
  packs     integer     not null,
  on_day    date        not null,
  by_person uuid        not null,
  constraint supply_stock_entry_stock_fk foreign key (tenant_id, stock_id) references supply_stock (tenant_id, id),
  constraint supply_stock_entry_uq unique (tenant_id, stock_id, kind, source_id),
  constraint supply_stock_entry_kind_ck check (kind in ('RECEIPT','SALE','LOSS')),
  constraint supply_stock_entry_packs_ck check ((kind = 'RECEIPT' and packs > 0) or (kind in ('SALE','LOSS') and packs < 0))
);
comment on table supply_stock_entry is '库存台账：正为入、负为出，只增不改；合计等于 supply_stock.on_hand';
select jf_protect('supply_stock_entry');
revoke update, delete on supply_stock_entry from ${app_role};

create table supply_input_receipt (
  id                   uuid          not null constraint supply_input_receipt_pk primary key,
  tenant_id            varchar(12)   not null,
  version              bigint        not null,
  no                   varchar(20)   not null,
  outlet_id            uuid          not null,
  supplier             varchar(80)   not null,
  supplier_licence_no  varchar(40)   not null,
  supplier_contact     varchar(40)   not null,
  inspection_no        varchar(40)   not null,
  input_id             uuid          not null,
  lot_no               varchar(40)   not null,
  made_on              date          not null,
  expires_on           date          not null,
  packs                integer       not null,
  unit_cost            numeric(18,2) not null,
  received_on          date          not null,
  recorded_at          timestamptz   not null,
  recorded_by          uuid          not null,
  by_name              varchar(60)   not null,
  constraint supply_input_receipt_tid_uq unique (tenant_id, id),
  constraint supply_input_receipt_no_uq unique (tenant_id, no),
  constraint supply_input_receipt_outlet_fk foreign key (tenant_id, outlet_id) references supply_outlet (tenant_id, id),
  constraint supply_input_receipt_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint supply_input_receipt_packs_ck check (packs > 0 and unit_cost >= 0),
  constraint supply_input_receipt_dates_ck check (made_on <= received_on and received_on < expires_on)
);
comment on table supply_input_receipt is '采购台账（农药管理条例第二十六条）：名称、许可证明文件编号、规格、数量、生产企业、供货人及联系方式、进货日期；保存二年以上，只增不改';
create index supply_input_receipt_outlet_ix on supply_input_receipt (tenant_id, outlet_id, received_on);
select jf_protect('supply_input_receipt');
revoke update, delete on supply_input_receipt from ${app_role};

create table supply_quota_rule (
  id          uuid          not null constraint supply_quota_rule_pk primary key,
  tenant_id   varchar(12)   not null constraint supply_quota_rule_tenant_fk references platform_tenant (code),
  valid_from  date          not null,
  yuan_per_mu numeric(18,2) not null,
  source      varchar(200)  not null,
  demo        boolean       not null default false,
  constraint supply_quota_rule_tid_uq unique (tenant_id, id),
  constraint supply_quota_rule_uq unique (tenant_id, valid_from),
  constraint supply_quota_rule_ck check (yuan_per_mu > 0)
);
comment on table supply_quota_rule is '零差价农资定额标准：每亩每自然年元数；只增新版本，示例行 demo 为真';
select jf_protect('supply_quota_rule');

create table supply_quota_account (
  id          uuid          not null constraint supply_quota_account_pk primary key,
  tenant_id   varchar(12)   not null,
  member_id   uuid          not null,
  year        smallint      not null,
  area_mu     numeric(12,4) not null,
  yuan_per_mu numeric(18,2) not null,
  granted     numeric(18,2) not null,
  used        numeric(18,2) not null default 0,
  constraint supply_quota_account_tid_uq unique (tenant_id, id),
  constraint supply_quota_account_uq unique (tenant_id, member_id, year),
  constraint supply_quota_account_balance_ck check (0 <= used and used <= granted)
);
comment on table supply_quota_account is '零差价农资年度定额：granted = 登记面积（亩）× 每亩元数；全县各网点合并计算，已用不得超过核定';
select jf_protect('supply_quota_account');

create table supply_quota_entry (
  id         bigint generated always as identity constraint supply_quota_entry_pk primary key,
  tenant_id  varchar(12)   not null,
  account_id uuid          not null,
  kind       varchar(8)    not null,
  amount     numeric(18,2) not null,
  source_id  uuid          not null,
  on_day     date          not null,
  constraint supply_quota_entry_account_fk foreign key (tenant_id, account_id) references supply_quota_account (tenant_id, id),
  constraint supply_quota_entry_uq unique (tenant_id, account_id, kind, source_id),
  constraint supply_quota_entry_kind_ck check (kind in ('GRANT','USE'))
);
comment on table supply_quota_entry is '定额台账：GRANT 合计等于核定，USE 合计等于已用；只增不改';
select jf_protect('supply_quota_entry');
revoke update, delete on supply_quota_entry from ${app_role};

create table supply_input_sale (
  id             uuid          not null constraint supply_input_sale_pk primary key,
  tenant_id      varchar(12)   not null,
  version        bigint        not null,
  no             varchar(20)   not null,
  outlet_id      uuid          not null,
  till_no        varchar(60)   not null,
  member_id      uuid          not null,
  buyer_name     varchar(60)   not null,
  id_method      varchar(10)   not null,
  id_masked      varchar(20),
  planting_id    uuid,
  purpose_crop   varchar(30)   constraint supply_input_sale_crop_fk references production_crop (code),
  purpose_pest   varchar(60),
  total          numeric(18,2) not null,
  quota_amount   numeric(18,2) not null,
  deposit        numeric(18,2) not null,
  sold_on        date          not null,
  sold_at        timestamptz   not null,
  sold_by        uuid          not null,
  by_name        varchar(60)   not null,
  constraint supply_input_sale_tid_uq unique (tenant_id, id),
  constraint supply_input_sale_no_uq unique (tenant_id, no),
  constraint supply_input_sale_till_uq unique (tenant_id, outlet_id, till_no),
  constraint supply_input_sale_outlet_fk foreign key (tenant_id, outlet_id) references supply_outlet (tenant_id, id),
  constraint supply_input_sale_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id),
  constraint supply_input_sale_method_ck check (id_method in ('ID_CARD','FARM_CODE')),
  constraint supply_input_sale_id_ck check (id_method <> 'ID_CARD' or id_masked is not null),
  constraint supply_input_sale_total_ck check (total > 0 and quota_amount >= 0 and quota_amount <= total and deposit >= 0)
);
comment on table supply_input_sale is '实名销售（销售台账，农药管理条例第二十七条）；till_no 为收银机流水，重复提交只记一笔；证件号只存掩码';
create index supply_input_sale_outlet_ix on supply_input_sale (tenant_id, outlet_id, id desc);
create index supply_input_sale_member_ix on supply_input_sale (tenant_id, member_id, sold_on);
select jf_protect('supply_input_sale');
revoke delete on supply_input_sale from ${app_role};

create table supply_input_sale_line (
  id            uuid          not null constraint supply_input_sale_line_pk primary key,
  tenant_id     varchar(12)   not null,
  sale_id       uuid          not null,
  line_no       smallint      not null,
  stock_id      uuid          not null,
  input_id      uuid          not null,
  input_name    varchar(80)   not null,
  lot_no        varchar(40)   not null,
  packs         integer       not null,
  pack_quantity numeric(18,6) not null,
  pack_name     varchar(10)   not null,
  price         numeric(18,2) not null,
  amount        numeric(18,2) not null,
  zero_margin   boolean       not null,
  restricted    boolean       not null,
  constraint supply_input_sale_line_tid_uq unique (tenant_id, id),
  constraint supply_input_sale_line_no_uq unique (tenant_id, sale_id, line_no),
  constraint supply_input_sale_line_sale_fk foreign key (tenant_id, sale_id) references supply_input_sale (tenant_id, id),
  constraint supply_input_sale_line_stock_fk foreign key (tenant_id, stock_id) references supply_stock (tenant_id, id),
  constraint supply_input_sale_line_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint supply_input_sale_line_ck check (packs > 0 and pack_quantity > 0 and amount = price * packs)
);
comment on table supply_input_sale_line is '销售明细：整包装件数、批号、单价（元/件）；pack_quantity 为每件的基本单位数';
create index supply_input_sale_line_sale_ix on supply_input_sale_line (tenant_id, sale_id);
select jf_protect('supply_input_sale_line');
revoke update, delete on supply_input_sale_line from ${app_role};

create table supply_sale_refusal (
  id        bigint generated always as identity constraint supply_sale_refusal_pk primary key,
  tenant_id varchar(12) not null,
  outlet_id uuid        not null,
  member_id uuid,
  code      varchar(80) not null,
  at        timestamptz not null,
  by_person uuid        not null,
  constraint supply_sale_refusal_outlet_fk foreign key (tenant_id, outlet_id) references supply_outlet (tenant_id, id)
);
comment on table supply_sale_refusal is '被拒的销售：监管也看拒绝了什么；只增不改';
select jf_protect('supply_sale_refusal');
revoke update, delete on supply_sale_refusal from ${app_role};

create table supply_container_account (
  id        uuid        not null constraint supply_container_account_pk primary key,
  tenant_id varchar(12) not null,
  member_id uuid        not null,
  pack_name varchar(10) not null,
  sold      integer     not null default 0,
  returned  integer     not null default 0,
  constraint supply_container_account_tid_uq unique (tenant_id, id),
  constraint supply_container_account_uq unique (tenant_id, member_id, pack_name),
  constraint supply_container_account_ck check (0 <= returned and returned <= sold)
);
comment on table supply_container_account is '应交回的包装：每会员每种包装卖出与交回件数，交回不超过卖出';
select jf_protect('supply_container_account');

create table supply_container_return (
  id          uuid          not null constraint supply_container_return_pk primary key,
  tenant_id   varchar(12)   not null,
  outlet_id   uuid          not null,
  account_id  uuid          not null,
  till_no     varchar(60)   not null,
  pieces      integer       not null,
  paid        numeric(18,2) not null,
  returned_on date          not null,
  at          timestamptz   not null,
  by_person   uuid          not null,
  by_name     varchar(60)   not null,
  constraint supply_container_return_tid_uq unique (tenant_id, id),
  constraint supply_container_return_till_uq unique (tenant_id, outlet_id, till_no),
  constraint supply_container_return_outlet_fk foreign key (tenant_id, outlet_id) references supply_outlet (tenant_id, id),
  constraint supply_container_return_account_fk foreign key (tenant_id, account_id) references supply_container_account (tenant_id, id),
  constraint supply_container_return_ck check (pieces > 0 and paid >= 0)
);
comment on table supply_container_return is '包装交回：件数与退还押金（元）；只增不改';
create index supply_container_return_account_ix on supply_container_return (tenant_id, account_id);
select jf_protect('supply_container_return');
revoke update, delete on supply_container_return from ${app_role};
