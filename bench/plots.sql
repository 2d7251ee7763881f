-- n plots of a made-up kind with their lines, spread over the county's villages; never for a database in use.
-- Villages lie on a grid of 12 columns, plots inside a village on a grid of 100 metres, each some 60 metres wide.
select set_config('app.tenant', '330482', false);
create temporary table place as
  select code, name, (row_number() over (order by code) - 1)::int as nr, count(*) over ()::int as all_of_them
    from platform_division where code like '330482%' and length(code) = 12;
create temporary table made as
  select uuidv7() as id, g, p.code, p.name,
         120.90 + (p.nr % 12) * 0.022 + (g / p.all_of_them) % 14 * 0.0012 + random() * 0.0003 as west,
         30.58 + (p.nr / 12) * 0.022 + (g / p.all_of_them) / 14 * 0.0011 + random() * 0.0003 as south,
         (select id from member_member where tenant_id = '330482' order by no limit 1) as member_id
    from generate_series(1, :n) g join place p on p.nr = g % p.all_of_them;
insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village, declared_mu, measured_mu, state,
       registered_by, submitted_by, submitted_at, verified_by, verified_at)
select id, '330482', 0, 'T-B' || lpad(g::text, 8, '0'), member_id, '测量用' || g, 'OPEN_FIELD', code, name, 6, 6,
       case g % 10 when 0 then 'SUBMITTED' when 1 then 'RETURNED' else 'VERIFIED' end,
       '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', now(),
       case when g % 10 > 1 then '00000000-0000-0000-0000-000000000002'::uuid end, case when g % 10 > 1 then now() end
  from made;
insert into production_plot_boundary (tenant_id, plot_id, edition, corners, area_mu, west, south, east, north, source, by_person, by_name, at)
select '330482', id, 1, jsonb_build_array(jsonb_build_array(w, s), jsonb_build_array(e, s + 0.00003), jsonb_build_array(e - 0.00004, n),
         jsonb_build_array(w + 0.00002, n - 0.00002)), 6, w, s, e, n, 'GEOJSON', '00000000-0000-0000-0000-000000000001', '测量', now()
  from (select id, west::numeric(10, 7) as w, south::numeric(10, 7) as s, (west + 0.0006)::numeric(10, 7) as e,
               (south + 0.0006)::numeric(10, 7) as n from made) x;
update production_plot p set boundary_edition = 1, boundary_mu = 6, boundary_by = '00000000-0000-0000-0000-000000000001'
  from made m where m.id = p.id;
