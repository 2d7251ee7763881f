-- Where a label was queried first, beside when: a city or a province and no nearer, known where a gateway in front says so.
alter table trace_label_state
  add column first_region varchar(4),
  add constraint trace_label_state_region_ck check (first_region ~ '^[0-9]{2}([0-9]{2})?$');
comment on column trace_label_state.first_region is '首次查询所在省或市的区划代码，两位或四位；不知道则为空';

drop function trace_look(varchar[], int[], bigint[], bytea[], timestamptz, boolean);
create function trace_look(p_spaces varchar[], p_keys int[], p_seqs bigint[], p_visitors bytea[], p_at timestamptz, p_whole boolean)
returns table (ord bigint, batch_id uuid, batch_status varchar, product_name varchar, net_kg numeric, licence_no varchar,
  licence_status varchar, licence_until date, mark_name varchar, lot_status varchar, scan_count int,
  first_scan_at timestamptz, first_region varchar, seen boolean, edition bigint, document text)
language plpgsql stable security definer set search_path = public, pg_temp
-- planned once, as written: from the label to what stands behind it, each by its index; planning costs more than looking.
-- The ten minutes are no condition of an index: all looks of a label are few, all of ten minutes may be millions.
set plan_cache_mode = force_generic_plan set join_collapse_limit = 1 set enable_seqscan = off set enable_hashjoin = off
set enable_mergejoin = off as $$
begin
  return query
    select i.ord, b.id, case when b.voided > 0 and exists (select 1 from trace_label_void v
               where v.tenant_id = b.tenant_id and v.batch_id = b.id
                 and int8range(v.first_seq, v.first_seq + v.count) @> i.seq) then 'VOID' else b.status end,
           b.product_name, b.net_kg, l.number, l.status, l.valid_until, m.name, lot.status, coalesce(st.scan_count, 0),
           st.first_scan_at, st.first_region,
           i.visitor is not null and exists (select 1 from trace_label_scan s where s.tenant_id = b.tenant_id
               and s.code_space = i.space and s.key_version = i.key and s.seq = i.seq and s.visitor = i.visitor
               and s.at + interval '10 minutes' > p_at),
           d.xmin::text::bigint, case when p_whole then d.document::text end
      from unnest(p_spaces, p_keys, p_seqs, p_visitors) with ordinality as i(space, key, seq, visitor, ord)
      cross join lateral (select x.* from trace_label_batch x where x.code_space = i.space and x.key_version = i.key
                            and x.first_seq <= i.seq order by x.first_seq desc limit 1) b
      join brand_licence l on l.tenant_id = b.tenant_id and l.id = b.licence_id
      join brand_product_class c on c.tenant_id = l.tenant_id and c.code = l.class_code
      join brand_mark m on m.tenant_id = c.tenant_id and m.id = c.mark_id
      join trace_lot lot on lot.tenant_id = b.tenant_id and lot.id = b.lot_id
      left join trace_label_state st on st.code_space = i.space and st.key_version = i.key and st.seq = i.seq
      left join trace_lot_document d on d.lot_id = b.lot_id
     where i.seq < b.first_seq + b.count;
end $$;
comment on function trace_look is '看标签：一次问多枚，只看不计数；edition 随批次文档的每次改写而变';
revoke execute on function trace_look from public;
grant execute on function trace_look to ${app_role};

-- As before, and keeps where the first one was.
create or replace function trace_count(p_spaces varchar[], p_keys int[], p_seqs bigint[], p_visitors bytea[], p_regions varchar[],
  p_tickets bigint[], p_at timestamptz)
returns table (ord bigint, counted boolean, scan_count int)
language plpgsql volatile security definer set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan set join_collapse_limit = 1 set enable_seqscan = off as $$
begin
  perform pg_advisory_xact_lock(o.h) from (select distinct hashtextextended(i.space || ':' || i.key || ':' || i.seq, 0) as h
    from unnest(p_spaces, p_keys, p_seqs) as i(space, key, seq) order by 1) o;
  return query
    with i as (
      select * from unnest(p_spaces, p_keys, p_seqs, p_visitors, p_regions, p_tickets) with ordinality
        as i(space, key, seq, visitor, region, ticket, ord)),
    fresh as (
      select distinct on (i.space, i.key, i.seq, i.visitor) i.*, b.tenant_id, b.id as batch_id, b.lot_id, b.member_id
        from i cross join lateral (select x.* from trace_label_batch x where x.code_space = i.space and x.key_version = i.key
                                     and x.first_seq <= i.seq order by x.first_seq desc limit 1) b
       where i.seq < b.first_seq + b.count
         and not exists (select 1 from trace_label_scan s where s.tenant_id = b.tenant_id and s.code_space = i.space
               and s.key_version = i.key and s.seq = i.seq and s.visitor = i.visitor and s.at + interval '10 minutes' > p_at)
       order by i.space, i.key, i.seq, i.visitor, i.ord),
    put as (
      insert into trace_label_scan (tenant_id, at, code_space, key_version, seq, batch_id, lot_id, member_id, visitor, region, ticket)
        select f.tenant_id, p_at, f.space, f.key, f.seq, f.batch_id, f.lot_id, f.member_id, f.visitor, f.region, f.ticket from fresh f
        on conflict (ticket) where ticket is not null do nothing
        returning tenant_id, code_space, key_version, seq, region, ticket),
    summed as (
      insert into trace_label_state as st (tenant_id, code_space, key_version, seq, scan_count, first_scan_at, last_scan_at,
          first_region)
        select p.tenant_id, p.code_space, p.key_version, p.seq, count(*), p_at, p_at, min(p.region) from put p
         group by p.tenant_id, p.code_space, p.key_version, p.seq order by p.code_space, p.key_version, p.seq
        on conflict on constraint trace_label_state_pk
        do update set scan_count = st.scan_count + excluded.scan_count, last_scan_at = greatest(st.last_scan_at, p_at)
        returning st.code_space, st.key_version, st.seq, st.scan_count)
    select i.ord, p.ticket is not null, coalesce(n.scan_count, st.scan_count, 0)
      from i
      left join put p on p.ticket = i.ticket
      left join summed n on n.code_space = i.space and n.key_version = i.key and n.seq = i.seq
      left join trace_label_state st on st.code_space = i.space and st.key_version = i.key and st.seq = i.seq;
end $$;
