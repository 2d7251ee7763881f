-- Boxes: what of which lots is in them. The goods stay where their lots are; the box tells what it holds.
create sequence jf_number_box;

create table trace_box (
  id          uuid        not null constraint trace_box_pk primary key,
  tenant_id   varchar(12) not null constraint trace_box_tenant_fk references platform_tenant (code),
  version     bigint      not null,
  code        varchar(18) not null constraint trace_box_code_uq unique,
  member_id   uuid        not null,
  division    varchar(12) not null,
  status      varchar(8)  not null,
  packed_at   timestamptz not null,
  packed_by   uuid        not null,
  packed_name varchar(60) not null,
  emptied_at  timestamptz,
  constraint trace_box_tenant_id_uq unique (tenant_id, id),
  constraint trace_box_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint trace_box_code_ck check (code ~ '^[0-9]{18}$' or code ~ '^[0-9A-Z]{16}$'),
  constraint trace_box_status_ck check (status in ('PACKED', 'EMPTIED')),
  constraint trace_box_emptied_ck check ((status = 'EMPTIED') = (emptied_at is not null))
);
comment on table trace_box is '周转箱、纸箱：箱码为 SSCC（18 位）或本平台签发的流水号';
create index trace_box_member_ix on trace_box (tenant_id, member_id, id);
select jf_protect('trace_box');
revoke delete on trace_box from ${app_role};

create table trace_box_content (
  id          bigint generated always as identity constraint trace_box_content_pk primary key,
  tenant_id   varchar(12)   not null constraint trace_box_content_tenant_fk references platform_tenant (code),
  box_id      uuid          not null,
  lot_id      uuid          not null,
  kg          numeric(18,6) not null,
  packed_at   timestamptz   not null,
  unpacked_at timestamptz,
  constraint trace_box_content_box_fk foreign key (tenant_id, box_id) references trace_box (tenant_id, id),
  constraint trace_box_content_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_box_content_kg_ck check (kg > 0),
  constraint trace_box_content_unpacked_ck check (unpacked_at >= packed_at)
);
comment on table trace_box_content is '箱里的货：装进、取出；取出后的行留着';
create unique index trace_box_content_once_uq on trace_box_content (tenant_id, box_id, lot_id) where unpacked_at is null;
create index trace_box_content_lot_ix on trace_box_content (tenant_id, lot_id) where unpacked_at is null;
select jf_protect('trace_box_content');
revoke update, delete on trace_box_content from ${app_role};
grant update (unpacked_at) on trace_box_content to ${app_role};

-- Boxes never hold more of a lot than the lot weighs.
create function trace_box_balance() returns trigger language plpgsql as $$
declare
  boxed numeric;
  whole numeric;
begin
  select sum(c.kg) into boxed from trace_box_content c
   where c.tenant_id = new.tenant_id and c.lot_id = new.lot_id and c.unpacked_at is null;
  select l.kg into whole from trace_lot l where l.tenant_id = new.tenant_id and l.id = new.lot_id;
  if boxed > whole then
    raise exception 'violates constraint "trace_box_balance_ck": % kg of % kg', boxed, whole using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger trace_box_balance after insert on trace_box_content deferrable initially deferred
  for each row execute function trace_box_balance();

-- What a box holds, for whoever reads its code; the visitor has no tenant.
create function trace_box_look(p_code varchar)
returns table (status varchar, packed_at timestamptz, lot_code varchar, lot_status varchar, kg numeric, document text)
language sql stable security definer set search_path = public, pg_temp as $$
  select b.status, b.packed_at, l.lot_code, l.status, c.kg, d.document::text
    from trace_box b
    left join trace_box_content c on c.tenant_id = b.tenant_id and c.box_id = b.id and c.unpacked_at is null
    left join trace_lot l on l.tenant_id = c.tenant_id and l.id = c.lot_id
    left join trace_lot_document d on d.lot_id = l.id
   where b.code = p_code order by c.id
$$;
comment on function trace_box_look is '凭箱码看箱里的货；不含单位以外的任何人';
revoke execute on function trace_box_look from public;
grant execute on function trace_box_look to ${app_role};
