-- A farm's own limits for its own sensors: it may ask to be woken earlier than the standard and the federation's rules
-- say, never later.

alter table production_device add constraint production_device_owner_uq unique (tenant_id, id, member_id);

alter table production_alarm_rule
  add column member_id uuid,
  add constraint production_alarm_rule_owner_fk foreign key (tenant_id, device_id, member_id) references production_device (tenant_id, id, member_id),
  add constraint production_alarm_rule_owner_ck check (member_id is null or (device_id is not null and product_id is null and crop is null
    and comparison <> 'STANDARD' and no_data_s is null and escalate_s is null));
comment on column production_alarm_rule.member_id is '农户自设的报警：归哪个会员；空为农合联的规则。自设的上下限须在作物标准、农合联规则和有效范围之内';
create unique index production_alarm_rule_own_uq on production_alarm_rule (tenant_id, device_id, key) where member_id is not null;

-- What bounds the limits of a series on a day: its valid range, the stage of what stands there, the federation's rules.
create function jf_alarm_bounds(p_series integer, p_day date)
  returns table (source varchar, name varchar, low double precision, high double precision)
  language sql stable set search_path from current as $$
  with s as (
    select x.tenant_id, x.key, x.valid_min, x.valid_max, d.id as device_id, d.product_id, d.plot_id
      from production_series x join production_device d on d.tenant_id = x.tenant_id and d.id = x.device_id where x.id = p_series)
  (select 'STANDARD'::varchar, t.name, r.low, r.high
     from s join production_planting p on p.tenant_id = s.tenant_id and p.plot_id = s.plot_id and p.state not in ('CANCELLED', 'PLANNED')
     join production_standard_stage t on t.tenant_id = p.tenant_id and t.standard_id = p.standard_id
      and p_day between p.sown_on + t.days_from and least(p.sown_on + t.days_to, p.ended_on)
     join production_standard_range r on r.tenant_id = t.tenant_id and r.standard_id = t.standard_id and r.stage_no = t.no and r.key = s.key
    order by p.sown_on desc, p.id, t.no limit 1)
  union all
  select 'RULE', a.name, a.raise_low, a.raise_high
    from s join production_alarm_rule a on a.tenant_id = s.tenant_id and a.member_id is null and a.enabled and a.key = s.key
      and a.comparison <> 'STANDARD' and (a.product_id is null or a.product_id = s.product_id) and (a.device_id is null or a.device_id = s.device_id)
   where a.crop is null or exists (select 1 from production_planting p where p.tenant_id = s.tenant_id and p.plot_id = s.plot_id
     and p.crop = a.crop and p.state not in ('CANCELLED', 'PLANNED') and p_day >= p.sown_on + coalesce(a.day_from, 0)
     and (a.day_to is null or p_day <= p.sown_on + a.day_to) and (p.ended_on is null or p.ended_on >= p_day))
  union all
  select 'RANGE', '', valid_min, valid_max from s where valid_min is not null or valid_max is not null
$$;
comment on function jf_alarm_bounds(integer, date) is '某测点某日自设报警可用的上下限来自哪里：作物标准的阶段、农合联规则、有效范围';

create function jf_alarm_own_bounds() returns trigger language plpgsql as $$
declare
  series integer; lowest double precision; highest double precision;
begin
  if new.member_id is null or not new.enabled or (tg_op = 'UPDATE' and old.enabled
      and new.raise_low is not distinct from old.raise_low and new.raise_high is not distinct from old.raise_high) then
    return new;
  end if;
  select id into series from production_series where tenant_id = new.tenant_id and device_id = new.device_id and key = new.key;
  select max(low), min(high) into lowest, highest
    from jf_alarm_bounds(series, (jf_business_now() at time zone 'Asia/Shanghai')::date);
  if series is null or new.raise_low < lowest or new.raise_low > highest or new.raise_high < lowest or new.raise_high > highest then
    raise exception 'production_alarm_rule_own_bounds: a farm''s own limits lie within % and %', lowest, highest
      using errcode = 'check_violation', constraint = 'production_alarm_rule_own_bounds';
  end if;
  return new;
end $$;
create trigger production_alarm_rule_own_tg before insert or update on production_alarm_rule for each row execute function jf_alarm_own_bounds();
