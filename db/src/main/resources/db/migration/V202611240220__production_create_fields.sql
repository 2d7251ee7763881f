-- Land, what grows on it, what was done to it, and what was picked.

create sequence jf_number_plot;
create sequence jf_number_planting;
create sequence jf_number_harvest;

create table production_plot (
  id            uuid          not null constraint production_plot_pk primary key,
  tenant_id     varchar(12)   not null constraint production_plot_tenant_fk references platform_tenant (code),
  version       bigint        not null,
  no            varchar(20)   not null,
  member_id     uuid          not null,
  name          varchar(40)   not null,
  kind          varchar(16)   not null,
  division      varchar(12)   not null,
  village       varchar(40)   not null,
  declared_mu   numeric(12,4) not null,
  contract_mu   numeric(12,4),
  measured_mu   numeric(12,4),
  area_mu       numeric(12,4) generated always as (coalesce(measured_mu, declared_mu)) stored,
  planted_mu    numeric(12,4) not null default 0,
  photo_id      uuid,
  state         varchar(12)   not null,
  registered_by uuid          not null,
  submitted_by  uuid,
  submitted_at  timestamptz,
  verified_by   uuid,
  verified_at   timestamptz,
  constraint production_plot_tid_uq unique (tenant_id, id),
  constraint production_plot_no_uq unique (tenant_id, no),
  constraint production_plot_name_uq unique (tenant_id, member_id, name),
  constraint production_plot_kind_ck check (kind in ('OPEN_FIELD','GREENHOUSE','ORCHARD','WATER','MUSHROOM_HOUSE')),
  constraint production_plot_state_ck check (state in ('DRAFT','SUBMITTED','VERIFIED','RETURNED')),
  constraint production_plot_division_ck check (division ~ '^[0-9]{9}([0-9]{3})?$'),
  constraint production_plot_area_ck check (declared_mu > 0 and declared_mu <= 100000
    and (contract_mu is null or contract_mu > 0) and (measured_mu is null or measured_mu > 0)),
  constraint production_plot_planted_ck check (planted_mu >= 0 and planted_mu <= coalesce(measured_mu, declared_mu)),
  constraint production_plot_submitted_ck check (state = 'DRAFT' or (submitted_by is not null and submitted_at is not null)),
  constraint production_plot_verified_ck check (state <> 'VERIFIED'
    or (verified_by is not null and verified_at is not null and measured_mu is not null)),
  constraint production_plot_four_eyes_ck check (verified_by is null or (verified_by <> registered_by and verified_by is distinct from submitted_by))
);
comment on table production_plot is '地块；declared_mu 申报、contract_mu 合同、measured_mu 实测面积（亩）；planted_mu 为在种面积合计，永不超过地块面积；核实人不能是登记人';
create index production_plot_member_ix on production_plot (tenant_id, member_id);
create index production_plot_state_ix on production_plot (tenant_id, state, submitted_at);
select jf_protect('production_plot');

create table production_yield_standard (
  id         uuid          not null constraint production_yield_standard_pk primary key,
  tenant_id  varchar(12)   not null constraint production_yield_standard_tenant_fk references platform_tenant (code),
  version    bigint        not null,
  crop       varchar(30)   not null constraint production_yield_standard_crop_fk references production_crop (code),
  plot_kind  varchar(16)   not null,
  kg_per_mu  numeric(12,3) not null,
  valid_from date          not null,
  decided_by varchar(100)  not null,
  demo       boolean       not null default false,
  constraint production_yield_standard_tid_uq unique (tenant_id, id),
  constraint production_yield_standard_uq unique (tenant_id, crop, plot_kind, valid_from),
  constraint production_yield_standard_kind_ck check (plot_kind in ('OPEN_FIELD','GREENHOUSE','ORCHARD','WATER','MUSHROOM_HOUSE')),
  constraint production_yield_standard_yield_ck check (kg_per_mu > 0)
);
comment on table production_yield_standard is '产量上限标准（千克/亩），由县农合联决定并留版本：播种日起作数的一版管该批次；demo 为示例行';
select jf_protect('production_yield_standard');
revoke update, delete on production_yield_standard from ${app_role};

