-- A label order names the package design; single labels can be void while the others of their batch stay good.

alter table trace_label_batch add column design_id uuid, add column voided int not null default 0;
alter table trace_label_batch
  add constraint trace_label_batch_design_fk foreign key (tenant_id, design_id) references brand_package_design (tenant_id, id),
  add constraint trace_label_batch_voided_ck check (voided between 0 and count and (status = 'VOID') = (voided = count));
comment on column trace_label_batch.voided is '本批已作废的枚数';
create index trace_label_batch_list_ix on trace_label_batch (tenant_id, number);

create table trace_label_void (
  id          bigint generated always as identity constraint trace_label_void_pk primary key,
  tenant_id   varchar(12)  not null,
  batch_id    uuid         not null,
  code_space  varchar(14)  not null,
  key_version int          not null,
  first_seq   bigint       not null,
  count       int          not null,
  cause       varchar(8)   not null,
  reason      varchar(300) not null,
  at          timestamptz  not null,
  by_person   uuid         not null,
  by_name     varchar(60)  not null,
  constraint trace_label_void_batch_fk foreign key (tenant_id, batch_id) references trace_label_batch (tenant_id, id),
  constraint trace_label_void_count_ck check (count > 0),
  constraint trace_label_void_cause_ck check (cause in ('SPOILT', 'LOST', 'COPIED')),
  constraint trace_label_void_once_ex exclude using gist
    (code_space with =, key_version with =, int8range(first_seq, first_seq + count) with &&)
);
comment on table trace_label_void is '作废的标签段：SPOILT 打坏、LOST 遗失、COPIED 被仿冒；打坏和遗失的退回额度';
create index trace_label_void_batch_ix on trace_label_void (tenant_id, batch_id, id);
select jf_protect('trace_label_void');
revoke update, delete on trace_label_void from ${app_role};

create or replace function trace_scan(p_space varchar, p_key int, p_seq bigint, p_at timestamptz, p_visitor bytea, p_count boolean)
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
      insert into trace_label_scan (tenant_id, at, code_space, key_version, seq, batch_id, lot_id, member_id, visitor)
        values (b.tenant_id, p_at, p_space, p_key, p_seq, b.id, b.lot_id, b.member_id, p_visitor);
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
