-- Orders name the lots that are delivered, of whatever kind; what a buyer received is a lot of his own.
alter table supply_sales_order_line
  drop constraint supply_sales_order_line_lot_fk,
  add column lot_no varchar(20);
comment on column supply_sales_order_line.harvest_lot_id is '发货的批次，采收、包装或收货的都可以；出库时由追溯模块核实并扣减，行上只记编号';
comment on column supply_sales_order_line.lot_no is '批次号，采收批次以采收编号为准';

-- What came out of a delivery never exceeds what was taken for it either.
create or replace function trace_source_balance() returns trigger language plpgsql as $$
declare
  s uuid := (to_jsonb(new) ->> case tg_table_name when 'trace_lot' then 'source_id' else 'id' end)::uuid;
  taken numeric;
  given numeric;
begin
  if s is null then
    return null;
  end if;
  select coalesce(sum(m.kg), 0) into taken from trace_lot_move m
   where m.tenant_id = new.tenant_id and m.source_id = s and m.kind in ('STEP', 'HAND_OVER', 'DISPATCH');
  select coalesce(sum(l.kg), 0) into given from trace_lot l where l.tenant_id = new.tenant_id and l.source_id = s;
  if given > taken or exists (select 1 from trace_step t where t.tenant_id = new.tenant_id and t.id = s
      and (t.in_kg <> taken or t.out_kg <> given)) then
    raise exception 'violates constraint "trace_step_balance_ck": % kg out of % kg', given, taken using errcode = '23514';
  end if;
  return null;
end $$;

-- And what has left a lot never exceeds what it weighed, nor came back more than left.
create function trace_move_balance() returns trigger language plpgsql as $$
declare
  gone numeric;
  whole numeric;
begin
  select sum(case m.kind when 'RETURN' then -m.kg else m.kg end) into gone from trace_lot_move m
   where m.tenant_id = new.tenant_id and m.lot_id = new.lot_id;
  select l.kg into whole from trace_lot l where l.tenant_id = new.tenant_id and l.id = new.lot_id;
  if gone < 0 or gone > whole then
    raise exception 'violates constraint "trace_lot_move_balance_ck": % kg of % kg', gone, whole using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger trace_move_balance after insert on trace_lot_move deferrable initially deferred
  for each row execute function trace_move_balance();
