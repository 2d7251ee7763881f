-- A lot by product and lot number, or only the product: for a Digital Link that names no single package. Runs as the owner
-- because the visitor has no tenant; shows what the public page shows and nothing else.
create function trace_lot_look(p_space varchar, p_lot varchar)
returns table (tenant_id varchar, product_name varchar, lot_status varchar, document text)
language sql stable security definer set search_path = public, pg_temp as $$
  select b.tenant_id, b.product_name, case when p_lot is null then null else l.status end,
         case when p_lot is null then null else d.document::text end
    from trace_label_batch b
    join trace_lot l on l.tenant_id = b.tenant_id and l.id = b.lot_id
    left join trace_lot_document d on d.lot_id = l.id
   where b.code_space = p_space and b.status <> 'VOID' and (p_lot is null or l.lot_code = p_lot)
   order by b.ordered_at desc limit 1
$$;
comment on function trace_lot_look is '按产品码和批次号查公开信息；不带批次号时只答产品是否存在';
revoke execute on function trace_lot_look from public;
grant execute on function trace_lot_look to ${app_role};
create index trace_label_batch_space_ix on trace_label_batch (code_space, ordered_at);
