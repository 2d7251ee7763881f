-- Trace lots. The lot of a harvest bears the id of its harvest lot.
create sequence jf_number_lot;

create table trace_lot (
  id            uuid          not null constraint trace_lot_pk primary key,
  tenant_id     varchar(12)   not null constraint trace_lot_tenant_fk references platform_tenant (code),
  version       bigint        not null,
  lot_code      varchar(20)   not null,
  member_id     uuid          not null,
  planting_id   uuid          not null,
  crop          varchar(40)   not null,
  crop_name     varchar(60)   not null,
  variety       varchar(60),
  grade         varchar(40),
  producer      varchar(100)  not null,
  origin        varchar(120)  not null,
  harvested_on  date          not null,
  kg            numeric(18,6) not null,
  kg_left       numeric(18,6) not null,
  kg_labelled   numeric(18,6) not null,
  status        varchar(12)   not null,
  hold_reason   varchar(30),
  hold_detail   varchar(300),
  hold_safe_on  date,
  hold_days     int,
  status_at     timestamptz   not null,
  completeness  int           not null,
  arrived_on    date,
  constraint trace_lot_tenant_id_uq unique (tenant_id, id),
  constraint trace_lot_code_uq unique (tenant_id, lot_code),
  constraint trace_lot_kg_ck check (kg > 0),
  constraint trace_lot_kg_left_ck check (kg_left >= 0 and kg_left <= kg),
  constraint trace_lot_kg_labelled_ck check (kg_labelled >= 0 and kg_labelled <= kg),
  constraint trace_lot_status_ck check (status in ('OPEN', 'HELD', 'RELEASED', 'CONSUMED', 'RECALLED', 'DESTROYED')),
  constraint trace_lot_held_has_reason_ck check (status not in ('HELD', 'RECALLED') or hold_reason is not null),
  constraint trace_lot_consumed_ck check (status <> 'CONSUMED' or kg_left = 0),
  constraint trace_lot_completeness_ck check (completeness between 0 and 100)
);
comment on table trace_lot is '追溯批次：与采收批次同号；余量由锁和约束把守';
comment on column trace_lot.kg is '批次重量，单位：千克';
comment on column trace_lot.kg_left is '尚可发出的重量，单位：千克';
comment on column trace_lot.kg_labelled is '已按标签净含量折算贴标的重量，单位：千克';
comment on column trace_lot.arrived_on is '首次有买方确认收到的日期';
comment on column trace_lot.completeness is '全程记录完整度，0 到 100';
create index trace_lot_member_ix on trace_lot (tenant_id, member_id, harvested_on);
create index trace_lot_planting_ix on trace_lot (tenant_id, planting_id);
create index trace_lot_status_ix on trace_lot (tenant_id, status, id);
select jf_protect('trace_lot');

create table trace_lot_move (
  id          bigint generated always as identity constraint trace_lot_move_pk primary key,
  tenant_id   varchar(12)   not null constraint trace_lot_move_tenant_fk references platform_tenant (code),
  lot_id      uuid          not null,
  kg          numeric(18,6) not null,
  kind        varchar(12)   not null,
  source_id   uuid          not null,
  at          timestamptz   not null,
  person_id   uuid          not null,
  constraint trace_lot_move_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_lot_move_once_uq unique (tenant_id, lot_id, kind, source_id),
  constraint trace_lot_move_kind_ck check (kind in ('DISPATCH', 'RETURN', 'DESTROY')),
  constraint trace_lot_move_kg_ck check (kg > 0)
);
comment on table trace_lot_move is '批次进出：发出、退回、销毁，只增不改';
comment on column trace_lot_move.kg is '重量，单位：千克，方向看 kind';
select jf_protect('trace_lot_move');
revoke update, delete on trace_lot_move from ${app_role};
