-- What the recall room asks, as the application's role, so that the policies are part of what is measured. Each walk thrice:
-- the first may be cold. Run as the owner; nothing of it stays.
select set_config('app.tenant', '330482', false);
begin;
-- what is held has a document that a hold rewrites
set local session_replication_role = replica;
with recursive hit(id) as (
    select md5(md5('input')::uuid::text || ':B' || b)::uuid from generate_series(10, 16) b
    union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id))
insert into trace_lot_document (lot_id, tenant_id, document, made_at)
  select l.id, l.tenant_id, jsonb_build_object('lot', l.lot_code, 'status', l.status, 'steps', jsonb_build_array('x', 'y')), now()
    from hit join trace_lot l on l.id = hit.id;
set local session_replication_role = origin;
set local role jinfu_app;
\timing on
\echo backward from a sale, three consignments
select count(*) as nodes from (with recursive hit(id) as (select md5('sent123')::uuid union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id)) select * from hit) x;
select count(*) as nodes from (with recursive hit(id) as (select md5('sent223')::uuid union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id)) select * from hit) x;
select count(*) as nodes from (with recursive hit(id) as (select md5('sent323')::uuid union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id)) select * from hit) x;
\echo forward from one harvest
select count(*) as nodes from (with recursive hit(id) as (select md5('lot777')::uuid union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select * from hit) x;
\echo forward from one batch of a bought input, the same three times, then another
select count(*) as nodes from (with recursive hit(id) as (select md5(md5('input')::uuid::text || ':B3')::uuid union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select * from hit) x;
select count(*) as nodes from (with recursive hit(id) as (select md5(md5('input')::uuid::text || ':B3')::uuid union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select * from hit) x;
select count(*) as nodes from (with recursive hit(id) as (select md5(md5('input')::uuid::text || ':B3')::uuid union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select * from hit) x;
select count(*) as nodes from (with recursive hit(id) as (select md5(md5('input')::uuid::text || ':B5')::uuid union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id)) select * from hit) x;
\echo closure and hold from seven batches, in one transaction
insert into trace_recall (id, tenant_id, version, number, drill, source, what, status, revision, opened_at, opened_by, opened_name, held_at)
  values (md5('bench')::uuid, '330482', 0, 'BENCH', false, 'SELF', 'x', 'HOLD', 0, now(), md5('p')::uuid, 'x', now());
insert into trace_recall_seed (tenant_id, recall_id, node_id, node_kind, label, added_at, by_name)
  select '330482', md5('bench')::uuid, md5(md5('input')::uuid::text || ':B' || b)::uuid, 'INPUT', 'x', now(), 'x' from generate_series(10, 16) b;
select trace_recall_join(md5('bench')::uuid, now(), md5('p')::uuid, 'x') as lots_held;
rollback;
