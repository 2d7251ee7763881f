-- What the recall room asks, as the application's role, so that the policies are part of what is measured.
\timing on
set role jinfu_app;
select set_config('app.tenant', '330482', false);
\echo backward from one pack, three times
select count(*) from (with recursive hit(id) as (select md5('pack12345')::uuid union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id)) select * from hit) x;
select count(*) from (with recursive hit(id) as (select md5('pack22345')::uuid union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id)) select * from hit) x;
select count(*) from (with recursive hit(id) as (select md5('pack32345')::uuid union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id)) select * from hit) x;
\echo forward from one harvest lot
select count(*) from (with recursive hit(id) as (select md5('lot777')::uuid union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select * from hit) x;
\echo forward from one batch of a bought input, twice
select count(*) from (with recursive hit(id) as (select md5(md5('input')::uuid::text || ':B3')::uuid union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select * from hit) x;
select count(*) from (with recursive hit(id) as (select md5(md5('input')::uuid::text || ':B5')::uuid union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select * from hit) x;
\echo closure and hold from six batches, in one transaction
begin;
insert into trace_recall (id, tenant_id, version, number, drill, source, what, status, revision, opened_at, opened_by, opened_name, held_at)
  values (md5('bench')::uuid, '330482', 0, 'BENCH', false, 'SELF', 'x', 'HOLD', 0, now(), md5('p')::uuid, 'x', now());
insert into trace_recall_seed (tenant_id, recall_id, node_id, node_kind, label, added_at, by_name)
  select '330482', md5('bench')::uuid, md5(md5('input')::uuid::text || ':B' || b)::uuid, 'INPUT', 'x', now(), 'x' from generate_series(10, 15) b;
select trace_recall_join(md5('bench')::uuid, now(), md5('p')::uuid, 'x') as lots_held;
rollback;
