-- An order may also be entered by the seller, with lots named at once; the buyer still receives and pays.

alter table supply_sales_order add column origin varchar(8) not null default 'BUYER';
alter table supply_sales_order add constraint supply_sales_order_origin_ck check (origin in ('BUYER','SELLER'));
comment on column supply_sales_order.origin is 'BUYER 买方下单，SELLER 卖方录入（直接为已确认）';
