-- Key hierarchy for personal data (R44): a master key outside the database wraps one key per federation, and that one
-- wraps a key per person. Destroying a person's row makes that person's fields unreadable for ever.
create table platform_tenant_key (
  tenant_id      varchar(12) not null constraint platform_tenant_key_tenant_fk references platform_tenant (code),
  algorithm      varchar(20) not null,
  master_key_id  char(16)    not null,
  wrapped_key    bytea       not null,
  wrapped_index  bytea       not null,
  created_at     timestamptz not null default clock_timestamp(),
  constraint platform_tenant_key_pk primary key (tenant_id),
  constraint platform_tenant_key_algorithm_ck check (algorithm in ('AES-256-GCM'))
);
comment on table platform_tenant_key is '租户密钥：由库外主密钥包裹；wrapped_index 为检索摘要用密钥';
select jf_protect('platform_tenant_key');
revoke delete on platform_tenant_key from ${app_role};

create table platform_person_key (
  tenant_id    varchar(12) not null constraint platform_person_key_tenant_fk references platform_tenant (code),
  person_id    uuid        not null,
  algorithm    varchar(20) not null,
  wrapped_key  bytea,
  created_at   timestamptz not null default clock_timestamp(),
  destroyed_at timestamptz,
  constraint platform_person_key_pk primary key (tenant_id, person_id),
  constraint platform_person_key_algorithm_ck check (algorithm in ('AES-256-GCM')),
  constraint platform_person_key_destroyed_ck check ((wrapped_key is null) = (destroyed_at is not null))
);
comment on table platform_person_key is '个人密钥：由租户密钥包裹；销毁后该人的个人信息不可再读';
select jf_protect('platform_person_key');
revoke delete on platform_person_key from ${app_role};

create table platform_personal_read (
  id         bigint generated always as identity constraint platform_personal_read_pk primary key,
  tenant_id  varchar(12)  not null constraint platform_personal_read_tenant_fk references platform_tenant (code),
  at         timestamptz  not null default clock_timestamp(),
  reader_id  uuid         not null,
  reader     varchar(80)  not null,
  person_id  uuid         not null,
  field      varchar(40)  not null,
  purpose    varchar(200) not null,
  constraint platform_personal_read_purpose_ck check (length(btrim(purpose)) >= 2)
);
comment on table platform_personal_read is '个人信息查看记录：谁因何看了谁的哪一项全文，只增不改';
create index platform_personal_read_person_ix on platform_personal_read (tenant_id, person_id, id);
select jf_protect('platform_personal_read');
revoke update, delete on platform_personal_read from ${app_role};
