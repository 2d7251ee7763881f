-- 配肥: a farm orders what its recipe asks for at an outlet; the till sells it.

create sequence jf_number_blend_order;

create table supply_blend_order (
  id         uuid         not null constraint supply_blend_order_pk primary key,
  tenant_id  varchar(12)  not null,
  version    bigint       not null,
  no         varchar(20)  not null,
  recipe_id  uuid         not null,
  member_id  uuid         not null,
  outlet_id  uuid         not null,
  wanted_on  date         not null,
  state      varchar(10)  not null,
  ordered_by uuid         not null,
  ordered_at timestamptz  not null,
  changed_at timestamptz  not null,
  sale_id    uuid,
  constraint supply_blend_order_tid_uq unique (tenant_id, id),
  constraint supply_blend_order_no_uq unique (tenant_id, no),
  constraint supply_blend_order_recipe_fk foreign key (tenant_id, recipe_id, member_id) references production_soil_recipe (tenant_id, id, member_id),
  constraint supply_blend_order_outlet_fk foreign key (tenant_id, outlet_id) references supply_outlet (tenant_id, id),
  constraint supply_blend_order_sale_fk foreign key (tenant_id, sale_id) references supply_input_sale (tenant_id, id),
  constraint supply_blend_order_sale_uq unique (tenant_id, sale_id),
  constraint supply_blend_order_state_ck check (state in ('ORDERED','READY','SOLD','DECLINED','CANCELLED')),
  constraint supply_blend_order_sold_ck check ((state = 'SOLD') = (sale_id is not null))
);
comment on table supply_blend_order is '配肥订单：一份施肥配方一次只在一个网点；由收银台卖出，进农户在手';
create unique index supply_blend_order_open_uq on supply_blend_order (tenant_id, recipe_id) where state in ('ORDERED','READY','SOLD');
create index supply_blend_order_outlet_ix on supply_blend_order (tenant_id, outlet_id, ordered_at);
create index supply_blend_order_member_ix on supply_blend_order (tenant_id, member_id, ordered_at);
select jf_protect('supply_blend_order');
revoke delete on supply_blend_order from ${app_role};
