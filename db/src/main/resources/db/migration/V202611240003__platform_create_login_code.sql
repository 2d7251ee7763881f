-- One-time codes of the phone log-in. The number itself is not kept: persons are resolved when the code is sent.
create table platform_login_code (
  id         uuid         not null constraint platform_login_code_pk primary key,
  tenant_id  varchar(12)  not null constraint platform_login_code_tenant_fk references platform_tenant (code),
  persons    uuid[]       not null,
  code_hash  varchar(200) not null,
  address    varchar(64)  not null,
  attempts   int          not null default 0,
  used       boolean      not null default false,
  created_at timestamptz  not null default clock_timestamp(),
  expires_at timestamptz  not null,
  constraint platform_login_code_attempts_ck check (attempts between 0 and 5)
);
comment on table platform_login_code is '手机登录的一次性验证码：只存散列，五分钟有效，最多试五次，过期即删；登录前使用，因此不设行级策略';
create index platform_login_code_address_ix on platform_login_code (address, created_at);
create index platform_login_code_persons_ix on platform_login_code using gin (persons);
