-- What farms sell: products, buyers' orders, sales at the field's edge.

create sequence jf_number_product;
create sequence jf_number_sales_order;
create sequence jf_number_field_sale;

create table supply_product (
  id            uuid          not null constraint supply_product_pk primary key,
  tenant_id     varchar(12)   not null,
  version       bigint        not null,
  no            varchar(20)   not null,
  member_id     uuid          not null,
  name          varchar(80)   not null,
  crop          varchar(30)   not null constraint supply_product_crop_fk references production_crop (code),
  variety       varchar(40)   not null,
  grade         varchar(20)   not null,
  net_weight_kg numeric(18,6) not null,
  gtin          varchar(14),
  brand_class   varchar(40),
  photo_id      uuid,
  status        varchar(10)   not null,
  registered_on date          not null,
  constraint supply_product_tid_uq unique (tenant_id, id),
  constraint supply_product_no_uq unique (tenant_id, no),
  constraint supply_product_gtin_uq unique (tenant_id, gtin),
  constraint supply_product_name_uq unique (tenant_id, member_id, name),
  constraint supply_product_weight_ck check (net_weight_kg > 0),
  constraint supply_product_gtin_ck check (gtin ~ '^[0-9]{14}$'),
  constraint supply_product_status_ck check (status in ('ACTIVE','WITHDRAWN'))
);
comment on table supply_product is '会员登记的产品：一种东西一种包装；净含量千克；gtin 为商品条码（14 位），没有时用自编号 no；brand_class 为商标核定的类别，空即不用区域公用品牌';
create index supply_product_member_ix on supply_product (tenant_id, member_id, no);
select jf_protect('supply_product');

create table supply_sales_order (
  id              uuid          not null constraint supply_sales_order_pk primary key,
  tenant_id       varchar(12)   not null,
  version         bigint        not null,
  no              varchar(20)   not null,
  seller_id       uuid          not null,
  buyer_id        uuid          not null,
  total           numeric(18,2) not null,
  status          varchar(10)   not null,
  created_on      date          not null,
  placed_by       uuid          not null,
  shipped_on      date,
  received_on     date,
  received_by     uuid,
  arms_length     boolean,
  paid_on         date,
  paid_by         uuid,
  bank_txn_no     varchar(60),
  ended_reason    varchar(400),
  constraint supply_sales_order_tid_uq unique (tenant_id, id),
  constraint supply_sales_order_no_uq unique (tenant_id, no),
  constraint supply_sales_order_payment_uq unique (tenant_id, bank_txn_no),
  constraint supply_sales_order_parties_ck check (seller_id <> buyer_id),
  constraint supply_sales_order_total_ck check (total > 0),
  constraint supply_sales_order_status_ck check (status in ('DRAFT','PLACED','CONFIRMED','SHIPPED','RECEIVED','PAID','COMPLETED','CANCELLED','RETURNED')),
  constraint supply_sales_order_shipped_ck check ((shipped_on is not null) = (status in ('SHIPPED','RECEIVED','PAID','COMPLETED','RETURNED'))),
  constraint supply_sales_order_received_ck check ((received_on is null) = (received_by is null) and (received_on is null) = (arms_length is null)
    and (status not in ('RECEIVED','PAID','COMPLETED') or received_on is not null)),
  constraint supply_sales_order_paid_ck check ((paid_on is null) = (paid_by is null) and (paid_on is null) = (bank_txn_no is null)
    and (paid_on is not null) = (status in ('PAID','COMPLETED'))),
  constraint supply_sales_order_ended_ck check ((status in ('CANCELLED','RETURNED')) = (ended_reason is not null))
);
comment on table supply_sales_order is '采购商订单：草稿、已下单、已确认、已发货、已收货、已付款、完成；取消、退货；arms_length 为收货人与卖方无关联';
create index supply_sales_order_list_ix on supply_sales_order (tenant_id, id desc);
create index supply_sales_order_seller_ix on supply_sales_order (tenant_id, seller_id, shipped_on);
create index supply_sales_order_buyer_ix on supply_sales_order (tenant_id, buyer_id, id);
select jf_protect('supply_sales_order');
revoke delete on supply_sales_order from ${app_role};

