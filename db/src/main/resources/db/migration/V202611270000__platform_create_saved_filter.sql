create table platform_saved_filter (
  id          uuid         not null constraint platform_saved_filter_pk primary key,
  tenant_id   varchar(12)  not null constraint platform_saved_filter_tenant_fk references platform_tenant (code),
  account_id  uuid         not null,
  path        varchar(120) not null,
  slot        smallint     not null,
  name        varchar(40)  not null,
  query       varchar(800) not null,
  made_at     timestamptz  not null,
  constraint platform_saved_filter_tenant_uq unique (tenant_id, id),
  constraint platform_saved_filter_slot_uq unique (tenant_id, account_id, path, slot),
  constraint platform_saved_filter_name_uq unique (tenant_id, account_id, path, name),
  constraint platform_saved_filter_slot_ck check (slot between 1 and 20),
  constraint platform_saved_filter_name_ck check (btrim(name) <> ''),
  constraint platform_saved_filter_path_ck check (path ~ '^/console(/[a-z0-9-]+)*(/[0-9a-f-]{36})?$'),
  constraint platform_saved_filter_query_ck check (query ~ '^[A-Za-z0-9._*+%=&-]+$')
);
comment on table platform_saved_filter is '工作人员给自己存的列表筛选：只存本站列表的路径和该列表自己的参数，不存个人号码；每人每个列表最多 20 个';
select jf_protect('platform_saved_filter');
