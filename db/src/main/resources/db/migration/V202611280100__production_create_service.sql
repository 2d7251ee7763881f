-- 为农服务: who serves, with what, on which days; orders from the menu to the payment.

create sequence jf_number_service_order;

create table production_service_provider (
  id        uuid          not null constraint production_service_provider_pk primary key,
  tenant_id varchar(12)   not null constraint production_service_provider_tenant_fk references platform_tenant (code),
  version   bigint        not null,
  member_id uuid          not null,
  phone     varchar(30)   not null,
  townships varchar(12)[] not null,
  active    boolean       not null,
  demo      boolean       not null default false,
  admitted_by uuid        not null,
  admitted_at timestamptz not null,
  constraint production_service_provider_tid_uq unique (tenant_id, id),
  constraint production_service_provider_member_uq unique (tenant_id, member_id),
  constraint production_service_provider_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id)
);
comment on table production_service_provider is '为农服务组织：由会员承担，生产专员准入；townships 为服务的乡镇街道（九位区划），空为全县';
select jf_protect('production_service_provider');

create table production_service_menu (
  id          uuid          not null constraint production_service_menu_pk primary key,
  tenant_id   varchar(12)   not null,
  version     bigint        not null,
  provider_id uuid          not null,
  item        varchar(10)   not null,
  name        varchar(60)   not null,
  unit        varchar(6)    not null,
  price       numeric(18,2) not null,
  opens_on    date          not null,
  closes_on   date          not null,
  per_day     numeric(12,4) not null,
  active      boolean       not null,
  constraint production_service_menu_tid_uq unique (tenant_id, id, provider_id),
  constraint production_service_menu_provider_fk foreign key (tenant_id, provider_id) references production_service_provider (tenant_id, id),
  constraint production_service_menu_item_ck check (item in ('TILL','SOW','SPRAY','FERTILISE','IRRIGATE','WEED','HARVEST','OTHER')),
  constraint production_service_menu_unit_ck check (unit in ('MU','TIME','TONNE')),
  constraint production_service_menu_price_ck check (price > 0),
  constraint production_service_menu_season_ck check (closes_on between opens_on and opens_on + 400),
  constraint production_service_menu_day_ck check (per_day > 0)
);
comment on table production_service_menu is '服务菜单：每计价单位（亩、次、吨）的价格，元；opens_on 到 closes_on 可约；per_day 一天接得下的量';
create index production_service_menu_provider_ix on production_service_menu (tenant_id, provider_id);
select jf_protect('production_service_menu');

create table production_service_day (
  tenant_id   varchar(12)   not null,
  menu_id     uuid          not null,
  provider_id uuid          not null,
  day         date          not null,
  capacity    numeric(12,4) not null,
  taken       numeric(12,4) not null,
  constraint production_service_day_pk primary key (tenant_id, menu_id, day),
  constraint production_service_day_menu_fk foreign key (tenant_id, menu_id, provider_id) references production_service_menu (tenant_id, id, provider_id),
  constraint production_service_day_taken_ck check (taken >= 0 and taken <= capacity)
);
comment on table production_service_day is '某项服务某一天已约的量，不超过那天接得下的量';
select jf_protect('production_service_day');

create table production_machine (
  id          uuid        not null constraint production_machine_pk primary key,
  tenant_id   varchar(12) not null,
  version     bigint      not null,
  provider_id uuid        not null,
  name        varchar(60) not null,
  kind        varchar(10) not null,
  plate       varchar(20) not null,
  active      boolean     not null,
  constraint production_machine_tid_uq unique (tenant_id, id, provider_id),
  constraint production_machine_name_uq unique (tenant_id, provider_id, name),
  constraint production_machine_provider_fk foreign key (tenant_id, provider_id) references production_service_provider (tenant_id, id),
  constraint production_machine_kind_ck check (kind in ('TRACTOR','SEEDER','DRONE','SPRAYER','HARVESTER','DRYER','PUMP','OTHER'))
);
comment on table production_machine is '服务组织的农机；plate 为号牌，没有为空串';
select jf_protect('production_machine');

