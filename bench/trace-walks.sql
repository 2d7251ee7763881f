-- Walks over the county that trace.sql made: as the product asks, by the application's role, so that the policies are part of
-- what is measured; then as PostgreSQL alone, as its superuser, over the edges only. Times are of the server; a statement is
-- prepared, as the product's driver does it, so PostgreSQL plans the first five times and then keeps the plan.
select set_config('app.tenant', '330482', false) \g /dev/null
create or replace function bench_walk(name text, goal text, statement text, seeds uuid[]) returns text language plpgsql as $$
declare
  s uuid; n bigint; least bigint; most bigint; took numeric[] := '{}'; began timestamptz; ms numeric;
begin
  foreach s in array seeds loop
    began := clock_timestamp();
    execute format('execute %I(%L)', statement, s) into n;
    ms := extract(epoch from clock_timestamp() - began) * 1000;
    took := took || ms;
    least := least(least, n); most := greatest(most, n);
  end loop;
  return format('%s first %s ms, median %s, worst %s ms of %s; %s to %s nodes%s', rpad(name, 52), round(took[1], 1),
    (select round(percentile_cont(0.5) within group (order by t)::numeric, 1) from unnest(took) t),
    (select round(max(t), 1) from unnest(took) t), cardinality(took), least, most, goal);
end $$;
prepare forward(uuid) as with recursive hit(id) as (select $1 union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select count(*) from hit left join trace_lot l on l.id = hit.id;
prepare backward(uuid) as with recursive hit(id) as (select $1 union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id)) select count(*) from hit left join trace_lot l on l.id = hit.id;
prepare forward_plain(uuid) as with recursive hit(id) as (select $1 union select e.child_id from hit h join trace_lot_edge e on e.tenant_id = '330482' and e.parent_id = h.id and not e.voided) select count(*) from hit join trace_lot l on l.id = hit.id;
prepare backward_plain(uuid) as with recursive hit(id) as (select $1 union select e.parent_id from hit h join trace_lot_edge e on e.tenant_id = '330482' and e.child_id = h.id and not e.voided) select count(*) from hit join trace_lot l on l.id = hit.id;
select array_agg(bench_id(6, (n * 7919 % :plantings) * 120 + 60 + n % 60)) as sales from generate_series(1, 40) n \gset
select array_agg(bench_id(6, (n * 7919 % :plantings) * 120 + n % 10)) as harvests from generate_series(1, 40) n \gset
select array_agg(bench_id(3, n * 7919 % :plantings)) as plots from generate_series(1, 40) n \gset
select array_agg(md5(md5('input')::uuid::text || ':B' || n * 97 % (:plantings / 4))::uuid) as inputs from generate_series(1, 20) n \gset
select array_agg(bench_id(8, n)) as pit from generate_series(1, 5) n \gset
set role jinfu_app;
select bench_walk('backward from a sale', ' (goal 5 ms)', 'backward', :'sales');
select bench_walk('forward from a harvest', '', 'forward', :'harvests');
select bench_walk('forward from a planting', '', 'forward', :'plots');
select bench_walk('forward from a batch of an input', ' (goal 100 ms)', 'forward', :'inputs');
select bench_walk('forward in the blending pit with its loop', '', 'forward', :'pit');
reset role;
select bench_walk('PostgreSQL alone: backward from a sale', '', 'backward_plain', :'sales');
select bench_walk('PostgreSQL alone: forward from a harvest', '', 'forward_plain', :'harvests');
select bench_walk('PostgreSQL alone: forward in the pit', '', 'forward_plain', :'pit');
