-- What of a label quota is released follows the crop's calendar and its own rows, whoever writes it.

-- The share of a season that can have ripened by a day: 0.6 on the first day of picking, all on the last, evenly between,
-- by the crop's standard that the planting is grown by; all where none was chosen.
create function brand_ripe_share(p_tenant varchar, p_planting uuid, p_day date) returns numeric language sql stable as $$
  select coalesce((
    select case when d.until = d.since then 1
             else 0.6 + trunc(0.4 * least(greatest(p_day - p.sown_on - d.since, 0), d.until - d.since) / (d.until - d.since), 6) end
      from production_planting p
      join production_crop_standard s on s.tenant_id = p.tenant_id and s.id = p.standard_id
      cross join lateral (
        select coalesce(max(g.days_from) filter (where s.harvest_days between g.days_from and g.days_to), s.harvest_days) as since,
               greatest(s.harvest_days, max(g.days_to)) as until
          from production_standard_stage g where g.tenant_id = s.tenant_id and g.standard_id = s.id) d
     where p.tenant_id = p_tenant and p.id = p_planting), 1)
$$;
comment on function brand_ripe_share is '按作物标准的生育进程，到某日可能成熟的份额：始收日六成，末日全部，其间均匀；没有选标准的为一';

-- The writer's clock may be a little ahead of this one, by no more than the next day.
create function brand_quota_pace() returns trigger language plpgsql as $$
declare
  q brand_label_quota;
  ripe numeric;
begin
  select * into q from brand_label_quota where tenant_id = new.tenant_id and id = new.quota_id;
  if new.kind in ('GRANT', 'HARVEST') then
    ripe := trunc(q.cap_kg * brand_ripe_share(q.tenant_id, q.planting_id, least((new.at at time zone 'Asia/Shanghai')::date,
      (jf_business_now() at time zone 'Asia/Shanghai')::date + 1)), 6);
    if q.released_kg > ripe then
      raise exception 'violates constraint "brand_quota_entry_ripe_ck": % kg released, % kg of % kg can have ripened',
        q.released_kg, ripe, q.cap_kg using errcode = 'check_violation', constraint = 'brand_quota_entry_ripe_ck';
    end if;
  elsif not exists (select 1 from brand_quota_release r where r.tenant_id = new.tenant_id and r.id = new.source_id
      and r.quota_id = new.quota_id and r.status = 'RELEASED' and r.kg = new.kg) then
    raise exception 'violates constraint "brand_quota_entry_two_ck": no two persons released % kg', new.kg
      using errcode = 'check_violation', constraint = 'brand_quota_entry_two_ck';
  end if;
  return null;
end $$;
create constraint trigger brand_quota_pace after insert on brand_quota_entry deferrable initially deferred
  for each row when (new.kind in ('GRANT', 'HARVEST', 'RELEASE')) execute function brand_quota_pace();
create unique index brand_quota_entry_release_uq on brand_quota_entry (tenant_id, source_id) where kind = 'RELEASE';

-- Quotas of before there were rows.
insert into brand_quota_entry (tenant_id, quota_id, kind, kg, source_id, at, by_person, by_name)
select q.tenant_id, q.id, 'GRANT', q.released_kg - coalesce(e.kg, 0), q.planting_id, q.granted_at,
       '00000000-0000-7000-8000-000000000001', 'system'
  from brand_label_quota q
  left join (select quota_id, sum(case kind when 'CUT' then -kg else kg end) as kg from brand_quota_entry
              where kind in ('GRANT', 'HARVEST', 'RELEASE', 'CUT') group by quota_id) e on e.quota_id = q.id
 where q.released_kg > coalesce(e.kg, 0);

create function brand_quota_told() returns trigger language plpgsql as $$
declare
  told numeric;
begin
  select coalesce(sum(case kind when 'CUT' then -kg else kg end), 0) into told from brand_quota_entry
   where tenant_id = new.tenant_id and quota_id = new.id and kind in ('GRANT', 'HARVEST', 'RELEASE', 'CUT');
  -- as it stands at the end, whichever of several changes this was
  perform 1 from brand_label_quota where tenant_id = new.tenant_id and id = new.id and released_kg <> told;
  if found then
    raise exception 'violates constraint "brand_label_quota_told_ck": the rows of quota % say % kg', new.id, told
      using errcode = 'check_violation', constraint = 'brand_label_quota_told_ck';
  end if;
  return null;
end $$;
create constraint trigger brand_quota_told after insert or update of released_kg on brand_label_quota
  deferrable initially deferred for each row execute function brand_quota_told();
