-- Keys to which banks want personal data encrypted: proposed by one, confirmed by another, one active at a time.
create table credit_encryption_key (
  id             uuid         not null constraint credit_encryption_key_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_encryption_key_tenant_fk references platform_tenant (code),
  version        bigint       not null default 0,
  client_id      varchar(60)  not null,
  kid            varchar(60)  not null,
  kind           varchar(5)   not null,
  jwk            jsonb        not null,
  status         varchar(10)  not null,
  valid_to       date         not null,
  proposed_by    uuid         not null,
  proposed_name  varchar(60)  not null,
  proposed_at    timestamptz  not null,
  confirmed_by   uuid,
  confirmed_name varchar(60),
  confirmed_at   timestamptz,
  ended_name     varchar(60),
  ended_at       timestamptz,
  ended_reason   varchar(200),
  constraint credit_encryption_key_tid_uq unique (tenant_id, id),
  constraint credit_encryption_key_kid_uq unique (tenant_id, client_id, kid),
  constraint credit_encryption_key_kid_ck check (kid ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'),
  constraint credit_encryption_key_kind_ck check (coalesce(case kind when 'RSA' then jwk ->> 'kty' = 'RSA'
    else kind in ('P-256', 'P-384', 'P-521') and jwk ->> 'kty' = 'EC' and jwk ->> 'crv' = kind end, false)),
  constraint credit_encryption_key_public_ck check (coalesce(jwk ->> 'use' = 'enc' and jwk ->> 'kid' = kid, false)
    and not jsonb_exists_any(jwk, array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])),
  constraint credit_encryption_key_status_ck check (status in ('PROPOSED', 'ACTIVE', 'ENDED')),
  constraint credit_encryption_key_two_people_ck check (confirmed_by <> proposed_by),
  constraint credit_encryption_key_confirmed_ck check (num_nonnulls(confirmed_by, confirmed_name, confirmed_at) in (0, 3)
    and (status <> 'ACTIVE' or confirmed_by is not null) and (status <> 'PROPOSED' or confirmed_by is null)),
  constraint credit_encryption_key_ended_ck check ((status = 'ENDED') = (ended_at is not null)
    and (ended_at is null) = (ended_name is null) and (ended_at is not null or ended_reason is null))
);
comment on table credit_encryption_key is '银行的加密公钥：身份证号和手机号加密给它；一人提出、另一人确认后启用，新的启用时旧的停用';
comment on column credit_encryption_key.jwk is '公钥（RFC 7517），不含私钥部分';
comment on column credit_encryption_key.valid_to is '最后可用的一天';
comment on column credit_encryption_key.ended_reason is '停用的原因；被新的代替时为空';
create unique index credit_encryption_key_active_uq on credit_encryption_key (tenant_id, client_id) where status = 'ACTIVE';
create unique index credit_encryption_key_open_uq on credit_encryption_key (tenant_id, client_id) where status = 'PROPOSED';
select jf_protect('credit_encryption_key');
revoke delete on credit_encryption_key from ${app_role};

-- The key itself stays as proposed, who agreed stays, and what has ended stays so.
create function jf_encryption_key_kept() returns trigger language plpgsql as $$
declare
  moves constant text[] := array['version', 'status', 'confirmed_by', 'confirmed_name', 'confirmed_at', 'ended_name',
    'ended_at', 'ended_reason'];
begin
  if to_jsonb(new) - moves <> to_jsonb(old) - moves or old.status = 'ENDED'
      or (old.confirmed_by is not null and new.confirmed_by is distinct from old.confirmed_by)
      or (old.status = 'ACTIVE' and new.status = 'PROPOSED') then
    raise exception using errcode = 'check_violation', constraint = 'credit_encryption_key_kept_ck',
      message = 'violates check constraint "credit_encryption_key_kept_ck"';
  end if;
  return new;
end $$;
create trigger credit_encryption_key_kept_tr before update on credit_encryption_key
  for each row execute function jf_encryption_key_kept();
