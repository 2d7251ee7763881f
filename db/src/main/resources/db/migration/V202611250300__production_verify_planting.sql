-- An officer looks at a planting as at a plot: without him it gives no cap.

alter table production_planting
  add column verification varchar(12) not null default 'SUBMITTED',
  add column verified_by uuid,
  add column verified_at timestamptz,
  add constraint production_planting_verification_ck check (verification in ('SUBMITTED','VERIFIED','RETURNED')),
  add constraint production_planting_verified_ck check ((verification = 'VERIFIED') = (verified_by is not null and verified_at is not null)),
  add constraint production_planting_four_eyes_ck check (verified_by is null or verified_by <> recorded_by);
alter table production_planting alter column verification drop default;
comment on column production_planting.verification is '核实：待核实、已核实、退回补正；核实人不能是登记人，未核实的批次没有产量上限';
create index production_planting_verification_ix on production_planting (tenant_id, verification, recorded_at);

create or replace view production_planting_fact with (security_invoker = true) as
select p.id, p.tenant_id, p.no, p.member_id, p.plot_id, g.name as plot_name, g.kind as plot_kind, g.division, g.village,
       p.crop, c.name as crop_name, c.crop_group, p.variety, p.season_year, p.season_part, p.sown_on, p.ended_on, p.area_mu,
       p.state, p.version, g.state = 'VERIFIED' and p.verification = 'VERIFIED' as verified, y.kg_per_mu,
       case when g.state = 'VERIFIED' and p.verification = 'VERIFIED' then round(p.area_mu * y.kg_per_mu, 3) end as cap_kg,
       coalesce(h.harvested_kg, 0) as harvested_kg, u.earliest_harvest_on, coalesce(u.blocked, false) as blocked,
       p.verification, p.recorded_by, p.recorded_at, g.state = 'VERIFIED' as plot_verified
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