create table production_planting (
  id          uuid          not null constraint production_planting_pk primary key,
  tenant_id   varchar(12)   not null,
  version     bigint        not null,
  no          varchar(20)   not null,
  member_id   uuid          not null,
  plot_id     uuid          not null,
  crop        varchar(30)   not null constraint production_planting_crop_fk references production_crop (code),
  variety     varchar(40)   not null,
  season_year integer      not null,
  season_part varchar(8)    not null,
  sown_on     date          not null,
  area_mu     numeric(12,4) not null,
  state       varchar(12)   not null,
  ended_on    date,
  end_reason  varchar(200),
  recorded_by uuid          not null,
  recorded_at timestamptz   not null,
  constraint production_planting_tid_uq unique (tenant_id, id),
  constraint production_planting_no_uq unique (tenant_id, no),
  constraint production_planting_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint production_planting_state_ck check (state in ('PLANNED','GROWING','HARVESTING','FINISHED','ARCHIVED','CANCELLED','FAILED')),
  constraint production_planting_season_ck check (season_part in ('SPRING','SUMMER','AUTUMN','WINTER','YEAR') and season_year between 2000 and 2100),
  constraint production_planting_area_ck check (area_mu > 0),
  constraint production_planting_end_ck check ((ended_on is not null) = (state in ('FINISHED','ARCHIVED','CANCELLED','FAILED'))),
  constraint production_planting_reason_ck check (state not in ('CANCELLED','FAILED') or end_reason is not null)
);
comment on table production_planting is '种植批次：计划、生长中、采收中、已完成、归档、取消、绝收；在种面积合计不超过地块（见 production_plot.planted_mu）';
create index production_planting_member_ix on production_planting (tenant_id, member_id, sown_on);
create index production_planting_plot_ix on production_planting (tenant_id, plot_id);
select jf_protect('production_planting');

create table production_operation (
  id          uuid        not null constraint production_operation_pk primary key,
  tenant_id   varchar(12) not null,
  version     bigint      not null,
  client_uid  uuid        not null,
  member_id   uuid        not null,
  kind        varchar(12) not null,
  on_day      date        not null,
  state       varchar(8)  not null,
  late        boolean     not null,
  late_reason varchar(200),
  note        varchar(200),
  weather     varchar(40),
  photo_id    uuid,
  input_id    uuid,
  lot_no      varchar(40),
  quantity    numeric(18,6),
  pest        varchar(60),
  recorded_at timestamptz not null,
  recorded_by uuid        not null,
  by_name     varchar(60) not null,
  void_reason varchar(200),
  constraint production_operation_tid_uq unique (tenant_id, id),
  constraint production_operation_client_uq unique (tenant_id, client_uid),
  constraint production_operation_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_operation_kind_ck check (kind in ('SOW','SPRAY','FERTILISE','IRRIGATE','PRUNE','WEED','OTHER')),
  constraint production_operation_state_ck check (state in ('DONE','VOID') and (state = 'VOID') = (void_reason is not null)),
  constraint production_operation_input_ck check ((input_id is null) = (quantity is null) and (input_id is null) = (lot_no is null)
    and (quantity is null or quantity > 0) and (kind <> 'SPRAY' or input_id is not null)),
  constraint production_operation_future_ck check (on_day <= ((recorded_at at time zone 'Asia/Shanghai')::date))
);
comment on table production_operation is '农事作业；quantity 为整次用量（基本单位），在各种植批次间按面积分摊；client_uid 为手机端编号，重复上传不再记；作废保留原行';
create index production_operation_member_ix on production_operation (tenant_id, member_id, on_day);
select jf_protect('production_operation');

