-- How far the business clock of a demo is ahead of the real one. One row for the whole installation: the clock is one.
create table platform_business_clock (
  one        boolean      not null default true constraint platform_business_clock_pk primary key,
  ahead_days integer      not null,
  moved_by   uuid         not null,
  moved_name varchar(60)  not null,
  moved_at   timestamptz  not null default clock_timestamp(),
  constraint platform_business_clock_one_ck check (one),
  constraint platform_business_clock_ahead_ck check (ahead_days between 1 and 1096)
);
comment on table platform_business_clock is '演示用：业务时钟比真实时间前移的天数；只能向前，最多三年，有正式租户的库不能前移';
revoke delete, truncate on platform_business_clock from ${app_role};

create function jf_business_clock_guard() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from platform_tenant) or exists (select 1 from platform_tenant where not demo) then
    raise exception 'the business clock is moved in a demo only'
      using errcode = 'check_violation', constraint = 'platform_business_clock_demo_ck';
  end if;
  if tg_op = 'UPDATE' and new.ahead_days < old.ahead_days then
    raise exception 'the business clock never goes back'
      using errcode = 'check_violation', constraint = 'platform_business_clock_forward_ck';
  end if;
  return new;
end $$;
create trigger platform_business_clock_guard_tr before insert or update on platform_business_clock
  for each row execute function jf_business_clock_guard();

-- The moment by which the business lives, for rules that are kept in the database.
create function jf_business_now() returns timestamptz stable language sql as $$
  select now() + coalesce((select ahead_days from platform_business_clock), 0) * interval '24 hours'
$$;

-- The age of readings and the moment of a late hold are business, so they follow that clock.
create or replace function jf_telemetry_drop(before date) returns integer
  language plpgsql security definer set search_path from current as $$
declare
  part record; dropped integer := 0; done timestamptz; lo timestamptz; hi timestamptz;
begin
  if before > (jf_business_now() at time zone 'Asia/Shanghai')::date - 7 then
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

create or replace function trace_recall_follow() returns trigger language plpgsql as $$
declare
  node uuid := case tg_table_name when 'trace_lot_edge' then (to_jsonb(new) ->> 'parent_id')::uuid
    when 'trace_lot' then (to_jsonb(new) ->> 'planting_id')::uuid else (to_jsonb(new) ->> 'input_lot_id')::uuid end;
  c uuid;
begin
  if not exists (select 1 from trace_recall r where r.status not in ('SUSPICION', 'CLOSED', 'DISMISSED') and not r.drill) then
    return null;
  end if;
  for c in
    with recursive up(id) as (select node union select e.parent_id from up u cross join lateral trace_parents(u.id) e(parent_id))
    select distinct s.recall_id from up join trace_recall_seed s on s.node_id = up.id
      join trace_recall r on r.id = s.recall_id
     where r.status not in ('SUSPICION', 'CLOSED', 'DISMISSED') and not r.drill order by 1
  loop
    perform trace_recall_join(c, jf_business_now(), '00000000-0000-7000-8000-000000000001', 'system');
  end loop;
  return null;
end $$;
