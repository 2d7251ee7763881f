-- Who called a lot back, and where that is announced: a lot may be called back by an officer's decision alone, without
-- a case, and then no public notice names it. The telephone is the federation's own, which is public.
create function trace_call_back(p_tenant varchar, p_lot uuid) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'notice', (select r.number from trace_recall_lot x
                 join trace_recall r on r.tenant_id = x.tenant_id and r.id = x.recall_id
                 join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
                where x.tenant_id = p_tenant and x.lot_id = p_lot and x.in_scope and not r.drill
                  and r.announced_at is not null and (l.kind <> 'RECEIVED' or l.kg_labelled > 0)
                order by r.announced_at desc, r.id desc limit 1),
    'federation', coalesce(o.name, t.name), 'phone', o.contact_phone)
    from platform_tenant t
    left join member_organisation o on o.tenant_id = t.code and o.parent_id is null
   where t.code = p_tenant
$$;
comment on function trace_call_back is '已召回批次：哪一号公告列了它（没有单独公告则为空），以及县农合联的名称和公开电话';

update trace_lot_document d
   set document = d.document || jsonb_build_object('callBack', trace_call_back(d.tenant_id, d.lot_id))
  from trace_lot l
 where l.tenant_id = d.tenant_id and l.id = d.lot_id and l.status = 'RECALLED';