create table production_operation_planting (
  tenant_id    varchar(12) not null,
  operation_id uuid        not null,
  planting_id  uuid        not null,
  constraint production_operation_planting_pk primary key (tenant_id, operation_id, planting_id),
  constraint production_operation_planting_operation_fk foreign key (tenant_id, operation_id) references production_operation (tenant_id, id),
  constraint production_operation_planting_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id)
);
comment on table production_operation_planting is '一次作业涉及的种植批次';
create index production_operation_planting_planting_ix on production_operation_planting (tenant_id, planting_id);
select jf_protect('production_operation_planting');

create table production_input_use (
  id             uuid          not null constraint production_input_use_pk primary key,
  tenant_id      varchar(12)   not null,
  version        bigint        not null,
  operation_id   uuid          not null,
  planting_id    uuid          not null,
  member_id      uuid          not null,
  input_id       uuid          not null,
  product        varchar(80)   not null,
  lot_no         varchar(40)   not null,
  on_day         date          not null,
  quantity       numeric(18,6) not null,
  dose_per_mu    numeric(18,6) not null,
  dose_max       numeric(18,6),
  nth_use        integer      not null,
  max_times      integer,
  interval_days  integer,
  safe_on        date,
  findings       varchar(20)[] not null,
  standing       varchar(10)   not null,
  decided_safe_on date,
  decided_by     uuid,
  decided_at     timestamptz,
  decided_reason varchar(300),
  test_ref       varchar(60),
  recorded_by    uuid          not null,
  constraint production_input_use_tid_uq unique (tenant_id, id),
  constraint production_input_use_uq unique (tenant_id, operation_id, planting_id),
  constraint production_input_use_operation_fk foreign key (tenant_id, operation_id) references production_operation (tenant_id, id),
  constraint production_input_use_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id),
  constraint production_input_use_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_input_use_quantity_ck check (quantity > 0 and dose_per_mu > 0 and nth_use > 0),
  constraint production_input_use_standing_ck check (standing in ('CLEAR','BLOCKED','LIFTED','UPHELD','VOID')),
  constraint production_input_use_findings_ck check (findings <@ array['BANNED','NOT_REGISTERED','OFF_LABEL','INTERVAL_UNKNOWN','OVER_DOSE','OVER_TIMES']::varchar[]),
  constraint production_input_use_clear_ck check (standing <> 'CLEAR' or cardinality(findings) = 0),
  constraint production_input_use_safe_ck check ((interval_days is null) = (safe_on is null) and (safe_on is null or safe_on = on_day + interval_days)),
  constraint production_input_use_lifted_ck check (standing <> 'LIFTED' or (decided_safe_on is not null and test_ref is not null
    and decided_by is not null and decided_at is not null and not ('BANNED' = any(findings)) and (safe_on is null or decided_safe_on >= safe_on))),
  constraint production_input_use_four_eyes_ck check (decided_by is null or decided_by <> recorded_by)
);
comment on table production_input_use is '投入品使用：每个批次一行；safe_on = 使用日 + 安全间隔期；BLOCKED 待技术员决定，LIFTED 须有检测编号且不早于已知间隔期，禁用农药不得解除';
create index production_input_use_planting_ix on production_input_use (tenant_id, planting_id, on_day);
create index production_input_use_blocked_ix on production_input_use (tenant_id, on_day) where standing = 'BLOCKED';
create index production_input_use_member_ix on production_input_use (tenant_id, member_id, on_day);
select jf_protect('production_input_use');

