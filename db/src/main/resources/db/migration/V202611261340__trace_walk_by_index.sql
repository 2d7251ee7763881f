-- The links of one node by their indexes. A view over the three tables is read whole at each step, because under row-level
-- security its parts are not flattened; measured on a million lots that took ten seconds instead of milliseconds.
create function trace_children(p_node uuid) returns setof uuid language sql stable rows 5 as $$
  select planting_id from production_input_use where tenant_id = jf_tenant() and input_lot_id = p_node and standing <> 'VOID'
  union all
  select id from trace_lot where tenant_id = jf_tenant() and planting_id = p_node and kind = 'HARVEST'
  union all
  select child_id from trace_lot_edge where tenant_id = jf_tenant() and parent_id = p_node and not voided
$$;
comment on function trace_children is '由它做成或长出的下一步：投入品批次、种植批次或批次';
create function trace_parents(p_node uuid) returns setof uuid language sql stable rows 3 as $$
  select input_lot_id from production_input_use where tenant_id = jf_tenant() and planting_id = p_node and standing <> 'VOID'
  union all
  select planting_id from trace_lot where tenant_id = jf_tenant() and id = p_node and kind = 'HARVEST'
  union all
  select parent_id from trace_lot_edge where tenant_id = jf_tenant() and child_id = p_node and not voided
$$;
comment on function trace_parents is '它由什么做成或长出';

create or replace function trace_recall_join(p_recall uuid, p_at timestamptz, p_person uuid, p_name varchar)
returns int language plpgsql volatile as $$
declare
  r trace_recall%rowtype;
  ids uuid[];
  added int := 0;
  n int;
begin
  select * into r from trace_recall where id = p_recall for update;
  loop
    with recursive hit(id) as (
      select node_id from trace_recall_seed where recall_id = p_recall
      union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id))
    -- a set difference: planned as a loop over all pairs, a "not exists" would cost the most of it
    select array_agg(n.id) into ids from (
      select l.id from hit join trace_lot l on l.id = hit.id
      except select x.lot_id from trace_recall_lot x where x.recall_id = p_recall) n;
    exit when ids is null;
    if not r.drill then
      perform 1 from (select l.id from trace_lot l where l.id = any (ids) order by l.id for update) locked;
    end if;
    insert into trace_recall_lot (tenant_id, recall_id, lot_id, revision, in_scope, before_status, kg, kg_left, joined_at)
      select r.tenant_id, p_recall, l.id, r.revision + 1, true, l.status, l.kg, l.kg_left, p_at
        from trace_lot l where l.id = any (ids);
    get diagnostics n = row_count;
    added := added + n;
  end loop;
  if added = 0 then
    return 0;
  end if;
  update trace_recall set revision = r.revision + 1, version = version + 1,
    status = case status when 'SCOPED' then 'HOLD' when 'EFFECTIVENESS' then 'EXECUTING' else status end
   where id = p_recall;
  if r.status in ('SCOPED', 'EFFECTIVENESS') then
    insert into platform_status_change (tenant_id, object_type, object_id, status_type, status_from, status_to, at, by_person, by_name, reason)
      values (r.tenant_id, 'Recall', p_recall, 'RecallStatus', r.status,
        case r.status when 'SCOPED' then 'HOLD' else 'EXECUTING' end, p_at, p_person, p_name, null);
  end if;
  if r.drill then
    return added;
  end if;
  insert into platform_status_change (tenant_id, object_type, object_id, status_type, status_from, status_to, at, by_person, by_name, reason)
    select l.tenant_id, 'TraceLot', l.id, 'LotStatus', l.status, 'HELD', p_at, p_person, p_name, r.number
      from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
     where x.recall_id = p_recall and x.revision = r.revision + 1 and l.status in ('OPEN', 'RELEASED', 'CONSUMED');
  insert into platform_audit (tenant_id, person_id, login, action, object_type, object_id, detail)
    values (r.tenant_id, p_person, p_name, 'recall.hold', 'Recall', p_recall, added || ' lots');
  update trace_lot_document d set made_at = p_at, document = d.document || jsonb_build_object('status', 'HELD',
      'holdReason', 'RECALL_CASE', 'statusOn', to_char(p_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))
   from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
   where d.lot_id = x.lot_id and x.recall_id = p_recall and x.revision = r.revision + 1
     and l.status in ('OPEN', 'RELEASED', 'CONSUMED');
  update trace_lot l set status = 'HELD', hold_reason = 'RECALL_CASE', hold_detail = r.number, hold_safe_on = null,
      hold_days = null, status_at = p_at, version = l.version + 1
   from trace_recall_lot x
   where x.tenant_id = l.tenant_id and x.lot_id = l.id and x.recall_id = p_recall and x.revision = r.revision + 1
     and l.status in ('OPEN', 'RELEASED', 'CONSUMED');
  return added;
end $$;

create or replace function trace_recall_follow() returns trigger language plpgsql as $$
declare
  node uuid := case tg_table_name when 'trace_lot_edge' then (to_jsonb(new) ->> 'parent_id')::uuid
    when 'trace_lot' then (to_jsonb(new) ->> 'planting_id')::uuid else (to_jsonb(new) ->> 'input_lot_id')::uuid end;
  c uuid;
begin
  if not exists (select 1 from trace_recall r where r.status not in ('SUSPICION', 'CLOSED', 'DISMISSED') and not r.drill) then
    return null;
  end if;
  for c in
    with recursive up(id) as (select node union select e.parent_id from up u cross join lateral trace_parents(u.id) e(parent_id))
    select distinct s.recall_id from up join trace_recall_seed s on s.node_id = up.id
      join trace_recall r on r.id = s.recall_id
     where r.status not in ('SUSPICION', 'CLOSED', 'DISMISSED') and not r.drill order by 1
  loop
    perform trace_recall_join(c, now(), '00000000-0000-7000-8000-000000000001', 'system');
  end loop;
  return null;
end $$;

drop view trace_link;
