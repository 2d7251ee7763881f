-- Gives a lot of the demo's farm and its quotas room for 20 million labels, and prints the body of an order. For a measurement only.
set session_replication_role = replica;
create temp table like_this as
  select b.* from trace_label_batch b join trace_lot l on l.id = b.lot_id
   where b.code_space = 'P000001' and b.status = 'PRINTED' and l.status = 'RELEASED' and b.number not like 'BENCH%' order by b.number limit 1;
update production_harvest_lot h set weight_kg = h.weight_kg + 20000000 * t.net_kg from like_this t where h.id = t.lot_id;
update trace_lot l set kg = l.kg + 20000000 * t.net_kg, kg_left = l.kg_left + 20000000 * t.net_kg from like_this t where l.id = t.lot_id;
update brand_label_quota q set cap_kg = q.cap_kg + 20000000 * t.net_kg, released_kg = q.released_kg + 20000000 * t.net_kg
  from like_this t where q.tenant_id = t.tenant_id and q.member_id = t.member_id;
insert into brand_quota_entry (tenant_id, quota_id, kind, kg, source_id, at, by_person, by_name)
  select q.tenant_id, q.id, 'RELEASE', 20000000 * t.net_kg, gen_random_uuid(), now(), gen_random_uuid(), 'bench'
    from brand_label_quota q join like_this t on t.tenant_id = q.tenant_id and t.member_id = q.member_id;
select format('{"lotId":"%s","productId":"%s","count":COUNT}', lot_id, product_id) from like_this;
