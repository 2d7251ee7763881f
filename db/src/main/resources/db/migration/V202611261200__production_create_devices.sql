-- Devices of the fields: what they are, where they stand, and with which secret they speak.

create table production_device_product (
  id         uuid         not null constraint production_device_product_pk primary key,
  tenant_id  varchar(12)  not null constraint production_device_product_tenant_fk references platform_tenant (code),
  code       varchar(40)  not null,
  name       varchar(60)  not null,
  maker      varchar(60)  not null,
  protocol   varchar(8)   not null,
  interval_s integer      not null,
  created_by uuid         not null,
  created_at timestamptz  not null,
  constraint production_device_product_tid_uq unique (tenant_id, id),
  constraint production_device_product_code_uq unique (tenant_id, code),
  constraint production_device_product_code_ck check (code ~ '^[A-Za-z0-9._-]{2,40}$'),
  constraint production_device_product_protocol_ck check (protocol in ('HTTP','MQTT','BRIDGE')),
  constraint production_device_product_interval_ck check (interval_s between 1 and 86400)
);
comment on table production_device_product is '物联产品（物模型）：interval_s 为正常上报间隔（秒）；登记后不改，要改另立新型号';
select jf_protect('production_device_product');
revoke update, delete on production_device_product from ${app_role};

create table production_device_property (
  tenant_id  varchar(12)  not null,
  product_id uuid         not null,
  key        varchar(40)  not null,
  place      smallint     not null,
  name       varchar(40)  not null,
  unit       varchar(16)  not null,
  kind       varchar(8)   not null,
  scale      smallint     not null,
  valid_min  double precision,
  valid_max  double precision,
  constraint production_device_property_pk primary key (tenant_id, product_id, key),
  constraint production_device_property_product_fk foreign key (tenant_id, product_id) references production_device_product (tenant_id, id),
  constraint production_device_property_key_ck check (key ~ '^[A-Za-z][A-Za-z0-9_.-]{0,39}$' and key not in ('ts', 'values')),
  constraint production_device_property_kind_ck check (kind in ('GAUGE','COUNTER','STATE')),
  constraint production_device_property_scale_ck check (scale between 0 and 6),
  constraint production_device_property_range_ck check (valid_min is null or valid_max is null or valid_min < valid_max)
);
comment on table production_device_property is '型号的测点：键、名称、单位、类别（量值、累计、状态）、小数位、有效范围';
select jf_protect('production_device_property');
revoke update, delete on production_device_property from ${app_role};

create table production_device_service (
  tenant_id  varchar(12)  not null,
  product_id uuid         not null,
  key        varchar(40)  not null,
  place      smallint     not null,
  name       varchar(40)  not null,
  constraint production_device_service_pk primary key (tenant_id, product_id, key),
  constraint production_device_service_product_fk foreign key (tenant_id, product_id) references production_device_product (tenant_id, id),
  constraint production_device_service_key_ck check (key ~ '^[A-Za-z][A-Za-z0-9_.-]{0,39}$')
);
comment on table production_device_service is '型号能执行的指令，如打开、关闭';
select jf_protect('production_device_service');
revoke update, delete on production_device_service from ${app_role};

-- a device stands on a plot of its own farm
alter table production_plot add constraint production_plot_owner_uq unique (tenant_id, id, member_id);

create table production_device (
  id            uuid         not null constraint production_device_pk primary key,
  tenant_id     varchar(12)  not null constraint production_device_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  sn            varchar(40)  not null,
  name          varchar(40)  not null,
  product_id    uuid         not null,
  member_id     uuid         not null,
  division      varchar(12)  not null,
  plot_id       uuid,
  state         varchar(12)  not null,
  registered_by uuid         not null,
  registered_at timestamptz  not null,
  last_seen_at  timestamptz,
  constraint production_device_tid_uq unique (tenant_id, id),
  constraint production_device_sn_uq unique (tenant_id, sn),
  constraint production_device_product_fk foreign key (tenant_id, product_id) references production_device_product (tenant_id, id),
  constraint production_device_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_device_plot_fk foreign key (tenant_id, plot_id, member_id) references production_plot (tenant_id, id, member_id),
  constraint production_device_sn_ck check (sn ~ '^[A-Za-z0-9_-]{3,40}$'),
  constraint production_device_state_ck check (state in ('INACTIVE','ACTIVE','REPAIR','RETIRED')),
  constraint production_device_division_ck check (division ~ '^[0-9]{9}([0-9]{3})?$'),
  constraint production_device_retired_ck check (state <> 'RETIRED' or plot_id is null)
);
comment on table production_device is '物联设备：归一个会员，plot_id 为现在所在地块；在线与否由 last_seen_at 推算；停用的不占地块';
create index production_device_member_ix on production_device (tenant_id, member_id);
create index production_device_plot_ix on production_device (tenant_id, plot_id);
select jf_protect('production_device');

create table production_device_place (
  id        bigint generated always as identity constraint production_device_place_pk primary key,
  tenant_id varchar(12) not null,
  device_id uuid        not null,
  plot_id   uuid        not null,
  during    tstzrange   not null,
  placed_by uuid        not null,
  constraint production_device_place_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_device_place_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint production_device_place_during_ck check (not isempty(during) and not lower_inf(during)),
  constraint production_device_place_one_ex exclude using gist (tenant_id with =, device_id with =, during with &&)
);
comment on table production_device_place is '设备在哪块地、从何时到何时；同一设备同一时刻只在一处，读数归当时所在的地块';
create index production_device_place_plot_ix on production_device_place (tenant_id, plot_id);
select jf_protect('production_device_place');

-- Looked up before a tenant is known, by the hash of what the device shows.
create table production_device_credential (
  id          uuid         not null constraint production_device_credential_pk primary key,
  tenant_id   varchar(12)  not null,
  device_id   uuid         not null,
  secret_hash char(64)     not null constraint production_device_credential_secret_uq unique,
  broker_hash varchar(200) not null,
  valid_from  timestamptz  not null,
  valid_to    timestamptz,
  created_by  uuid         not null,
  constraint production_device_credential_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_device_credential_hash_ck check (secret_hash ~ '^[0-9a-f]{64}$'),
  constraint production_device_credential_valid_ck check (valid_to is null or valid_to >= valid_from)
);
comment on table production_device_credential is '设备密钥，只存摘要：secret_hash 为 SHA-256，broker_hash 为消息服务器密码表里的写法；轮换时旧的再用一段时间';
create unique index production_device_credential_current_uq on production_device_credential (tenant_id, device_id) where valid_to is null;

create table production_series (
  id        integer generated always as identity constraint production_series_pk primary key,
  tenant_id varchar(12)  not null,
  device_id uuid         not null,
  key       varchar(40)  not null,
  name      varchar(40)  not null,
  unit      varchar(16)  not null,
  kind      varchar(8)   not null,
  scale     smallint     not null,
  valid_min double precision,
  valid_max double precision,
  constraint production_series_tid_uq unique (tenant_id, id),
  constraint production_series_uq unique (tenant_id, device_id, key),
  constraint production_series_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_series_kind_ck check (kind in ('GAUGE','COUNTER','STATE')),
  constraint production_series_range_ck check (valid_min is null or valid_max is null or valid_min < valid_max)
);
comment on table production_series is '一台设备一个测点一条序列；读数只带这个编号';
select jf_protect('production_series');