create table supply_sales_order_line (
  id             uuid          not null constraint supply_sales_order_line_pk primary key,
  tenant_id      varchar(12)   not null,
  order_id       uuid          not null,
  line_no        smallint      not null,
  product_id     uuid          not null,
  harvest_lot_id uuid,
  kg             numeric(18,6) not null,
  price_per_kg   numeric(18,2) not null,
  amount         numeric(18,2) not null,
  constraint supply_sales_order_line_tid_uq unique (tenant_id, id),
  constraint supply_sales_order_line_no_uq unique (tenant_id, order_id, line_no),
  constraint supply_sales_order_line_order_fk foreign key (tenant_id, order_id) references supply_sales_order (tenant_id, id),
  constraint supply_sales_order_line_product_fk foreign key (tenant_id, product_id) references supply_product (tenant_id, id),
  constraint supply_sales_order_line_lot_fk foreign key (tenant_id, harvest_lot_id) references production_harvest_lot (tenant_id, id),
  constraint supply_sales_order_line_ck check (kg > 0 and price_per_kg > 0 and amount = round(kg * price_per_kg, 2) and amount > 0)
);
comment on table supply_sales_order_line is '订单明细：千克、元/千克；批次在确认时指定，发货前必须有';
create index supply_sales_order_line_order_ix on supply_sales_order_line (tenant_id, order_id);
create index supply_sales_order_line_lot_ix on supply_sales_order_line (tenant_id, harvest_lot_id) where harvest_lot_id is not null;
select jf_protect('supply_sales_order_line');

create table supply_field_sale (
  id             uuid          not null constraint supply_field_sale_pk primary key,
  tenant_id      varchar(12)   not null,
  version        bigint        not null,
  no             varchar(20)   not null,
  client_uid     uuid          not null,
  member_id      uuid          not null,
  product_id     uuid          not null,
  harvest_lot_id uuid,
  kg             numeric(18,6) not null,
  price_per_kg   numeric(18,2) not null,
  amount         numeric(18,2) not null,
  buyer_name     varchar(60)   not null,
  pay_method     varchar(10)   not null,
  sold_on        date          not null,
  token          varchar(40)   not null,
  link_until     date          not null,
  status         varchar(10)   not null,
  confirmed_at   timestamptz,
  confirmed_name varchar(60),
  evidence_id    uuid,
  void_reason    varchar(400),
  recorded_by    uuid          not null,
  by_name        varchar(60)   not null,
  recorded_at    timestamptz   not null,
  constraint supply_field_sale_tid_uq unique (tenant_id, id),
  constraint supply_field_sale_no_uq unique (tenant_id, no),
  constraint supply_field_sale_client_uq unique (tenant_id, client_uid),
  constraint supply_field_sale_token_uq unique (tenant_id, token),
  constraint supply_field_sale_product_fk foreign key (tenant_id, product_id) references supply_product (tenant_id, id),
  constraint supply_field_sale_lot_fk foreign key (tenant_id, harvest_lot_id) references production_harvest_lot (tenant_id, id),
  constraint supply_field_sale_ck check (kg > 0 and price_per_kg > 0 and amount = round(kg * price_per_kg, 2) and amount > 0),
  constraint supply_field_sale_pay_ck check (pay_method in ('CASH','WECHAT','TRANSFER','LATER')),
  constraint supply_field_sale_status_ck check (status in ('STATED','CONFIRMED','VOID')),
  constraint supply_field_sale_confirmed_ck check (status <> 'CONFIRMED' or (confirmed_at is not null and confirmed_name is not null) or evidence_id is not null),
  constraint supply_field_sale_void_ck check ((status = 'VOID') = (void_reason is not null)),
  constraint supply_field_sale_future_ck check (sold_on <= ((recorded_at at time zone 'Asia/Shanghai')::date))
);
comment on table supply_field_sale is '田头销售：卖方自己记的；买方凭链接确认，或附转账截图后为已确认；记错作废';
create index supply_field_sale_member_ix on supply_field_sale (tenant_id, member_id, sold_on);
create index supply_field_sale_lot_ix on supply_field_sale (tenant_id, harvest_lot_id) where harvest_lot_id is not null;
select jf_protect('supply_field_sale');
revoke delete on supply_field_sale from ${app_role};
