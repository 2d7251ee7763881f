-- The sealer numbers committed audit rows per federation and chains them. Sealing happens after the commit, so the
-- number, not the identity, is the order: identities may become visible out of order.
alter table platform_audit add column seal_no bigint, add column sealed_at timestamptz;
alter table platform_audit
  add constraint platform_audit_seal_uq unique (tenant_id, seal_no),
  add constraint platform_audit_seal_ck check ((seal_no is null) = (hash is null) and (seal_no is null) = (sealed_at is null));

create table platform_audit_head (
  tenant_id varchar(12) not null constraint platform_audit_head_tenant_fk references platform_tenant (code),
  seal_no   bigint      not null,
  hash      bytea       not null,
  sealed_at timestamptz not null,
  constraint platform_audit_head_pk primary key (tenant_id),
  constraint platform_audit_head_hash_ck check (length(hash) = 32)
);
comment on table platform_audit_head is '审计链头：每租户最后一枚封签，防止截断尾部';
select jf_protect('platform_audit_head');
revoke insert, update, delete on platform_audit_head from ${app_role};

create function jf_audit_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.hash is null and new.hash is not null
     and (to_jsonb(new) - array['hash', 'seal_no', 'sealed_at']) = (to_jsonb(old) - array['hash', 'seal_no', 'sealed_at']) then
    return new;
  end if;
  raise exception 'platform_audit is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger platform_audit_append_only before update or delete on platform_audit
  for each row execute function jf_audit_append_only();
create function jf_audit_no_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'platform_audit is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger platform_audit_no_truncate before truncate on platform_audit
  for each statement execute function jf_audit_no_truncate();

-- One field of the canonical text: its length in octets, a colon, itself; a hyphen for null. Unambiguous by construction.
create function jf_audit_field(v text) returns text language sql immutable parallel safe as $$
  select case when v is null then '-' else octet_length(v) || ':' || v end
$$;

-- Chains up to max_rows committed rows of the running transaction's tenant; gives how many. Runs as the owner because the
-- application role may not update audit rows.
create function jf_audit_seal(max_rows int) returns int language plpgsql security definer set search_path from current as $$
declare
  t varchar := jf_tenant();
  no bigint;
  last bytea;
  n int := 0;
  r record;
begin
  insert into platform_audit_head (tenant_id, seal_no, hash, sealed_at)
    values (t, 0, sha256(convert_to('jinfu-audit:' || t, 'UTF8')), clock_timestamp()) on conflict do nothing;
  select h.seal_no, h.hash into no, last from platform_audit_head h where h.tenant_id = t for update;
  for r in select * from platform_audit a where a.tenant_id = t and a.hash is null order by a.id limit max_rows loop
    no := no + 1;
    n := n + 1;
    last := sha256(last || convert_to(
      jf_audit_field(no::text) || jf_audit_field(r.id::text) || jf_audit_field(r.tenant_id)
      || jf_audit_field((extract(epoch from r.at) * 1000000)::bigint::text) || jf_audit_field(r.person_id::text)
      || jf_audit_field(r.login) || jf_audit_field(r.action) || jf_audit_field(r.object_type)
      || jf_audit_field(r.object_id::text) || jf_audit_field(r.detail) || jf_audit_field(r.request_id)
      || jf_audit_field(r.address), 'UTF8'));
    update platform_audit a set hash = last, seal_no = no, sealed_at = clock_timestamp() where a.id = r.id;
  end loop;
  if n > 0 then
    update platform_audit_head h set seal_no = no, hash = last, sealed_at = clock_timestamp() where h.tenant_id = t;
  end if;
  return n;
end $$;

-- Which federations have rows to seal: codes only, since the sealer has no tenant yet.
create function jf_audit_waiting() returns setof varchar language sql stable security definer set search_path from current as $$
  select t.code from platform_tenant t where exists (select 1 from platform_audit a where a.tenant_id = t.code and a.hash is null)
$$;
revoke execute on function jf_audit_seal(int), jf_audit_waiting() from public;
grant execute on function jf_audit_seal(int), jf_audit_waiting() to ${app_role};