create table production_service_order (
  id            uuid          not null constraint production_service_order_pk primary key,
  tenant_id     varchar(12)   not null,
  version       bigint        not null,
  no            varchar(20)   not null,
  member_id     uuid          not null,
  division      varchar(12)   not null,
  planting_id   uuid          not null,
  provider_id   uuid          not null,
  menu_id       uuid          not null,
  item          varchar(10)   not null,
  name          varchar(60)   not null,
  unit          varchar(6)    not null,
  unit_price    numeric(18,2) not null,
  quantity      numeric(12,4) not null,
  wanted_on     date          not null,
  note          varchar(200),
  state         varchar(12)   not null,
  ordered_at    timestamptz   not null,
  ordered_by    uuid          not null,
  changed_at    timestamptz   not null,
  machine_id    uuid,
  worker        varchar(60),
  starts_at     timestamptz,
  ends_at       timestamptz,
  reports       integer       not null,
  done_on       date,
  done_quantity numeric(12,4),
  material_amount numeric(18,2),
  report_note   varchar(200),
  operation_id  uuid,
  reported_by   uuid,
  accepted_quantity numeric(12,4),
  accepted_by   uuid,
  score         integer,
  work_amount   numeric(18,2),
  amount        numeric(18,2),
  paid_on       date,
  paid_ref      varchar(60),
  paid_by       uuid,
  constraint production_service_order_tid_uq unique (tenant_id, id),
  constraint production_service_order_no_uq unique (tenant_id, no),
  constraint production_service_order_planting_fk foreign key (tenant_id, planting_id, member_id) references production_planting (tenant_id, id, member_id),
  constraint production_service_order_menu_fk foreign key (tenant_id, menu_id, provider_id) references production_service_menu (tenant_id, id, provider_id),
  constraint production_service_order_machine_fk foreign key (tenant_id, machine_id, provider_id) references production_machine (tenant_id, id, provider_id),
  constraint production_service_order_operation_fk foreign key (tenant_id, operation_id) references production_operation (tenant_id, id),
  constraint production_service_order_item_ck check (item in ('TILL','SOW','SPRAY','FERTILISE','IRRIGATE','WEED','HARVEST','OTHER')),
  constraint production_service_order_unit_ck check (unit in ('MU','TIME','TONNE')),
  constraint production_service_order_state_ck check (state in ('ORDERED','TAKEN','DECLINED','CANCELLED','DISPATCHED','WORKING','REPORTED','REWORK','ACCEPTED','BILLED','PAID')),
  constraint production_service_order_quantity_ck check (quantity > 0 and unit_price > 0),
  constraint production_service_order_time_ck check ((starts_at is null) = (ends_at is null) and (starts_at is null or ends_at > starts_at)
    and (state not in ('DISPATCHED','WORKING','REPORTED','REWORK','ACCEPTED','BILLED','PAID') or starts_at is not null)),
  constraint production_service_order_report_ck check ((state not in ('REPORTED','REWORK','ACCEPTED','BILLED','PAID')
      or (done_quantity is not null and done_on is not null and reported_by is not null and material_amount is not null))
    and (done_quantity is null or (done_quantity > 0 and done_quantity <= quantity * 1.05)) and (material_amount is null or material_amount >= 0)),
  constraint production_service_order_accept_ck check ((state in ('ACCEPTED','BILLED','PAID')) = (accepted_quantity is not null)
    and (accepted_quantity is null or (accepted_quantity >= 0 and accepted_quantity <= done_quantity)) and (score is null or score between 1 and 5)),
  constraint production_service_order_four_eyes_ck check (accepted_by is null or accepted_by <> reported_by),
  constraint production_service_order_amount_ck check ((state in ('BILLED','PAID')) = (amount is not null)
    and (amount is null or (amount = work_amount + material_amount and work_amount = round(accepted_quantity * unit_price, 2)))),
  constraint production_service_order_paid_ck check ((state = 'PAID') = (paid_on is not null) and (paid_on is null) = (paid_by is null) and (paid_on is null) = (paid_ref is null))
);
comment on table production_service_order is '菜单服务订单（半托管）：从下单、派工、作业、验收到结算；作业完成记一条农事，用的药按同一规则算安全间隔；money 元，数量按计价单位';
create index production_service_order_member_ix on production_service_order (tenant_id, member_id, ordered_at);
create index production_service_order_provider_ix on production_service_order (tenant_id, provider_id, ordered_at);
select jf_protect('production_service_order');
revoke delete on production_service_order from ${app_role};

create table production_service_photo (
  tenant_id varchar(12) not null,
  order_id  uuid        not null,
  file_id   uuid        not null,
  constraint production_service_photo_pk primary key (tenant_id, order_id, file_id),
  constraint production_service_photo_order_fk foreign key (tenant_id, order_id) references production_service_order (tenant_id, id)
);
comment on table production_service_photo is '作业报告的照片';
select jf_protect('production_service_photo');

create table production_machine_booking (
  id          uuid        not null constraint production_machine_booking_pk primary key,
  tenant_id   varchar(12) not null,
  machine_id  uuid        not null,
  provider_id uuid        not null,
  order_id    uuid,
  during      tstzrange   not null,
  why         varchar(60) not null,
  constraint production_machine_booking_machine_fk foreign key (tenant_id, machine_id, provider_id) references production_machine (tenant_id, id, provider_id),
  constraint production_machine_booking_order_fk foreign key (tenant_id, order_id) references production_service_order (tenant_id, id),
  constraint production_machine_booking_order_uq unique (tenant_id, order_id),
  constraint production_machine_booking_during_ck check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  constraint production_machine_booking_one_ex exclude using gist (tenant_id with =, machine_id with =, during with &&)
);
comment on table production_machine_booking is '农机日程：一台机器同一时间只在一处；order_id 为空是保养等自留时间';
select jf_protect('production_machine_booking');
