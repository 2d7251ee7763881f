-- Keys of banks' messages: each carries its algorithm, several count side by side while a bank changes.
create table credit_partner_key (
  id             uuid        not null constraint credit_partner_key_pk primary key,
  tenant_id      varchar(12) not null constraint credit_partner_key_tenant_fk references platform_tenant (code),
  version        bigint      not null,
  client_id      varchar(60) not null,
  kid            varchar(60) not null,
  algorithm      varchar(12) not null,
  public_key     varchar(200),
  secret         varchar(200),
  status         varchar(12) not null,
  asked_at       timestamptz not null,
  proposed_by    uuid,
  proposed_name  varchar(60),
  proposed_at    timestamptz,
  confirmed_by   uuid,
  confirmed_name varchar(60),
  confirmed_at   timestamptz,
  ended_at       timestamptz,
  valid_to       date        not null,
  constraint credit_partner_key_tid_uq unique (tenant_id, id),
  constraint credit_partner_key_kid_uq unique (tenant_id, client_id, kid),
  constraint credit_partner_key_kid_ck check (kid ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'),
  constraint credit_partner_key_algorithm_ck check (algorithm in ('ED25519', 'SM2_SM3', 'HMAC_SHA256')),
  constraint credit_partner_key_material_ck check ((algorithm = 'HMAC_SHA256') = (public_key is null)
    and (algorithm = 'HMAC_SHA256') = (secret is not null)),
  constraint credit_partner_key_status_ck check (status in ('ASKED', 'PROPOSED', 'ACTIVE', 'ENDED')),
  constraint credit_partner_key_proposed_ck check (num_nonnulls(proposed_by, proposed_name, proposed_at) in (0, 3)
    and (status in ('ASKED', 'ENDED') or proposed_by is not null)),
  constraint credit_partner_key_confirmed_ck check (num_nonnulls(confirmed_by, confirmed_name, confirmed_at) in (0, 3)
    and (status <> 'ACTIVE' or confirmed_by is not null)),
  constraint credit_partner_key_two_people_ck check (confirmed_by <> proposed_by),
  constraint credit_partner_key_ended_ck check ((status = 'ENDED') = (ended_at is not null))
);
comment on table credit_partner_key is '银行报文签名的密钥：算法随密钥固定；银行的机器申请，一人提出，另一人确认后启用；换钥期间新旧并用';
comment on column credit_partner_key.public_key is '公钥，base64：Ed25519 为 32 字节，SM2 为 04 开头的 65 字节；HMAC 为空';
comment on column credit_partner_key.secret is 'HMAC 密钥的密文；只在申请时告诉银行的机器一次';
comment on column credit_partner_key.valid_to is '最后可用的一天';
select jf_protect('credit_partner_key');
revoke delete on credit_partner_key from ${app_role};

create table credit_platform_key (
  id          uuid         not null constraint credit_platform_key_pk primary key,
  tenant_id   varchar(12)  not null constraint credit_platform_key_tenant_fk references platform_tenant (code),
  kid         varchar(60)  not null,
  algorithm   varchar(12)  not null,
  public_key  varchar(200) not null,
  private_key varchar(200) not null,
  created_at  timestamptz  not null default clock_timestamp(),
  constraint credit_platform_key_algorithm_uq unique (tenant_id, algorithm),
  constraint credit_platform_key_algorithm_ck check (algorithm in ('ED25519', 'SM2_SM3'))
);
comment on table credit_platform_key is '本农合联给银行应答签名的密钥，每种算法一把；私钥为密文';
select jf_protect('credit_platform_key');
revoke delete, update on credit_platform_key from ${app_role};
