-- The walls and records that every module stands on.
-- Roles: the owner runs this file; the application role may only read and write rows.

create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- The application role is named by the placeholder, so that an operator may choose it.
alter default privileges in schema public grant select, insert, update, delete on tables to ${app_role};
alter default privileges in schema public grant usage, select on sequences to ${app_role};
alter default privileges in schema public grant execute on functions to ${app_role};

-- The tenant of the running transaction. Raises when there is none: a pooled connection shows ''
-- after a use, and an empty tenant must never mean "no rows" (or worse, all of them) silently.
create function jf_tenant() returns varchar language plpgsql stable parallel safe as $$
declare t text := current_setting('app.tenant', true);
begin
  if t is null or t = '' then
    raise exception 'no tenant is set for this transaction' using errcode = 'insufficient_privilege';
  end if;
  return t;
end $$;

-- Puts the tenant policy on a table. Call it at the end of each migration that creates a tenant table.
create procedure jf_protect_table(name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('create policy %I on %I using (tenant_id = jf_tenant()) with check (tenant_id = jf_tenant())',
    name || '_tenant', name);
end $$;
create function jf_protect(name text) returns void language plpgsql as $$
begin
  call jf_protect_table(name);
end $$;

create table platform_tenant (
  code         varchar(12)  not null constraint platform_tenant_pk primary key,
  name         varchar(100) not null,
  division     varchar(12)  not null,
  host         varchar(200) constraint platform_tenant_host_uq unique,
  demo         boolean      not null default false,
  created_at   timestamptz  not null default now(),
  constraint platform_tenant_code_ck check (code ~ '^[0-9a-z]{2,12}$')
);
comment on table platform_tenant is '县级农合联平台（租户）；登录前要查，所以没有行级策略';

create table platform_status_change (
  id          bigint generated always as identity constraint platform_status_change_pk primary key,
  tenant_id   varchar(12)  not null constraint platform_status_change_tenant_fk references platform_tenant (code),
  object_type varchar(40)  not null,
  object_id   uuid         not null,
  status_type varchar(60)  not null,
  status_from varchar(40),
  status_to   varchar(40)  not null,
  at          timestamptz  not null,
  by_person   uuid         not null,
  by_name     varchar(60)  not null,
  reason      varchar(500)
);
comment on table platform_status_change is '状态经过：谁在何时因何由何状态改为何状态，只增不改';
create index platform_status_change_object_ix on platform_status_change (tenant_id, object_type, object_id, id);
select jf_protect('platform_status_change');
revoke update, delete on platform_status_change from ${app_role};

create table platform_audit (
  id          bigint generated always as identity constraint platform_audit_pk primary key,
  tenant_id   varchar(12)  not null constraint platform_audit_tenant_fk references platform_tenant (code),
  at          timestamptz  not null default clock_timestamp(),
  person_id   uuid         not null,
  login       varchar(80)  not null,
  action      varchar(40)  not null,
  object_type varchar(60)  not null,
  object_id   uuid,
  detail      varchar(2000),
  request_id  varchar(64),
  address     varchar(64),
  hash        bytea,
  constraint platform_audit_hash_ck check (hash is null or length(hash) = 32)
);
comment on table platform_audit is '审计记录：只增不改，由封签任务逐租户串成哈希链';
create index platform_audit_object_ix on platform_audit (tenant_id, object_type, object_id, id);
create index platform_audit_unsealed_ix on platform_audit (tenant_id, id) where hash is null;
select jf_protect('platform_audit');
revoke update, delete on platform_audit from ${app_role};

-- Modulith's registry of events that some listener has not handled yet (the JDBC schema, version 2).
create table event_publication (
  id                     uuid not null constraint event_publication_pk primary key,
  listener_id            text not null,
  event_type             text not null,
  serialized_event       text not null,
  publication_date       timestamptz not null,
  completion_date        timestamptz,
  status                 text,
  completion_attempts    int,
  last_resubmission_date timestamptz
);
create index event_publication_serialized_event_ix on event_publication using hash (serialized_event);
create index event_publication_completion_ix on event_publication (completion_date);
create table event_publication_archive (
  id                     uuid not null constraint event_publication_archive_pk primary key,
  listener_id            text not null,
  event_type             text not null,
  serialized_event       text not null,
  publication_date       timestamptz not null,
  completion_date        timestamptz,
  status                 text,
  completion_attempts    int,
  last_resubmission_date timestamptz
);
create index event_publication_archive_serialized_event_ix on event_publication_archive using hash (serialized_event);
create index event_publication_archive_completion_ix on event_publication_archive (completion_date);

-- Spring Session.
create table spring_session (
  primary_id            char(36) not null constraint spring_session_pk primary key,
  session_id            char(36) not null constraint spring_session_id_uq unique,
  creation_time         bigint not null,
  last_access_time      bigint not null,
  max_inactive_interval int not null,
  expiry_time           bigint not null,
  principal_name        varchar(100)
);
create index spring_session_expiry_ix on spring_session (expiry_time);
create index spring_session_principal_ix on spring_session (principal_name);
create table spring_session_attributes (
  session_primary_id char(36) not null,
  attribute_name     varchar(200) not null,
  attribute_bytes    bytea not null,
  constraint spring_session_attributes_pk primary key (session_primary_id, attribute_name),
  constraint spring_session_attributes_fk foreign key (session_primary_id) references spring_session (primary_id) on delete cascade
);
