-- A made-up chain for a measurement; never for a database in use. :n harvest lots (about half as many again are made of
-- them), run as the owner; measured as the application's role by trace-measure.sql.
select set_config('app.tenant', '330482', false);
set session_replication_role = replica; -- a load, not work: rules and triggers are not what is measured

create temp table shape as select :n::int as lots, greatest(1, :n::int / 10) as plantings, greatest(1, :n::int / 400) as inputs;

-- each planting used two inputs' batches; the first batch reached a great many
insert into production_input_use (id, tenant_id, version, operation_id, planting_id, member_id, input_id, product, lot_no, on_day,
    quantity, dose_per_mu, nth_use, findings, standing, recorded_by)
  select md5('use' || p || '-' || k)::uuid, '330482', 0, md5('op' || p || '-' || k)::uuid, md5('planting' || p)::uuid, md5('m' || p % 500)::uuid,
         md5('input')::uuid, 'x', 'B' || case when k = 0 then (p * 7 % s.inputs) else (p * 13 % s.inputs) end, date '2026-06-01', 1, 1, 1, '{}', 'CLEAR', md5('p')::uuid
    from shape s, generate_series(1, s.plantings) p, generate_series(0, 1) k;

insert into trace_lot (id, tenant_id, version, lot_code, member_id, planting_id, crop, crop_name, producer, origin, division, harvested_on,
    kg, kg_left, kg_labelled, kg_reworked, status, status_at, completeness, kind, source_id)
  select md5('lot' || l)::uuid, '330482', 0, 'X' || l, md5('m' || l % 500)::uuid, md5('planting' || (l % s.plantings + 1))::uuid, 'x', 'x', 'x', 'x',
         '330482100', date '2026-07-01' + l % 60, 100, 40, 0, 60, 'RELEASED', now(), 50, 'HARVEST', null
    from shape s, generate_series(1, s.lots) l;

-- packs of two harvest lots each, and every tenth pack blended once more
insert into trace_lot (id, tenant_id, version, lot_code, member_id, planting_id, crop, crop_name, producer, origin, division, harvested_on,
    kg, kg_left, kg_labelled, kg_reworked, status, status_at, completeness, kind, source_id)
  select md5('pack' || l)::uuid, '330482', 0, 'Y' || l, md5('m' || l % 500)::uuid, null, 'x', 'x', 'x', 'x', '330482100', date '2026-07-02' + l % 60,
         120, 120, 0, 0, 'RELEASED', now(), 50, 'PACKED', md5('step' || l)::uuid from shape s, generate_series(1, s.lots / 2) l;
insert into trace_lot_edge (tenant_id, parent_id, child_id, source_id, kg)
  select '330482', md5('lot' || ((l * 2 + k * 17) % s.lots + 1))::uuid, md5('pack' || l)::uuid, md5('step' || l)::uuid, 60
    from shape s, generate_series(1, s.lots / 2) l, generate_series(0, 1) k;
insert into trace_lot_edge (tenant_id, parent_id, child_id, source_id, kg)
  select '330482', md5('pack' || l)::uuid, md5('pack' || (l + 1))::uuid, md5('blend' || l)::uuid, 10
    from shape s, generate_series(10, s.lots / 2 - 1, 10) l;
set session_replication_role = default;
analyze production_input_use, trace_lot, trace_lot_edge;
