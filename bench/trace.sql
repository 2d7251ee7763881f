-- A made-up county of five years for a measurement; never for a database in use. :plantings says how many (100,000 unless
-- told: 12,125,000 nodes and 20,400,000 links, namely 25,000 batches of inputs, 100,000 plantings and 12,000,000 lots;
-- 400,000 uses of inputs, 1,000,000 harvests of plantings and 19,000,000 edges between lots). Run as the owner.
-- A planting uses four batches of inputs and gives ten harvests; they become twenty packs of two harvests each, these thirty
-- consignments of two packs each, these sixty receipts; every other receipt is blended with a consignment of the next
-- planting. So a batch of inputs reaches sixteen plantings and through them some 2,400 lots.
-- :part is "prepare", then "lots" and "edges", which may run beside each other.
-- Beside it a blending pit: 20 layers of 40 lots, each made of all 40 of the layer before, and the last goes back to the first.
select set_config('app.tenant', '330482', false);
set session_replication_role = replica; -- a load, not work: rules and triggers are not what is measured
set synchronous_commit = off;
set maintenance_work_mem = '768MB';
set max_parallel_maintenance_workers = 2;

select :'part' = 'prepare' as prepare, :'part' = 'lots' as lots, :'part' = 'edges' as edges \gset
\if :prepare
-- Ids rise with time, as those of the product do.
create function bench_id(kind int, n bigint) returns uuid language sql immutable as
  $$ select ('0' || kind || lpad(to_hex(n / 65536), 10, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid $$;

-- Indexes that nothing refers to are made again at the end.
create table bench_index as
  select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as of, c.conname,
         coalesce('alter table ' || i.indrelid::regclass || ' add constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid),
                  pg_get_indexdef(i.indexrelid)) as made
    from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid and c.contype in ('p', 'u')
   where i.indrelid in ('trace_lot'::regclass, 'trace_lot_edge'::regclass, 'production_input_use'::regclass)
     and not exists (select 1 from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid);
select case when conname is not null then 'alter table ' || of || ' drop constraint ' || conname else 'drop index ' || name end
  from bench_index \gexec
\endif

\if :lots
insert into production_input_use (id, tenant_id, version, operation_id, planting_id, member_id, input_id, product, lot_no, on_day,
    quantity, dose_per_mu, nth_use, findings, standing, recorded_by)
  select bench_id(1, p * 4 + k), '330482', 0, bench_id(2, p * 4 + k), bench_id(3, p), bench_id(4, p % 500), md5('input')::uuid, 'x',
         'B' || (p / 16 * 4 + k) % greatest(1, :plantings / 4), date '2022-01-01' + (p * 1800 / :plantings)::int, 1, 1, 1, '{}', 'CLEAR',
         bench_id(5, 0)
    from generate_series(0, :plantings::bigint - 1) p, generate_series(0, 3) k;

insert into trace_lot (id, tenant_id, version, lot_code, member_id, planting_id, crop, crop_name, producer, origin, division, harvested_on,
    kg, kg_left, kg_labelled, kg_reworked, status, status_at, completeness, kind, source_id)
  select bench_id(6, p * 120 + k), '330482', 0, 'X' || lpad((p * 120 + k)::text, 10, '0'), bench_id(4, p % 500),
         case when k < 10 then bench_id(3, p) end, 'x', 'x', 'x', 'x', '330482100', date '2022-01-01' + (p * 1800 / :plantings)::int + k / 10,
         100, case when k < 60 then 0 else 40 end, 0, case when k < 60 then 100 else 60 end, 'RELEASED', now(), 50,
         case when k < 10 then 'HARVEST' else 'PACKED' end, case when k >= 10 then bench_id(7, p * 120 + k) end
    from generate_series(0, :plantings::bigint - 1) p, generate_series(0, 119) k;

insert into trace_lot (id, tenant_id, version, lot_code, member_id, planting_id, crop, crop_name, producer, origin, division, harvested_on,
    kg, kg_left, kg_labelled, kg_reworked, status, status_at, completeness, kind, source_id)
  select bench_id(8, n), '330482', 0, 'P' || n, bench_id(4, 0), null, 'x', 'x', 'x', 'x', '330482100', date '2026-07-01', 100, 40, 0, 60,
         'RELEASED', now(), 50, 'PACKED', bench_id(9, n) from generate_series(0, 799) n;
select made from bench_index where of <> 'trace_lot_edge' order by of, made \gexec
analyze production_input_use, trace_lot;
\endif

\if :edges
insert into trace_lot_edge (tenant_id, parent_id, child_id, source_id, kg)
  select '330482', bench_id(6, e.parent), bench_id(6, p * 120 + e.child), bench_id(7, p * 120 + e.child), 30
    from generate_series(0, :plantings::bigint - 1) p cross join lateral (
      select p * 120 + (k / 2 + j) % 10 as parent, 10 + k as child from generate_series(0, 19) k, generate_series(0, 1) j
      union all
      select p * 120 + 10 + (k * 2 / 3 + j) % 20, 30 + k from generate_series(0, 29) k, generate_series(0, 1) j
      union all
      select p * 120 + 30 + k / 2, 60 + k from generate_series(0, 59) k
      union all
      select (p + 1) % :plantings * 120 + 30 + k / 2, 60 + k from generate_series(0, 59, 2) k) e;

insert into trace_lot_edge (tenant_id, parent_id, child_id, source_id, kg)
  select '330482', bench_id(8, l * 40 + a), bench_id(8, (l + 1) % 20 * 40 + b), bench_id(9, (l + 1) % 20 * 40 + b), 1
    from generate_series(0, 19) l, generate_series(0, 39) a, generate_series(0, 39) b;
select made from bench_index where of = 'trace_lot_edge' order by made \gexec
analyze trace_lot_edge;
\endif
