-- 天气建议: what was forecast for a township, where our own stations stand, by what limits work is advised, and what farms were told.

create table production_weather_forecast (
  id           uuid         not null constraint production_weather_forecast_pk primary key,
  tenant_id    varchar(12)  not null constraint production_weather_forecast_tenant_fk references platform_tenant (code),
  division     varchar(12)  not null,
  day          date         not null,
  part         varchar(9)   not null,
  sky          varchar(10),
  rain_mm      numeric(5,1) not null,
  wind_ms      numeric(4,1),
  wind_level   smallint,
  temp_min     numeric(4,1) not null,
  temp_max     numeric(4,1) not null,
  warning      varchar(6)   not null,
  warning_text varchar(120),
  source       varchar(60)  not null,
  issued_at    timestamptz  not null,
  arrived_at   timestamptz  not null,
  by_person    uuid         not null,
  by_name      varchar(100) not null,
  demo         boolean      not null default false,
  constraint production_weather_forecast_tid_uq unique (tenant_id, id),
  constraint production_weather_forecast_issue_uq unique (tenant_id, division, day, part, source, issued_at),
  constraint production_weather_forecast_division_ck check (division ~ '^[0-9]{9}$'),
  constraint production_weather_forecast_part_ck check (part in ('MORNING', 'AFTERNOON', 'NIGHT')),
  constraint production_weather_forecast_sky_ck check (sky in ('SUNNY', 'CLOUDY', 'OVERCAST', 'RAIN', 'WIND', 'FROST')),
  constraint production_weather_forecast_rain_ck check (rain_mm between 0 and 2000),
  constraint production_weather_forecast_wind_ck check (num_nonnulls(wind_ms, wind_level) > 0 and wind_ms between 0 and 90 and wind_level between 0 and 17),
  constraint production_weather_forecast_temp_ck check (temp_min between -60 and 60 and temp_max between -60 and 60 and temp_min <= temp_max),
  constraint production_weather_forecast_warning_ck check (warning in ('NONE', 'BLUE', 'YELLOW', 'ORANGE', 'RED')
    and (warning = 'NONE') = (warning_text is null)),
  constraint production_weather_forecast_time_ck check (issued_at <= arrived_at + interval '5 minutes'
    and day between ((issued_at at time zone 'Asia/Shanghai')::date - 1) and ((issued_at at time zone 'Asia/Shanghai')::date + 15))
);
comment on table production_weather_forecast is '天气预报：一个乡镇、一天、一段（上午 6 到 12 时、下午 12 到 18 时、夜里 18 时到次日 6 时）一行；rain_mm 这一段的雨量，毫米；wind_ms 风速，米/秒，wind_level 风力等级（GB/T 28591），至少有一个；气温，摄氏度；warning 气象灾害预警等级；同一段以发布时间最晚的为准，先前的留着';
create index production_weather_forecast_now_ix on production_weather_forecast (tenant_id, division, day, part, issued_at desc, id desc);
select jf_protect('production_weather_forecast');
revoke update, delete on production_weather_forecast from ${app_role};

create table production_weather_station (
  tenant_id varchar(12)  not null constraint production_weather_station_tenant_fk references platform_tenant (code),
  device_id uuid         not null,
  named_by  uuid         not null,
  by_name   varchar(100) not null,
  named_at  timestamptz  not null,
  constraint production_weather_station_pk primary key (tenant_id, device_id),
  constraint production_weather_station_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id)
);
comment on table production_weather_station is '露天的气象站：哪几台物联设备的读数代表它所在乡镇的天气（棚里的不算）';
select jf_protect('production_weather_station');
revoke update on production_weather_station from ${app_role};

create table production_weather_edition (
  id            uuid         not null constraint production_weather_edition_pk primary key,
  tenant_id     varchar(12)  not null constraint production_weather_edition_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  valid_from    date         not null,
  decided_by    varchar(200) not null,
  forecast_h    smallint     not null,
  state         varchar(10)  not null,
  proposed_by   uuid         not null,
  proposed_at   timestamptz  not null,
  by_name       varchar(100) not null,
  closed_by     uuid,
  demo          boolean      not null default false,
  constraint production_weather_edition_tid_uq unique (tenant_id, id),
  constraint production_weather_edition_state_ck check (state in ('PROPOSED', 'CONFIRMED', 'DECLINED')),
  constraint production_weather_edition_closed_ck check ((state = 'PROPOSED') = (closed_by is null)),
  constraint production_weather_edition_four_eyes_ck check (state <> 'CONFIRMED' or closed_by <> proposed_by),
  constraint production_weather_edition_forecast_ck check (forecast_h between 1 and 240)
);
comment on table production_weather_edition is '天气建议的限值（分版，整表一版）：一人提出、另一人确认，从 valid_from 起用；forecast_h 预报发布超过几小时就不再作数';
create unique index production_weather_edition_in_force_uq on production_weather_edition (tenant_id, valid_from) where state = 'CONFIRMED';
select jf_protect('production_weather_edition');
revoke delete on production_weather_edition from ${app_role};

