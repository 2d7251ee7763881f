-- n plantings of a made-up kind with five pieces of work, two sprays and two pickings each, on the plots that
-- bench/plots.sql made; never for a database in use. Three years, a third still standing; of the sprays one in fifty
-- is out of order, of the pickings one in a hundred came too early. Run as the owner, without triggers.
set session_replication_role = replica;
select set_config('app.tenant', '330482', false);
create temporary table farm as
  select id, row_number() over (order by no) - 1 as nr, count(*) over () as all_of_them
    from member_member where tenant_id = '330482' and kind = 'FAMILY_FARM';
update production_plot g set member_id = f.id from farm f
 where g.no like 'T-B%' and f.nr = right(g.no, 8)::int % f.all_of_them;
create temporary table field as
  select id, member_id, row_number() over (order by no) - 1 as nr, count(*) over () as all_of_them
    from production_plot where tenant_id = '330482' and no like 'T-B%' and state = 'VERIFIED';
create temporary table sown as
  select uuidv7() as id, g, f.id as plot_id, f.member_id, case g % 3 when 0 then 0 else 1 end as over,
         (array['watermelon', 'strawberry', 'tomato', 'leafy-greens', 'rice', 'grape'])[g % 6 + 1] as crop,
         current_date - case g % 3 when 0 then g / 3 % 130 else 150 + g % 900 end as sown_on
    from generate_series(1, :n) g join field f on f.nr = g % f.all_of_them;
insert into production_planting (id, tenant_id, version, no, member_id, plot_id, crop, variety, season_year, season_part,
       sown_on, area_mu, state, ended_on, recorded_by, recorded_at, verification, verified_by, verified_at, standard_id)
select s.id, '330482', 0, 'Z-B' || lpad(g::text, 8, '0'), member_id, plot_id, s.crop, '测量用', extract(year from sown_on),
       (array['SPRING', 'SUMMER', 'AUTUMN', 'WINTER'])[extract(quarter from sown_on)::int], sown_on, 1,
       case when over = 1 then 'FINISHED' when sown_on > current_date - 20 then 'PLANNED'
            when sown_on > current_date - 90 then 'GROWING' else 'HARVESTING' end,
       case when over = 1 then sown_on + 130 end, '00000000-0000-0000-0000-000000000001', sown_on, 'VERIFIED',
       '00000000-0000-0000-0000-000000000002', sown_on,
       (select d.id from production_crop_standard d where d.tenant_id = '330482' and d.crop = s.crop and d.state = 'IN_FORCE' limit 1)
  from sown s;
create temporary table work as
  select uuidv7() as id, s.id as planting_id, s.member_id, s.g, n, s.sown_on + n * 14 as on_day
    from sown s, generate_series(0, 6) n where s.sown_on + n * 14 <= current_date;
create temporary table spray as
  select id, name, (row_number() over (order by registration_no) - 1)::int as nr, count(*) over ()::int as all_of_them
    from production_agri_input where tenant_id = '330482' and kind = 'PESTICIDE';
insert into production_operation (id, tenant_id, version, client_uid, member_id, kind, on_day, state, late, recorded_at, recorded_by,
       by_name, input_id, lot_no, quantity)
select w.id, '330482', 0, w.id, member_id,
       (array['SOW', 'IRRIGATE', 'FERTILISE', 'SPRAY', 'PRUNE', 'SPRAY', 'WEED'])[n + 1], on_day, 'DONE', false,
       on_day + interval '1 day', '00000000-0000-0000-0000-000000000001', '测量用', i.id, case when i.id is not null then 'B' || g % 40 end,
       case when i.id is not null then 60 end
  from work w left join spray i on w.n in (3, 5) and i.nr = w.g % i.all_of_them;
insert into production_operation_planting (tenant_id, operation_id, planting_id) select '330482', id, planting_id from work;
insert into production_input_use (id, tenant_id, version, operation_id, planting_id, member_id, input_id, product, lot_no, on_day, quantity,
       dose_per_mu, dose_max, nth_use, max_times, interval_days, safe_on, findings, standing, recorded_by)
select uuidv7(), '330482', 0, w.id, planting_id, member_id, i.id, i.name, 'B' || g % 40, on_day, 60, 60, 80, 1, 3, 7, on_day + 7,
       case when g % 50 <> 0 then '{}' when g % 100 = 0 then '{OVER_DOSE}' else '{OFF_LABEL}' end::varchar[],
       case when g % 50 <> 0 then 'CLEAR' when g % 500 = 0 then 'UPHELD' else 'BLOCKED' end, '00000000-0000-0000-0000-000000000001'
  from work w join spray i on w.n in (3, 5) and i.nr = w.g % i.all_of_them;
insert into production_harvest_lot (id, tenant_id, version, no, client_uid, member_id, planting_id, picked_on, weight_kg, above_cap_kg,
       grade, status, hold_kind, hold_product, hold_safe_on, hold_days_short, late, recorded_at, recorded_by, by_name)
select id, '330482', 0, 'H-B' || lpad((g * 2 + pick)::text, 8, '0'), id, member_id, planting_id, picked_on, 500, 0, '一级',
       case when early then 'PROBLEM' else 'VALID' end, case when early then 'INTERVAL' end, case when early then '测量用' end,
       case when early then picked_on + 4 end, case when early then 4 end, false, picked_on + interval '1 day',
       '00000000-0000-0000-0000-000000000001', '测量用'
  from (select uuidv7() as id, s.id as planting_id, s.member_id, s.g, pick, s.g % 100 = 7 and pick = 0 as early,
               -- the second spray is on the 70th day, its seven days are over on the 77th
               s.sown_on + case when s.g % 100 = 7 and pick = 0 then 73 else 95 + pick * 4 end as picked_on
          from sown s, generate_series(0, 1) pick) x
 where picked_on <= current_date;
