-- :lots lots with 500 labels each, copies of a lot of the demo that has everything: certificate, test, licence, chain. For a
-- measurement only. Prints the code space and the first number.
set session_replication_role = replica;
create temp table like_this as
  select b.* from trace_label_batch b join trace_lot l on l.id = b.lot_id
   where b.status = 'PRINTED' and b.voided = 0 and l.status = 'RELEASED' order by b.number limit 1;
create temp table begin_at as
  select c.code_space, c.key_version, c.next_seq from trace_label_counter c join like_this t using (code_space, key_version);
insert into trace_lot select r.* from like_this t join trace_lot l on l.id = t.lot_id, generate_series(1, :lots) n,
  jsonb_populate_record(l, jsonb_build_object('id', md5('page' || n)::uuid, 'lot_code', 'BENCH' || n)) r;
insert into trace_lot_document (lot_id, tenant_id, document, made_at)
  select md5('page' || n)::uuid, d.tenant_id, d.document || jsonb_build_object('lotCode', 'BENCH' || n), now()
    from like_this t join trace_lot_document d on d.lot_id = t.lot_id, generate_series(1, :lots) n;
insert into trace_label_batch select r.* from like_this t, begin_at s, generate_series(1, :lots) n,
  jsonb_populate_record(null::trace_label_batch, to_jsonb(t) || jsonb_build_object('id', md5('labels' || n)::uuid, 'number', 'BENCH' || n,
    'lot_id', md5('page' || n)::uuid, 'first_seq', s.next_seq + (n - 1) * 500, 'count', 500)) r;
update trace_label_counter c set next_seq = s.next_seq + :lots * 500 from begin_at s
 where c.code_space = s.code_space and c.key_version = s.key_version;
analyze trace_lot, trace_lot_document, trace_label_batch, trace_label_scan, trace_label_state;
select code_space, next_seq from begin_at;
