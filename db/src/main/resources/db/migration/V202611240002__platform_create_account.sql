-- Who may log in. These rows are looked up before a tenant is known, so they carry no policy.
create table platform_account (
  id            uuid         not null constraint platform_account_pk primary key,
  tenant_id     varchar(12)  not null constraint platform_account_tenant_fk references platform_tenant (code),
  login         varchar(80)  not null constraint platform_account_login_uq unique,
  password_hash varchar(200) not null,
  person_id     uuid         not null,
  display_name  varchar(60)  not null,
  title         varchar(60)  not null default '',
  scope_kind    varchar(10)  not null,
  scope_ref     varchar(60)  not null default '',
  active        boolean      not null default true,
  demo          boolean      not null default false,
  created_at    timestamptz  not null default now(),
  version       bigint       not null default 0,
  constraint platform_account_scope_ck check (scope_kind in ('ALL', 'ORG', 'TOWNSHIP', 'OUTLET', 'MEMBER', 'NONE')),
  constraint platform_account_scope_ref_ck check ((scope_kind in ('ALL', 'NONE')) = (scope_ref = '')),
  constraint platform_account_login_ck check (login ~ '^[a-z0-9][a-z0-9._-]{1,79}$')
);
comment on table platform_account is '账号；登录前按账号名查找，因此不设行级策略';
create index platform_account_tenant_ix on platform_account (tenant_id, login);

create table platform_account_role (
  account_id uuid        not null constraint platform_account_role_account_fk references platform_account (id) on delete cascade,
  role       varchar(40) not null,
  constraint platform_account_role_pk primary key (account_id, role)
);
comment on table platform_account_role is '账号的角色，角色含哪些权限见随产品发布的角色表';

create table platform_login_failure (
  id      bigint generated always as identity constraint platform_login_failure_pk primary key,
  login   varchar(80)  not null,
  address varchar(64)  not null,
  at      timestamptz  not null default clock_timestamp()
);
comment on table platform_login_failure is '登录失败记录，用于限速；过期即删';
create index platform_login_failure_ix on platform_login_failure (login, at);
create index platform_login_failure_address_ix on platform_login_failure (address, at);

create table platform_client (
  client_id    varchar(60)  not null constraint platform_client_pk primary key,
  tenant_id    varchar(12)  not null constraint platform_client_tenant_fk references platform_tenant (code),
  id           uuid         not null constraint platform_client_id_uq unique,
  name         varchar(100) not null,
  jwks         text         not null,
  message_jwks text         not null,
  scopes       varchar(400) not null,
  active       boolean      not null default true,
  created_at   timestamptz  not null default now(),
  constraint platform_client_id_ck check (client_id ~ '^[a-z0-9][a-z0-9-]{1,59}$')
);
comment on table platform_client is '机器客户端登记：一个客户端只属于一个租户；jwks 为令牌断言公钥，message_jwks 为报文签名公钥';

create table platform_assertion_seen (
  client_id  varchar(60)  not null,
  jti        varchar(200) not null,
  expires_at timestamptz  not null,
  constraint platform_assertion_seen_pk primary key (client_id, jti)
);
comment on table platform_assertion_seen is '用过的客户端断言编号，防重放；过期即删';
alter table platform_tenant add column demo_complete boolean not null default false;
