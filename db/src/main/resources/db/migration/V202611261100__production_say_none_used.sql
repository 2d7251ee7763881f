-- 什么都没用也是一条记录：农户申明到某日为止没打过药、没施过肥。

alter table production_planting
  add column no_spray_until date,
  add column no_fertiliser_until date,
  add constraint production_planting_none_used_ck check (
    (no_spray_until is null or no_spray_until >= sown_on) and (no_fertiliser_until is null or no_fertiliser_until >= sown_on));
comment on column production_planting.no_spray_until is '农户申明到这天为止没用过农药；之前（含当天）有过用药记录就不能申明，补记了用药申明自动作废';
comment on column production_planting.no_fertiliser_until is '农户申明到这天为止没施过肥；规则同上';

create or replace function production_planting_said_none() returns trigger language plpgsql as $$
begin
  if exists (select 1 from production_operation_planting x
       join production_operation o on o.tenant_id = x.tenant_id and o.id = x.operation_id
      where x.tenant_id = new.tenant_id and x.planting_id = new.id and o.state = 'DONE'
        and ((o.kind = 'SPRAY' and o.on_day <= new.no_spray_until)
          or (o.kind = 'FERTILISE' and o.on_day <= new.no_fertiliser_until))) then
    raise exception 'planting % was worked on, violates constraint "production_planting_said_none_tg"', new.id
      using errcode = 'check_violation', constraint = 'production_planting_said_none_tg', table = 'production_planting';
  end if;
  return null;
end $$;
create constraint trigger production_planting_said_none_tg after insert or update on production_planting
  deferrable initially deferred for each row
  when (new.no_spray_until is not null or new.no_fertiliser_until is not null)
  execute function production_planting_said_none();

create or replace view production_planting_fact with (security_invoker = true) as
select p.id, p.tenant_id, p.no, p.member_id, p.plot_id, g.name as plot_name, g.kind as plot_kind, g.division, g.village,
       p.crop, c.name as crop_name, c.crop_group, p.variety, p.season_year, p.season_part, p.sown_on, p.ended_on, p.area_mu,
       p.state, p.version, g.state = 'VERIFIED' and p.verification = 'VERIFIED' as verified, y.kg_per_mu,
       case when g.state = 'VERIFIED' and p.verification = 'VERIFIED' then round(p.area_mu * y.kg_per_mu, 3) end as cap_kg,
       coalesce(h.harvested_kg, 0) as harvested_kg, u.earliest_harvest_on, coalesce(u.blocked, false) as blocked,
       p.verification, p.recorded_by, p.recorded_at, g.state = 'VERIFIED' as plot_verified,
       p.no_spray_until, p.no_fertiliser_until
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
