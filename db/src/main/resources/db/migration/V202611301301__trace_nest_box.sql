-- Boxes in boxes: cartons on a pallet, pallets in a truck. What lies in another box is closed: it is opened and taken from
-- only after it was taken out, so that what the outer one tells of is what is in it.
create table trace_box_inside (
  id          bigint generated always as identity constraint trace_box_inside_pk primary key,
  tenant_id   varchar(12) not null constraint trace_box_inside_tenant_fk references platform_tenant (code),
  box_id      uuid        not null,
  outer_id    uuid        not null,
  packed_at   timestamptz not null,
  unpacked_at timestamptz,
  constraint trace_box_inside_box_fk foreign key (tenant_id, box_id) references trace_box (tenant_id, id),
  constraint trace_box_inside_outer_fk foreign key (tenant_id, outer_id) references trace_box (tenant_id, id),
  constraint trace_box_inside_self_ck check (box_id <> outer_id),
  constraint trace_box_inside_unpacked_ck check (unpacked_at >= packed_at)
);
comment on table trace_box_inside is '箱套箱：哪个箱装在哪个箱里；取出后的行留着';
create unique index trace_box_inside_once_uq on trace_box_inside (tenant_id, box_id) where unpacked_at is null;
create index trace_box_inside_outer_ix on trace_box_inside (tenant_id, outer_id) where unpacked_at is null;
create index trace_box_inside_ever_ix on trace_box_inside (tenant_id, outer_id, packed_at);
create index trace_box_content_box_ix on trace_box_content (tenant_id, box_id, packed_at);
select jf_protect('trace_box_inside');
revoke update, delete on trace_box_inside from ${app_role};
grant update (unpacked_at) on trace_box_inside to ${app_role};

-- No box is in itself by way of others, none is nested deeper than five, and both are of one holder and packed. One after
-- the other: two that close a circle at once would not see each other.
create function trace_box_nest() returns trigger language plpgsql as $$
declare
  up int;
  down int;
  circle boolean;
begin
  if new.unpacked_at is not null then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.tenant_id || ':boxes', 9));
  with recursive o(id, depth) as (
    select new.outer_id, 1 union all select i.outer_id, o.depth + 1 from o join trace_box_inside i
      on i.tenant_id = new.tenant_id and i.box_id = o.id and i.unpacked_at is null where o.depth < 10 and o.id <> new.box_id)
  select max(depth), bool_or(id = new.box_id) into up, circle from o;
  if circle then
    raise exception 'violates constraint "trace_box_inside_circle_ck"' using errcode = '23514';
  end if;
  with recursive n(id, depth) as (
    select new.box_id, 1 union all select i.box_id, n.depth + 1 from n join trace_box_inside i
      on i.tenant_id = new.tenant_id and i.outer_id = n.id and i.unpacked_at is null where n.depth < 10)
  select max(depth) into down from n;
  if up + down > 5 then
    raise exception 'violates constraint "trace_box_inside_depth_ck": % deep', up + down using errcode = '23514';
  end if;
  if not exists (select 1 from trace_box b join trace_box o on o.tenant_id = b.tenant_id and o.member_id = b.member_id
      where b.tenant_id = new.tenant_id and b.id = new.box_id and o.id = new.outer_id and b.status = 'PACKED' and o.status = 'PACKED') then
    raise exception 'violates constraint "trace_box_inside_packed_ck"' using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger trace_box_nest after insert on trace_box_inside deferrable initially deferred
  for each row execute function trace_box_nest();

-- Unpacked in order.
create function trace_box_order() returns trigger language plpgsql as $$
declare
  opened uuid := (to_jsonb(new) ->> case tg_table_name when 'trace_box_inside' then 'outer_id' else 'box_id' end)::uuid;
begin
  if exists (select 1 from trace_box_inside i where i.tenant_id = new.tenant_id and i.box_id = opened and i.unpacked_at is null) then
    raise exception 'violates constraint "trace_box_inside_order_ck"' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger trace_box_content_order before insert or update on trace_box_content for each row execute function trace_box_order();
create trigger trace_box_inside_order before insert or update on trace_box_inside for each row execute function trace_box_order();

-- A box with its boxes; the visitor has no tenant.
drop function trace_box_look(varchar);
create function trace_box_look(p_code varchar)
returns table (status varchar, packed_at timestamptz, lot_code varchar, lot_status varchar, kg numeric, document text, box varchar)
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive held(tenant_id, id) as (
    select b.tenant_id, b.id from trace_box b where b.code = p_code
    union select i.tenant_id, i.box_id from held h join trace_box_inside i
      on i.tenant_id = h.tenant_id and i.outer_id = h.id and i.unpacked_at is null)
  select b.status, b.packed_at, l.lot_code, l.status, c.kg, d.document::text, nullif(x.code, p_code)
    from trace_box b
    left join (held h join trace_box x on x.tenant_id = h.tenant_id and x.id = h.id
               join trace_box_content c on c.tenant_id = h.tenant_id and c.box_id = h.id and c.unpacked_at is null)
      on h.tenant_id = b.tenant_id
    left join trace_lot l on l.tenant_id = c.tenant_id and l.id = c.lot_id
    left join trace_lot_document d on d.lot_id = l.id
   where b.code = p_code order by nullif(x.code, p_code) nulls first, c.id
$$;
comment on function trace_box_look is '凭箱码看箱里的货，箱里的箱也算；不含单位以外的任何人';
revoke execute on function trace_box_look from public;
grant execute on function trace_box_look to ${app_role};

-- The time of a hold by a late event is the business clock's, as everywhere else.
create or replace function trace_recall_follow() returns trigger language plpgsql as $$
declare
  node uuid := case tg_table_name when 'trace_lot_edge' then (to_jsonb(new) ->> 'parent_id')::uuid
    when 'trace_event_edge' then (to_jsonb(new) ->> 'parent_id')::uuid
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
    perform trace_recall_join(c, jf_business_now(), '00000000-0000-7000-8000-000000000001', 'system');
  end loop;
  return null;
end $$;
