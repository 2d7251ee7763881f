-- A made-up chain for a measurement; never for a database in use. :lots lots in all and five links for every three of them
-- (12 million: 20 million links), run as the owner; measured as the application's role by chain-measure.sql.
-- Half are harvests, ten of a planting; a third are packs of three harvests each, a sixth are consignments of four packs
-- each. A planting used two batches of inputs, a batch reached about 30 plantings and through them 2,000 lots.
select set_config('app.tenant', '330482', false);
set session_replication_role = replica; -- a load, not work: rules and triggers are not what is measured
set synchronous_commit = off;
set maintenance_work_mem = '512MB';

create temp table shape as
  select :lots::int / 2 as harvests, :lots::int / 3 as packs, :lots::int / 6 as consignments,
         greatest(1, :lots::int / 20) as plantings, greatest(16, :lots::int / 10 / 30) as inputs;

insert into production_input_use (id, tenant_id, version, operation_id, planting_id, member_id, input_id, product, lot_no, on_day,
    quantity, dose_per_mu, nth_use, findings, standing, recorded_by)
  select md5('use' || p || '-' || k)::uuid, '330482', 0, md5('op' || p || '-' || k)::uuid, md5('planting' || p)::uuid, md5('m' || p % 500)::uuid,
         md5('input')::uuid, 'x', 'B' || case when k = 0 then p % s.inputs else (p::bigint * 13 + 5) % s.inputs end, date '2026-06-01', 1, 1, 1, '{}', 'CLEAR', md5('p')::uuid
    from shape s, generate_series(1, s.plantings) p, generate_series(0, 1) k;

insert into trace_lot (id, tenant_id, version, lot_code, member_id, planting_id, crop, crop_name, producer, origin, division, harvested_on,
    kg, kg_left, kg_labelled, kg_reworked, status, status_at, completeness, kind, source_id)
  select md5('lot' || l)::uuid, '330482', 0, 'X' || l, md5('m' || l % 500)::uuid, md5('planting' || (l % s.plantings + 1))::uuid, 'x', 'x', 'x', 'x',
         '330482100', date '2026-07-01' + l % 60, 100, 40, 0, 60, 'RELEASED', now(), 50, 'HARVEST', null
    from shape s, generate_series(0, s.harvests - 1) l;
insert into trace_lot (id, tenant_id, version, lot_code, member_id, planting_id, crop, crop_name, producer, origin, division, harvested_on,
    kg, kg_left, kg_labelled, kg_reworked, status, status_at, completeness, kind, source_id)
  select md5('pack' || l)::uuid, '330482', 0, 'Y' || l, md5('m' || l % 500)::uuid, null, 'x', 'x', 'x', 'x', '330482100', date '2026-07-02' + l % 60,
         90, 30, 0, 60, 'RELEASED', now(), 50, 'PACKED', md5('step' || l)::uuid from shape s, generate_series(0, s.packs - 1) l;
insert into trace_lot (id, tenant_id, version, lot_code, member_id, planting_id, crop, crop_name, producer, origin, division, harvested_on,
    kg, kg_left, kg_labelled, kg_reworked, status, status_at, completeness, kind, source_id)
  select md5('sent' || l)::uuid, '330482', 0, 'Z' || l, md5('m' || l % 500)::uuid, null, 'x', 'x', 'x', 'x', '330482100', date '2026-07-03' + l % 60,
         120, 120, 0, 0, 'RELEASED', now(), 50, 'PACKED', md5('load' || l)::uuid from shape s, generate_series(0, s.consignments - 1) l;

insert into trace_lot_edge (tenant_id, parent_id, child_id, source_id, kg)
  select '330482', md5('lot' || ((l::bigint * 3 + k) % s.harvests))::uuid, md5('pack' || l)::uuid, md5('step' || l)::uuid, 30
    from shape s, generate_series(0, s.packs - 1) l, generate_series(0, 2) k;
insert into trace_lot_edge (tenant_id, parent_id, child_id, source_id, kg)
  select '330482', md5('pack' || ((l::bigint * 4 + k * 17) % s.packs))::uuid, md5('sent' || l)::uuid, md5('load' || l)::uuid, 30
    from shape s, generate_series(0, s.consignments - 1) l, generate_series(0, 3) k
  on conflict do nothing;
set session_replication_role = default;
analyze production_input_use, trace_lot, trace_lot_edge;
select (select count(*) from trace_lot) as lots, (select count(*) from trace_lot_edge) as links;