create table production_harvest_lot (
  id             uuid          not null constraint production_harvest_lot_pk primary key,
  tenant_id      varchar(12)   not null,
  version        bigint        not null,
  no             varchar(20)   not null,
  client_uid     uuid          not null,
  member_id      uuid          not null,
  planting_id    uuid          not null,
  picked_on      date          not null,
  weight_kg      numeric(18,6) not null,
  above_cap_kg   numeric(18,6) not null,
  grade          varchar(20)   not null,
  note           varchar(200),
  status         varchar(8)    not null,
  hold_kind      varchar(20),
  hold_product   varchar(80),
  hold_safe_on   date,
  hold_days_short integer,
  late           boolean       not null,
  late_reason    varchar(200),
  void_reason    varchar(200),
  recorded_at    timestamptz   not null,
  recorded_by    uuid          not null,
  by_name        varchar(60)   not null,
  constraint production_harvest_lot_tid_uq unique (tenant_id, id),
  constraint production_harvest_lot_no_uq unique (tenant_id, no),
  constraint production_harvest_lot_client_uq unique (tenant_id, client_uid),
  constraint production_harvest_lot_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id),
  constraint production_harvest_lot_weight_ck check (weight_kg > 0 and above_cap_kg >= 0 and above_cap_kg <= weight_kg),
  constraint production_harvest_lot_status_ck check (status in ('VALID','PROBLEM','VOID')),
  constraint production_harvest_lot_hold_ck check ((status = 'PROBLEM' and hold_kind is not null and hold_product is not null and hold_days_short is not null)
    or (status <> 'PROBLEM' and hold_kind is null and hold_product is null and hold_safe_on is null and hold_days_short is null)),
  constraint production_harvest_lot_reason_ck check (hold_kind is null or hold_kind in ('INTERVAL','INTERVAL_UNKNOWN','ABOVE_LABEL','OFF_LABEL','BANNED')),
  constraint production_harvest_lot_days_ck check (hold_kind is distinct from 'INTERVAL'
    or (hold_safe_on is not null and hold_days_short = hold_safe_on - picked_on and hold_days_short > 0)),
  constraint production_harvest_lot_void_ck check ((status = 'VOID') = (void_reason is not null)),
  constraint production_harvest_lot_future_ck check (picked_on <= ((recorded_at at time zone 'Asia/Shanghai')::date))
);
comment on table production_harvest_lot is '采收批次（事实）：有效、问题、作废；采得太早照记为问题并写明药名、最早可采日和差几天；above_cap_kg 为超出面积乘产量上限的部分';
create index production_harvest_lot_planting_ix on production_harvest_lot (tenant_id, planting_id, picked_on);
create index production_harvest_lot_member_ix on production_harvest_lot (tenant_id, member_id, picked_on);
select jf_protect('production_harvest_lot');

-- One planting with everything that decides what may be promised on it. Read with the reader's own
-- rights, so that row-level security holds inside.
create view production_planting_fact with (security_invoker = true) as
select p.id, p.tenant_id, p.no, p.member_id, p.plot_id, g.name as plot_name, g.kind as plot_kind, g.division, g.village,
       p.crop, c.name as crop_name, c.crop_group, p.variety, p.season_year, p.season_part, p.sown_on, p.ended_on, p.area_mu,
       p.state, p.version, g.state = 'VERIFIED' as verified, y.kg_per_mu,
       case when g.state = 'VERIFIED' then round(p.area_mu * y.kg_per_mu, 3) end as cap_kg,
       coalesce(h.harvested_kg, 0) as harvested_kg, u.earliest_harvest_on, coalesce(u.blocked, false) as blocked
  from production_planting p
  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
  join production_crop c on c.code = p.crop
  left join lateral (select s.kg_per_mu from production_yield_standard s
     where s.tenant_id = p.tenant_id and s.crop = p.crop and s.plot_kind = g.kind and s.valid_from <= p.sown_on
     order by s.valid_from desc limit 1) y on true
  left join lateral (select sum(l.weight_kg) as harvested_kg from production_harvest_lot l
     where l.tenant_id = p.tenant_id and l.planting_id = p.id and l.status <> 'VOID') h on true
  left join lateral (select max(coalesce(x.decided_safe_on, x.safe_on)) as earliest_harvest_on,
       bool_or(x.standing in ('BLOCKED', 'UPHELD')) as blocked from production_input_use x
     where x.tenant_id = p.tenant_id and x.planting_id = p.id and x.standing <> 'VOID') u on true;
comment on view production_planting_fact is '种植批次及其上限、已采、最早可采日';
