-- When a reading wants somebody's attention, and who gave it.

create table production_alarm_rule (
  id               uuid         not null constraint production_alarm_rule_pk primary key,
  tenant_id        varchar(12)  not null constraint production_alarm_rule_tenant_fk references platform_tenant (code),
  version          bigint       not null,
  name             varchar(60)  not null,
  product_id       uuid,
  device_id        uuid,
  key              varchar(40)  not null,
  comparison       varchar(8)   not null,
  raise_low        double precision,
  raise_high       double precision,
  clear_low        double precision,
  clear_high       double precision,
  min_duration_s   integer      not null,
  clear_duration_s integer      not null,
  min_samples      integer      not null,
  no_data_s        integer,
  active_from      time,
  active_to        time,
  crop             varchar(30)  constraint production_alarm_rule_crop_fk references production_crop (code),
  day_from         integer,
  day_to           integer,
  severity         varchar(8)   not null,
  escalate_s       integer,
  enabled          boolean      not null,
  changed_by       uuid         not null,
  changed_at       timestamptz  not null,
  constraint production_alarm_rule_tid_uq unique (tenant_id, id),
  constraint production_alarm_rule_product_fk foreign key (tenant_id, product_id) references production_device_product (tenant_id, id),
  constraint production_alarm_rule_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_alarm_rule_comparison_ck check (comparison in ('ABOVE','BELOW','OUTSIDE')),
  constraint production_alarm_rule_high_ck check ((comparison = 'BELOW') = (raise_high is null) and (raise_high is null) = (clear_high is null)),
  constraint production_alarm_rule_low_ck check ((comparison = 'ABOVE') = (raise_low is null) and (raise_low is null) = (clear_low is null)),
  constraint production_alarm_rule_hysteresis_ck check ((clear_high is null or clear_high <= raise_high)
    and (clear_low is null or clear_low >= raise_low) and (clear_low is null or clear_high is null or clear_low <= clear_high)),
  constraint production_alarm_rule_duration_ck check (min_duration_s between 0 and 86400 and clear_duration_s between 0 and 86400
    and min_samples between 1 and 1000 and (no_data_s is null or no_data_s between 60 and 2592000)
    and (escalate_s is null or escalate_s between 60 and 604800)),
  constraint production_alarm_rule_schedule_ck check ((active_from is null) = (active_to is null) and (active_from is null or active_from <> active_to)),
  constraint production_alarm_rule_stage_ck check ((crop is not null or (day_from is null and day_to is null)) and (day_from is null or day_from >= 0)
    and (day_to is null or day_to >= coalesce(day_from, 0))),
  constraint production_alarm_rule_severity_ck check (severity in ('URGENT','MAJOR','MINOR','HINT'))
);
comment on table production_alarm_rule is '告警规则：高于或低于 raise 且持续才告警，回到 clear 以内且持续才解除；crop 与 day_from、day_to 限定作物和种下第几天；no_data_s 无数据多久告警；escalate_s 无人确认多久升级';
select jf_protect('production_alarm_rule');

create table production_alarm_state (
  tenant_id varchar(12) not null,
  rule_id   uuid        not null,
  series_id integer     not null,
  phase     varchar(8)  not null,
  since     timestamptz not null,
  samples   integer     not null,
  last_ts   timestamptz not null,
  constraint production_alarm_state_pk primary key (tenant_id, rule_id, series_id),
  constraint production_alarm_state_rule_fk foreign key (tenant_id, rule_id) references production_alarm_rule (tenant_id, id),
  constraint production_alarm_state_series_fk foreign key (tenant_id, series_id) references production_series (tenant_id, id),
  constraint production_alarm_state_phase_ck check (phase in ('NORMAL','PENDING','ACTIVE','CLEARING'))
);
comment on table production_alarm_state is '每条规则对每条序列判到哪里：重启后接着判，判过的不再判';
select jf_protect('production_alarm_state');

create table production_alarm (
  id           uuid         not null constraint production_alarm_pk primary key,
  tenant_id    varchar(12)  not null,
  version      bigint       not null,
  rule_id      uuid         not null,
  series_id    integer      not null,
  device_id    uuid         not null,
  member_id    uuid         not null,
  division     varchar(12)  not null,
  plot_id      uuid,
  kind         varchar(8)   not null,
  severity     varchar(8)   not null,
  raised_at    timestamptz  not null,
  value        double precision,
  peak         double precision,
  cleared_at   timestamptz,
  acked_by     uuid,
  acked_name   varchar(60),
  acked_at     timestamptz,
  note         varchar(400),
  escalated_at timestamptz,
  constraint production_alarm_tid_uq unique (tenant_id, id),
  constraint production_alarm_rule_fk foreign key (tenant_id, rule_id) references production_alarm_rule (tenant_id, id),
  constraint production_alarm_series_fk foreign key (tenant_id, series_id) references production_series (tenant_id, id),
  constraint production_alarm_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_alarm_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_alarm_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint production_alarm_kind_ck check (kind in ('VALUE','NO_DATA')),
  constraint production_alarm_severity_ck check (severity in ('URGENT','MAJOR','MINOR','HINT')),
  constraint production_alarm_cleared_ck check (cleared_at is null or cleared_at >= raised_at),
  constraint production_alarm_acked_ck check ((acked_by is null) = (acked_at is null) and (acked_by is null) = (acked_name is null))
);
comment on table production_alarm is '告警：同一规则同一序列同类告警同时只有一条未解除；确认与解除互不影响';
create unique index production_alarm_open_uq on production_alarm (tenant_id, rule_id, series_id, kind) where cleared_at is null;
create index production_alarm_raised_ix on production_alarm (tenant_id, raised_at desc, id desc);
create index production_alarm_waiting_ix on production_alarm (tenant_id, member_id) where acked_at is null;
select jf_protect('production_alarm');
