-- Who worked how long, in what weather, how it was put on, how much of what is no input, and more than one picture.

alter table production_operation
  drop constraint production_operation_kind_ck,
  add constraint production_operation_kind_ck check (kind in ('TILL','SOW','SPRAY','FERTILISE','IRRIGATE','PRUNE','WEED','SCOUT','TEST','OTHER')),
  add constraint production_operation_weather_ck check (weather in ('SUNNY','CLOUDY','OVERCAST','RAIN','WIND','FROST')),
  add column method      varchar(12),
  add column amount      numeric(12,3),
  add column amount_unit varchar(12),
  add constraint production_operation_method_ck check (method in ('SPRAYED','DRENCHED','SPREAD','DRIPPED','DRESSED','SMOKED','OTHER')
    and (method is null or input_id is not null)),
  add constraint production_operation_amount_ck check ((amount is null) = (amount_unit is null) and (amount is null or amount > 0)
    and amount_unit in ('CUBIC_METRE','KILOGRAM','JIN','PLANT','TRAY'));
comment on column production_operation.weather is '天气';
comment on column production_operation.method is '用法：喷雾、灌根、撒施、滴灌、拌种、熏烟、其他；只随投入品';
comment on column production_operation.amount is '投入品以外的数量（浇了几方水、栽了几株），amount_unit 单位';

alter table production_standard_task
  drop constraint production_standard_task_kind_ck,
  add constraint production_standard_task_kind_ck check (kind in ('TILL','SOW','SPRAY','FERTILISE','IRRIGATE','PRUNE','WEED','SCOUT','TEST','OTHER'));

create table production_operation_worker (
  tenant_id    varchar(12)  not null,
  operation_id uuid         not null,
  name         varchar(40)  not null,
  hours        numeric(4,2),
  constraint production_operation_worker_pk primary key (tenant_id, operation_id, name),
  constraint production_operation_worker_operation_fk foreign key (tenant_id, operation_id) references production_operation (tenant_id, id),
  constraint production_operation_worker_name_ck check (name = btrim(name) and name <> ''),
  constraint production_operation_worker_hours_ck check (hours > 0 and hours <= 24)
);
comment on table production_operation_worker is '谁做的、几小时（可不写）；同一农场同一人同一天合计超过 24 小时照记，清单上标出';
select jf_protect('production_operation_worker');
revoke update, delete on production_operation_worker from ${app_role};

create table production_operation_photo (
  tenant_id    varchar(12) not null,
  operation_id uuid        not null,
  file_id      uuid        not null,
  added_at     timestamptz not null,
  constraint production_operation_photo_pk primary key (tenant_id, operation_id, file_id),
  constraint production_operation_photo_operation_fk foreign key (tenant_id, operation_id) references production_operation (tenant_id, id),
  constraint production_operation_photo_file_fk foreign key (tenant_id, file_id) references platform_file (tenant_id, id)
);
comment on table production_operation_photo is '作业的照片，除第一张以外的；只增不改';
select jf_protect('production_operation_photo');
revoke update, delete on production_operation_photo from ${app_role};

-- More than a day has hours: of one person of one farm on one day, over all entries that stand.
create function production_over_day(operation uuid) returns boolean language sql stable as $$
  select exists (
    select 1 from production_operation_worker w
      join production_operation o on o.tenant_id = w.tenant_id and o.id = w.operation_id
      join production_operation d on d.tenant_id = o.tenant_id and d.member_id = o.member_id and d.on_day = o.on_day and d.state = 'DONE'
      join production_operation_worker e on e.tenant_id = d.tenant_id and e.operation_id = d.id and e.name = w.name
     where w.operation_id = operation and o.state = 'DONE' and w.hours is not null
     group by w.name having sum(e.hours) > 24)
$$;
comment on function production_over_day is '这次作业里有没有人当天合计超过 24 小时';

-- The production record is kept as it was written: what was done is struck out with a reason, never changed (农产品质量安全法).
create function production_operation_fixed() returns trigger language plpgsql as $$
begin
  if old.state = 'VOID'
     or (old.state = 'DONE' and new.state not in ('DONE','VOID'))
     or (old.client_uid, old.member_id, old.kind, old.note, old.weather, old.method, old.amount, old.amount_unit, old.photo_id,
         old.input_id, old.lot_no, old.quantity, old.told_count, old.told_unit, old.told_each, old.pest)
        is distinct from
        (new.client_uid, new.member_id, new.kind, new.note, new.weather, new.method, new.amount, new.amount_unit, new.photo_id,
         new.input_id, new.lot_no, new.quantity, new.told_count, new.told_unit, new.told_each, new.pest)
     or (old.state = 'DONE' and (old.on_day, old.late, old.late_reason, old.recorded_at, old.recorded_by, old.by_name)
        is distinct from (new.on_day, new.late, new.late_reason, new.recorded_at, new.recorded_by, new.by_name)) then
    raise exception 'operation % is on record, violates constraint "production_operation_fixed_tg"', old.id
      using errcode = 'check_violation', constraint = 'production_operation_fixed_tg', table = 'production_operation';
  end if;
  return new;
end $$;
create trigger production_operation_fixed_tg before update on production_operation
  for each row execute function production_operation_fixed();
revoke delete on production_operation from ${app_role};
revoke update, delete on production_operation_planting from ${app_role};

create function production_input_use_fixed() returns trigger language plpgsql as $$
begin
  if (old.operation_id, old.planting_id, old.member_id, old.input_id, old.product, old.lot_no, old.on_day, old.quantity, old.dose_per_mu,
      old.dose_max, old.nth_use, old.max_times, old.interval_days, old.safe_on, old.findings, old.recorded_by)
     is distinct from
     (new.operation_id, new.planting_id, new.member_id, new.input_id, new.product, new.lot_no, new.on_day, new.quantity, new.dose_per_mu,
      new.dose_max, new.nth_use, new.max_times, new.interval_days, new.safe_on, new.findings, new.recorded_by) then
    raise exception 'input use % is on record, violates constraint "production_input_use_fixed_tg"', old.id
      using errcode = 'check_violation', constraint = 'production_input_use_fixed_tg', table = 'production_input_use';
  end if;
  return new;
end $$;
create trigger production_input_use_fixed_tg before update on production_input_use
  for each row execute function production_input_use_fixed();
revoke delete on production_input_use from ${app_role};

create function production_harvest_lot_fixed() returns trigger language plpgsql as $$
begin
  if (old.no, old.client_uid, old.member_id, old.planting_id, old.picked_on, old.weight_kg, old.told_count, old.told_unit, old.told_each,
      old.grade, old.note, old.late, old.late_reason, old.recorded_at, old.recorded_by, old.by_name)
     is distinct from
     (new.no, new.client_uid, new.member_id, new.planting_id, new.picked_on, new.weight_kg, new.told_count, new.told_unit, new.told_each,
      new.grade, new.note, new.late, new.late_reason, new.recorded_at, new.recorded_by, new.by_name) then
    raise exception 'harvest % is on record, violates constraint "production_harvest_lot_fixed_tg"', old.id
      using errcode = 'check_violation', constraint = 'production_harvest_lot_fixed_tg', table = 'production_harvest_lot';
  end if;
  return new;
end $$;
create trigger production_harvest_lot_fixed_tg before update on production_harvest_lot
  for each row execute function production_harvest_lot_fixed();
revoke delete on production_harvest_lot from ${app_role};
