-- Five minutes beside hours and days, so that a curve of a week or a season does not read every single value; and how
-- long each of them is kept.

create table production_rollup_five (
  series_id integer          not null,
  bucket    timestamptz      not null,
  n         integer          not null,
  vmin      double precision not null,
  vmax      double precision not null,
  vsum      double precision not null,
  vfirst    double precision not null,
  vlast     double precision not null,
  constraint production_rollup_five_pk primary key (series_id, bucket),
  constraint production_rollup_five_n_ck check (n > 0 and vmin <= vmax and vfirst between vmin and vmax and vlast between vmin and vmax)
) partition by range (bucket);
comment on table production_rollup_five is '五分钟汇总，按月分区，留一年；由原始读数重算得出，与到达次序无关；vfirst、vlast 为首末读数，累计量据此算增量、认表具归零';
create table production_rollup_five_default partition of production_rollup_five default;
comment on table production_rollup_five_default is '没有对应月分区的五分钟汇总，建分区时搬走；平时应为空';

-- a meter's consumption needs its first and last reading; of what was rolled up before and is gone there is none
alter table production_rollup_hour add column vfirst double precision, add column vlast double precision;
alter table production_rollup_day add column vfirst double precision, add column vlast double precision;
comment on column production_rollup_hour.vfirst is '该小时第一个读数；早先汇总且原始读数已丢弃的为空';
comment on column production_rollup_day.vfirst is '当日第一个读数；早先汇总且原始读数已丢弃的为空';

-- what is still there of the readings is rolled up once more, in the background
update production_rollup_mark
   set rolled_until = least(rolled_until, date_trunc('day', (now() - interval '89 days') at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai');

create or replace function jf_telemetry_prepare(first date, last date) returns integer
  language plpgsql security definer set search_path from current as $$
declare
  d date; m date; parent text; part text; lo timestamptz; hi timestamptz; made integer := 0;
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
    foreach parent in array array['production_rollup_five', 'production_rollup_hour'] loop
      part := parent || '_' || to_char(m, 'YYYYMM');
      if to_regclass(part) is null then
        lo := m::timestamp at time zone 'Asia/Shanghai';
        hi := (m + interval '1 month')::timestamp at time zone 'Asia/Shanghai';
        execute format('create table %I (like %I including constraints)', part, parent);
        execute format('with moved as (delete from %I where bucket >= %L and bucket < %L returning *) insert into %I select * from moved', parent || '_default', lo, hi, part);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, lo, hi);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

-- A month goes when all of it is too old. Hours hold what five minutes said, days what hours said, for ever.
create function jf_rollup_drop(five_before date, hour_before date) returns integer
  language plpgsql security definer set search_path from current as $$
declare
  parent text; before date; part record; dropped integer := 0;
begin
  if five_before > (jf_business_now() at time zone 'Asia/Shanghai')::date - 90 or hour_before > five_before then
    raise exception 'five minutes are kept for ninety days at least, and hours no shorter than those';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('production_telemetry', 3));
  foreach parent in array array['production_rollup_five', 'production_rollup_hour'] loop
    before := case parent when 'production_rollup_five' then five_before else hour_before end;
    for part in select c.relname, to_date(right(c.relname, 6), 'YYYYMM') as month
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = parent::regclass and c.relname ~ ('^' || parent || '_[0-9]{6}$') order by 1 loop
      if (part.month + interval '1 month')::date <= before then
        execute format('alter table %I detach partition %I', parent, part.relname);
        execute format('drop table %I', part.relname);
        dropped := dropped + 1;
      end if;
    end loop;
  end loop;
  return dropped;
end $$;
comment on function jf_rollup_drop(date, date) is '丢弃整月都早于给定日期的五分钟汇总和小时汇总；日汇总一直保留';
