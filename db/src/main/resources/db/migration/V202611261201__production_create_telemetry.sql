-- Readings: one partition a day, reached only through production_series, which is protected.

create table production_telemetry (
  ts        timestamptz      not null,
  value     double precision not null,
  series_id integer          not null,
  quality   smallint         not null,
  constraint production_telemetry_pk primary key (series_id, ts),
  constraint production_telemetry_quality_ck check (quality between 0 and 2),
  constraint production_telemetry_value_ck check (value > '-infinity' and value < 'infinity')
) partition by range (ts);
comment on table production_telemetry is '读数，按天分区；quality 0 正常、1 迟到、2 超出有效范围（保留，不参与告警和汇总）；列序按占用排';
create index production_telemetry_ts_ix on production_telemetry using brin (ts) with (pages_per_range = 32);
create table production_telemetry_default partition of production_telemetry default;
comment on table production_telemetry_default is '没有对应日分区的读数先落在这里，建分区时搬走；平时应为空';

create table production_latest (
  series_id integer          not null constraint production_latest_pk primary key,
  ts        timestamptz      not null,
  value     double precision not null,
  quality   smallint         not null
) with (fillfactor = 70);
comment on table production_latest is '每条序列最新一个读数；迟到的读数不覆盖它';

create table production_rollup_hour (
  series_id integer          not null,
  bucket    timestamptz      not null,
  n         integer          not null,
  vmin      double precision not null,
  vmax      double precision not null,
  vsum      double precision not null,
  constraint production_rollup_hour_pk primary key (series_id, bucket),
  constraint production_rollup_hour_n_ck check (n > 0 and vmin <= vmax)
) partition by range (bucket);
comment on table production_rollup_hour is '小时汇总，按月分区；由原始读数重算得出，与到达次序无关';
create table production_rollup_hour_default partition of production_rollup_hour default;
comment on table production_rollup_hour_default is '没有对应月分区的小时汇总，建分区时搬走；平时应为空';

create table production_rollup_day (
  series_id integer          not null,
  day       date             not null,
  n         integer          not null,
  vmin      double precision not null,
  vmax      double precision not null,
  vsum      double precision not null,
  constraint production_rollup_day_pk primary key (series_id, day),
  constraint production_rollup_day_n_ck check (n > 0 and vmin <= vmax)
);
comment on table production_rollup_day is '日汇总（北京时间的日），由小时汇总得出，长期保留';

create table production_dirty_bucket (
  series_id integer     not null,
  bucket    timestamptz not null,
  constraint production_dirty_bucket_pk primary key (series_id, bucket)
);
comment on table production_dirty_bucket is '已汇总过、又有迟到读数的小时，等待重算';

create table production_rollup_mark (
  one          boolean     not null default true constraint production_rollup_mark_pk primary key,
  closed_until timestamptz not null,
  rolled_until timestamptz not null,
  constraint production_rollup_mark_one_ck check (one),
  constraint production_rollup_mark_order_ck check (rolled_until <= closed_until)
);
comment on table production_rollup_mark is '汇总进度：closed_until 之前的小时不再等，此后到的算迟到；rolled_until 之前的已汇总';
insert into production_rollup_mark (closed_until, rolled_until)
values (date_trunc('day', now() - interval '92 days'), date_trunc('day', now() - interval '92 days'));

create table production_bad_point (
  tenant_id varchar(12)  not null constraint production_bad_point_tenant_fk references platform_tenant (code),
  device_id uuid         not null,
  day       date         not null,
  reason    varchar(16)  not null,
  key       varchar(40)  not null,
  n         bigint       not null,
  last_at   timestamptz  not null,
  constraint production_bad_point_pk primary key (tenant_id, device_id, day, reason, key),
  constraint production_bad_point_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_bad_point_reason_ck check (reason in ('NOT_A_NUMBER','NOT_FINITE','FUTURE','TOO_OLD','UNKNOWN_KEY','UNKNOWN_DEVICE','OUT_OF_RANGE','LATE','DUPLICATE','MALFORMED')),
  constraint production_bad_point_n_ck check (n > 0)
);
comment on table production_bad_point is '每台设备每天各种原因的坏点数；超出范围和迟到的仍保留，其余未入库';
select jf_protect('production_bad_point');

-- Partitions are the owner's; the application may only ask for them.
create function jf_telemetry_prepare(first date, last date) returns integer
  language plpgsql security definer set search_path from current as $$
declare
  d date; m date; part text; lo timestamptz; hi timestamptz; made integer := 0;
begin
  if first is null or last is null or last < first or last - first > 1000 then
    raise exception 'from % to % is no span to prepare', first, last;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('production_telemetry', 3));
  for d in select generate_series(first, last, interval '1 day')::date loop
    part := 'production_telemetry_' || to_char(d, 'YYYYMMDD');
    if to_regclass(part) is null then
      lo := d::timestamp at time zone 'Asia/Shanghai';
      hi := (d + 1)::timestamp at time zone 'Asia/Shanghai';
      execute format('create table %I (like production_telemetry including constraints)', part);
      execute format('with moved as (delete from production_telemetry_default where ts >= %L and ts < %L returning ts, value, series_id, quality) insert into %I (ts, value, series_id, quality) select * from moved', lo, hi, part);
      execute format('alter table production_telemetry attach partition %I for values from (%L) to (%L)', part, lo, hi);
      made := made + 1;
    end if;
  end loop;
  for m in select generate_series(date_trunc('month', first::timestamp), last::timestamp, interval '1 month')::date loop
    part := 'production_rollup_hour_' || to_char(m, 'YYYYMM');
    if to_regclass(part) is null then
      lo := m::timestamp at time zone 'Asia/Shanghai';
      hi := (m + interval '1 month')::timestamp at time zone 'Asia/Shanghai';
      execute format('create table %I (like production_rollup_hour including constraints)', part);
      execute format('with moved as (delete from production_rollup_hour_default where bucket >= %L and bucket < %L returning *) insert into %I select * from moved', lo, hi, part);
      execute format('alter table production_rollup_hour attach partition %I for values from (%L) to (%L)', part, lo, hi);
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
comment on function jf_telemetry_prepare(date, date) is '建好这些天（及月）的分区，已有的不动；返回新建个数';

-- A day goes only when it is rolled up and nothing in it waits to be rolled up again.
create function jf_telemetry_drop(before date) returns integer
  language plpgsql security definer set search_path from current as $$
declare
  part record; dropped integer := 0; done timestamptz; lo timestamptz; hi timestamptz;
begin
  if before > (now() at time zone 'Asia/Shanghai')::date - 7 then
    raise exception 'readings of the last seven days are never dropped';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('production_telemetry', 3));
  select rolled_until into done from production_rollup_mark;
  for part in select c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') as day
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'production_telemetry'::regclass and c.relname ~ '^production_telemetry_[0-9]{8}$' order by 1 loop
    lo := part.day::timestamp at time zone 'Asia/Shanghai';
    hi := (part.day + 1)::timestamp at time zone 'Asia/Shanghai';
    if part.day < before and hi <= done and not exists (select 1 from production_dirty_bucket where bucket >= lo and bucket < hi) then
      execute format('alter table production_telemetry detach partition %I', part.relname);
      execute format('drop table %I', part.relname);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end $$;
comment on function jf_telemetry_drop(date) is '丢弃这一天之前的日分区：只丢已汇总、没有待重算的；最近七天的从不丢';
