-- The claim commits on its own with a lease; the answer is written in the transaction of the work, and only by whoever
-- still holds the fencing token.
create table platform_idempotency (
  tenant_id    varchar(12)  not null constraint platform_idempotency_tenant_fk references platform_tenant (code),
  caller_id    uuid         not null,
  idem_key     varchar(120) not null,
  route        varchar(200) not null,
  request_hash varchar(64)  not null,
  token        bigint       not null,
  lease_until  timestamptz  not null,
  done         boolean      not null default false,
  answer       text,
  created_at   timestamptz  not null default clock_timestamp(),
  constraint platform_idempotency_pk primary key (tenant_id, caller_id, idem_key),
  constraint platform_idempotency_token_ck check (token > 0),
  constraint platform_idempotency_answer_ck check (done or answer is null)
);
comment on table platform_idempotency is '幂等键：同一调用方同一键只办一次，重复请求返回第一次的结果';
create index platform_idempotency_created_ix on platform_idempotency (tenant_id, created_at);
select jf_protect('platform_idempotency');
