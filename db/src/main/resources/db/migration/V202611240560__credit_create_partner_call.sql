create table credit_partner_call (
  tenant_id    varchar(12)  not null constraint credit_partner_call_tenant_fk references platform_tenant (code),
  client_id    varchar(60)  not null,
  method       varchar(10)  not null,
  path         varchar(300) not null,
  key          varchar(64)  not null,
  fingerprint  bytea        not null,
  fence        uuid         not null,
  locked_until timestamptz  not null,
  status       int,
  content_type varchar(100),
  body         bytea,
  created_at   timestamptz  not null default clock_timestamp(),
  constraint credit_partner_call_pk primary key (tenant_id, client_id, method, path, key),
  constraint credit_partner_call_fingerprint_ck check (length(fingerprint) = 32),
  constraint credit_partner_call_answer_ck check ((status is null) = (body is null))
);
comment on table credit_partner_call is '银行接口的幂等键：同键同内容原样应答，同键异内容拒绝；status 为空表示办理中，locked_until 过后可由重试接手；保留 7 天';
create index credit_partner_call_created_ix on credit_partner_call (tenant_id, created_at);
select jf_protect('credit_partner_call');

create table credit_partner_signature (
  tenant_id  varchar(12) not null constraint credit_partner_signature_tenant_fk references platform_tenant (code),
  client_id  varchar(60) not null,
  hash       bytea       not null,
  expires_at timestamptz not null,
  constraint credit_partner_signature_pk primary key (tenant_id, client_id, hash),
  constraint credit_partner_signature_hash_ck check (length(hash) = 32)
);
comment on table credit_partner_signature is '用过的报文签名（SHA-256），防重放；过期即删';
select jf_protect('credit_partner_signature');
