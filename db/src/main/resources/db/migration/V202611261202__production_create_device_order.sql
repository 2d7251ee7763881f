-- What a device was told to do, and whether it did.

create table production_device_order (
  id         uuid         not null constraint production_device_order_pk primary key,
  tenant_id  varchar(12)  not null,
  device_id  uuid         not null,
  service    varchar(40)  not null,
  argument   varchar(200),
  state      varchar(12)  not null,
  ordered_by uuid         not null,
  by_name    varchar(60)  not null,
  ordered_at timestamptz  not null,
  expires_at timestamptz  not null,
  sent_at    timestamptz,
  closed_at  timestamptz,
  answer     varchar(400),
  constraint production_device_order_tid_uq unique (tenant_id, id),
  constraint production_device_order_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_device_order_state_ck check (state in ('PENDING','SENT','ANSWERED','FAILED','EXPIRED')),
  constraint production_device_order_expiry_ck check (expires_at > ordered_at),
  constraint production_device_order_closed_ck check ((state in ('ANSWERED','FAILED','EXPIRED')) = (closed_at is not null)),
  constraint production_device_order_sent_ck check (state <> 'SENT' or sent_at is not null)
);
comment on table production_device_order is '给设备的指令：待发、已发、已执行、失败、超时；同一设备同一指令同时只有一条在办，到 expires_at 没有应答就算超时';
create unique index production_device_order_open_uq on production_device_order (tenant_id, device_id, service) where state in ('PENDING','SENT');
create index production_device_order_device_ix on production_device_order (tenant_id, device_id, ordered_at desc);
select jf_protect('production_device_order');