create table production_weather_rule (
  tenant_id   varchar(12)  not null constraint production_weather_rule_tenant_fk references platform_tenant (code),
  edition_id  uuid         not null,
  no          smallint     not null,
  work        varchar(10)  not null,
  measure     varchar(8)   not null,
  bound       numeric(6,1),
  warning     varchar(6),
  within_h    smallint     not null,
  verdict     varchar(4)   not null,
  sentence    varchar(120) not null,
  source      varchar(200) not null,
  constraint production_weather_rule_pk primary key (tenant_id, edition_id, no),
  constraint production_weather_rule_edition_fk foreign key (tenant_id, edition_id) references production_weather_edition (tenant_id, id),
  constraint production_weather_rule_work_ck check (work in ('SPRAY', 'HARVEST', 'IRRIGATE', 'FERTILISE', 'HOUSE')),
  constraint production_weather_rule_measure_ck check (measure in ('RAIN', 'WIND', 'HEAT', 'COLD', 'WARNING')),
  constraint production_weather_rule_bound_ck check ((measure = 'WARNING') = (bound is null) and (measure = 'WARNING') = (warning is not null)
    and (measure not in ('RAIN', 'WIND') or bound > 0) and bound between -60 and 2000),
  constraint production_weather_rule_warning_ck check (warning in ('BLUE', 'YELLOW', 'ORANGE', 'RED')),
  constraint production_weather_rule_within_ck check (within_h between 0 and 72),
  constraint production_weather_rule_verdict_ck check (verdict in ('WAIT', 'NO')),
  constraint production_weather_rule_no_ck check (no between 1 and 40)
);
comment on table production_weather_rule is '一条限值：雨量（毫米）、风速（米/秒）、高温（摄氏度）、预警等级达到或超过，低温（摄氏度）达到或低于，就等等（WAIT）或不要做（NO）；within_h 从动手起看几小时，0 为只看动手的那一段';
select jf_protect('production_weather_rule');
revoke update, delete on production_weather_rule from ${app_role};

-- What was proposed stays as it was; it is decided once.
create function production_weather_edition_fixed() returns trigger language plpgsql as $$
begin
  if old.state <> 'PROPOSED' or (old.id, old.tenant_id, old.valid_from, old.decided_by, old.forecast_h, old.proposed_by, old.proposed_at, old.by_name, old.demo)
     is distinct from (new.id, new.tenant_id, new.valid_from, new.decided_by, new.forecast_h, new.proposed_by, new.proposed_at, new.by_name, new.demo) then
    raise exception 'weather limits % are on record, violates constraint "production_weather_edition_fixed_tg"', old.id
      using errcode = 'check_violation', constraint = 'production_weather_edition_fixed_tg', table = 'production_weather_edition';
  end if;
  return new;
end $$;
create trigger production_weather_edition_fixed_tg before update on production_weather_edition
  for each row execute function production_weather_edition_fixed();

-- A line is added while its edition is proposed, never after.
create function production_weather_rule_open() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from production_weather_edition e
      where e.tenant_id = new.tenant_id and e.id = new.edition_id and e.state = 'PROPOSED') then
    raise exception 'weather limits % are decided, violates constraint "production_weather_edition_fixed_tg"', new.edition_id
      using errcode = 'check_violation', constraint = 'production_weather_edition_fixed_tg', table = 'production_weather_rule';
  end if;
  return new;
end $$;
create trigger production_weather_rule_open_tg before insert on production_weather_rule
  for each row execute function production_weather_rule_open();

create table production_weather_told (
  tenant_id    varchar(12) not null constraint production_weather_told_tenant_fk references platform_tenant (code),
  operation_id uuid,
  planting_id  uuid,
  told_on      date        not null,
  about_day    date        not null,
  verdict      varchar(4)  not null,
  constraint production_weather_told_one_ck check (num_nonnulls(operation_id, planting_id) = 1),
  constraint production_weather_told_day_ck check (about_day >= told_on),
  constraint production_weather_told_verdict_ck check (verdict in ('WAIT', 'NO')),
  constraint production_weather_told_operation_uq unique (tenant_id, operation_id, told_on),
  constraint production_weather_told_planting_uq unique (tenant_id, planting_id, told_on),
  constraint production_weather_told_operation_fk foreign key (tenant_id, operation_id) references production_operation (tenant_id, id),
  constraint production_weather_told_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id)
);
comment on table production_weather_told is '已告知农户的天气：打算打药的作业，或正在采收的种植批次，一天只告知一次';
select jf_protect('production_weather_told');
revoke update, delete on production_weather_told from ${app_role};
