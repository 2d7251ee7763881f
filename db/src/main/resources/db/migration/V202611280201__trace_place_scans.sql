-- Where a label was scanned, as a city or a province and no nearer, where a gateway in front says so; and codes that nobody signed.
alter table trace_label_scan
  add column region varchar(4),
  add constraint trace_label_scan_region_ck check (region ~ '^[0-9]{2}([0-9]{2})?$');
comment on column trace_label_scan.region is '扫码所在省或市的区划代码，两位或四位；不知道则为空';

drop function trace_scan(varchar, int, bigint, timestamptz, bytea, boolean);
create function trace_scan(p_space varchar, p_key int, p_seq bigint, p_at timestamptz, p_visitor bytea, p_count boolean,
  p_region varchar default null)
returns table (tenant_id varchar, tenant_name varchar, batch_id uuid, batch_status varchar, product_name varchar,
  net_kg numeric, licence_no varchar, licence_status varchar, licence_until date, mark_name varchar,
  lot_status varchar, hold_reason varchar, scan_count int, first_scan_at timestamptz, counted boolean, document text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  b trace_label_batch%rowtype;
  n int := 0;
  first_at timestamptz;
  is_new boolean := false;
begin
  select x.* into b from trace_label_batch x
   where x.code_space = p_space and x.key_version = p_key
     and int8range(x.first_seq, x.first_seq + x.count) @> p_seq;
  if not found then
    return;
  end if;
  if p_count then
    -- The same label at the same time: one after the other, so that two visitors are counted as two.
    perform pg_advisory_xact_lock(hashtextextended(p_space || ':' || p_key || ':' || p_seq, 0));
    is_new := not exists (select 1 from trace_label_scan s where s.tenant_id = b.tenant_id and s.code_space = p_space
      and s.key_version = p_key and s.seq = p_seq and s.visitor = p_visitor and s.at > p_at - interval '10 minutes');
    if is_new then
      insert into trace_label_scan (tenant_id, at, code_space, key_version, seq, batch_id, lot_id, member_id, visitor, region)
        values (b.tenant_id, p_at, p_space, p_key, p_seq, b.id, b.lot_id, b.member_id, p_visitor,
          p_region);
      insert into trace_label_state as st (tenant_id, code_space, key_version, seq, scan_count, first_scan_at, last_scan_at)
        values (b.tenant_id, p_space, p_key, p_seq, 1, p_at, p_at)
        on conflict on constraint trace_label_state_pk
        do update set scan_count = st.scan_count + 1, last_scan_at = p_at;
    end if;
  end if;
  if exists (select 1 from trace_label_void v where v.code_space = p_space and v.key_version = p_key
      and int8range(v.first_seq, v.first_seq + v.count) @> p_seq) then
    b.status := 'VOID';
  end if;
  select st.scan_count, st.first_scan_at into n, first_at from trace_label_state st
   where st.code_space = p_space and st.key_version = p_key and st.seq = p_seq;
  return query
    select b.tenant_id, t.name, b.id, b.status, b.product_name, b.net_kg, l.number, l.status, l.valid_until, m.name,
           lot.status, lot.hold_reason, coalesce(n, 0), first_at, is_new, d.document::text
      from platform_tenant t
      join brand_licence l on l.tenant_id = b.tenant_id and l.id = b.licence_id
      join brand_product_class c on c.tenant_id = l.tenant_id and c.code = l.class_code
      join brand_mark m on m.tenant_id = c.tenant_id and m.id = c.mark_id
      join trace_lot lot on lot.tenant_id = b.tenant_id and lot.id = b.lot_id
      left join trace_lot_document d on d.lot_id = b.lot_id
     where t.code = b.tenant_id;
end $$;
revoke execute on function trace_scan from public;
grant execute on function trace_scan to ${app_role};

create table trace_code_miss (
  tenant_id varchar(12) not null constraint trace_code_miss_tenant_fk references platform_tenant (code),
  on_day    date        not null,
  visitor   varchar(64) not null,
  count     int         not null,
  last_at   timestamptz not null,
  constraint trace_code_miss_pk primary key (tenant_id, on_day, visitor),
  constraint trace_code_miss_count_ck check (count > 0)
);
comment on table trace_code_miss is '查了不是本平台签发的码：同一来访地址当日几次；只存当日带钥散列，两天后删除';
select jf_protect('trace_code_miss');

alter table trace_code_case
  drop constraint trace_code_case_cause_ck,
  add constraint trace_code_case_cause_ck check (cause in ('MANY', 'DISTANCE', 'UNPRINTED', 'UNSOLD', 'DESTROYED', 'VOIDED',
    'SHARE', 'GUESSING', 'COMPLAINT')),
  drop constraint trace_code_case_owner_ck,
  add constraint trace_code_case_owner_ck check ((member_id is null) = (lot_id is null)
    and (lot_id is not null or cause in ('COMPLAINT', 'GUESSING')));
comment on column trace_code_case.found is '立案时数到的次数或枚数；百分率规则为百分数，相距规则为公里';
