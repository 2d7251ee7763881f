create sequence jf_number_label_batch;

-- Which federation a code belongs to; read before any tenant is known, so without a policy.
create table trace_code_space (
  code      varchar(14) not null constraint trace_code_space_pk primary key,
  tenant_id varchar(12) not null constraint trace_code_space_tenant_fk references platform_tenant (code),
  constraint trace_code_space_code_ck check (code ~ '^([0-9]{14}|[0-9A-Z]{4,13})$')
);
comment on table trace_code_space is '码段：商品条码（14 位）或自编产品号（4 到 13 位）属于哪个县；验码时还不知道租户，所以没有行级策略';
revoke update, delete on trace_code_space from ${app_role};

create table trace_label_counter (
  tenant_id   varchar(12) not null constraint trace_label_counter_tenant_fk references platform_tenant (code),
  code_space  varchar(14) not null constraint trace_label_counter_space_fk references trace_code_space (code),
  key_version int    not null,
  next_seq    bigint      not null,
  constraint trace_label_counter_pk primary key (tenant_id, code_space, key_version),
  constraint trace_label_counter_seq_ck check (next_seq between 0 and 1099511627776)
);
comment on table trace_label_counter is '每个码段每版密钥的下一个流水号';
select jf_protect('trace_label_counter');

create table trace_label_batch (
  id           uuid          not null constraint trace_label_batch_pk primary key,
  tenant_id    varchar(12)   not null constraint trace_label_batch_tenant_fk references platform_tenant (code),
  version      bigint        not null,
  number       varchar(24)   not null,
  member_id    uuid          not null,
  lot_id       uuid          not null,
  licence_id   uuid          not null,
  quota_id     uuid          not null,
  product_id   uuid          not null,
  product_name varchar(100)  not null,
  code_space   varchar(14)   not null constraint trace_label_batch_space_fk references trace_code_space (code),
  key_version  int      not null,
  first_seq    bigint        not null,
  count        int           not null,
  net_kg       numeric(18,6) not null,
  status       varchar(8)    not null,
  ordered_at   timestamptz   not null,
  printed_at   timestamptz,
  void_reason  varchar(300),
  constraint trace_label_batch_tenant_id_uq unique (tenant_id, id),
  constraint trace_label_batch_number_uq unique (tenant_id, number),
  constraint trace_label_batch_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_label_batch_licence_fk foreign key (tenant_id, licence_id) references brand_licence (tenant_id, id),
  constraint trace_label_batch_quota_fk foreign key (tenant_id, quota_id) references brand_label_quota (tenant_id, id),
  constraint trace_label_batch_count_ck check (count between 1 and 100000),
  constraint trace_label_batch_net_ck check (net_kg > 0),
  constraint trace_label_batch_seq_ck check (first_seq >= 0 and first_seq + count <= 1099511627776),
  constraint trace_label_batch_status_ck check (status in ('ISSUED', 'PRINTED', 'VOID')),
  constraint trace_label_batch_void_ck check ((status = 'VOID') = (void_reason is not null)),
  constraint trace_label_batch_no_overlap_ex exclude using gist
    (code_space with =, key_version with =, int8range(first_seq, first_seq + count) with &&)
);
comment on table trace_label_batch is '标签批：一段流水号，不逐枚存行；同一码段同版密钥的段不得重叠';
comment on column trace_label_batch.net_kg is '每枚标签对应的净含量，单位：千克';
create index trace_label_batch_lot_ix on trace_label_batch (tenant_id, lot_id);
create index trace_label_batch_member_ix on trace_label_batch (tenant_id, member_id, id);
select jf_protect('trace_label_batch');

create table trace_label_state (
  tenant_id     varchar(12) not null constraint trace_label_state_tenant_fk references platform_tenant (code),
  code_space    varchar(14) not null,
  key_version   int         not null,
  seq           bigint      not null,
  scan_count    int         not null,
  first_scan_at timestamptz not null,
  last_scan_at  timestamptz not null,
  constraint trace_label_state_pk primary key (code_space, key_version, seq),
  constraint trace_label_state_count_ck check (scan_count > 0)
);
comment on table trace_label_state is '被查过的标签：次数与首次时间；没查过的没有行';
select jf_protect('trace_label_state');

create table trace_label_scan (
  id          bigint generated always as identity constraint trace_label_scan_pk primary key,
  tenant_id   varchar(12) not null constraint trace_label_scan_tenant_fk references platform_tenant (code),
  at          timestamptz not null,
  code_space  varchar(14) not null,
  key_version int    not null,
  seq         bigint      not null,
  batch_id    uuid        not null,
  lot_id      uuid        not null,
  member_id   uuid        not null,
  visitor     bytea       not null
);
comment on table trace_label_scan is '扫码记录：访客只留当日加盐散列';
create index trace_label_scan_label_ix on trace_label_scan (tenant_id, code_space, key_version, seq, at);
create index trace_label_scan_member_ix on trace_label_scan (tenant_id, member_id, at);
create index trace_label_scan_at_ix on trace_label_scan (tenant_id, at);
select jf_protect('trace_label_scan');

create table trace_lot_document (
  lot_id     uuid        not null constraint trace_lot_document_pk primary key,
  tenant_id  varchar(12) not null constraint trace_lot_document_tenant_fk references platform_tenant (code),
  document   jsonb       not null,
  made_at    timestamptz not null,
  constraint trace_lot_document_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id)
);
comment on table trace_lot_document is '给消费者看的批次文档：一批一份，随每次变化重写，不含个人信息';
select jf_protect('trace_lot_document');

-- One round trip for a scan: find the label's range and lot, count this visitor once in ten minutes, answer.
-- Runs as the owner because the visitor has no tenant; it touches one label of one tenant and nothing else.
create function trace_scan(p_space varchar, p_key int, p_seq bigint, p_at timestamptz, p_visitor bytea, p_count boolean)
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
comment on function trace_scan is '验码：找到标签所在的段和批次，十分钟内同一访客只计一次，一次往返答完';
revoke execute on function trace_scan from public;
grant execute on function trace_scan to ${app_role};
